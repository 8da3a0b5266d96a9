"""The measures by their official names: each numerator and denominator on a practice small enough to count by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import duckdb
import pytest

from tests.builders import claim, export, line, npi, remittance
from tests.facts import ClaimPayment
from tests.scenarios import expect, told
from tests.warehouses import build_some_in_memory

FIRST, SECOND = npi(21), npi(22)
MEASURE = "mart.official_measure"


def _measure(code: str, provider: str = FIRST, period: str = "2026") -> str:
    return f"measure_code = '{code}' and provider_npi = '{provider}' and period_code = '{period}'"


@pytest.fixture(scope="module")
def practice() -> Iterator[duckdb.DuckDBPyConnection]:
    """P1: two visits to a physical therapist; P2: one, and an occupational therapist on the same day, and a denial."""
    first = [
        line("97110", "GP KX", on="2026-01-05", units="2", allowed=6_000),
        line("97161", "GP", on="2026-01-05"),
    ]
    claims = [
        claim("I1", *first, patient="P1", provider=FIRST),
        claim("I2", line("97140", "GP", on="2026-02-05", units="3", allowed=9_000), patient="P1", provider=FIRST),
        claim("I3", line("97110", "GP", on="2026-02-06", allowed=5_000), patient="P2", provider=FIRST),
        claim("I4", line("97530", "GO KX", on="2026-02-06", units="4", allowed=7_000), patient="P2", provider=SECOND),
        claim("I5", line("97110", "GP KX", on="2026-02-07", denied="CO-50"), patient="P2", provider=FIRST),
    ]
    files = [("a.835", remittance(*claims, on="2026-07-01"))]
    with closing(build_some_in_memory(files, [MEASURE, "mart.line"])) as warehouse:
        yield warehouse


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("cbr_kx_beneficiaries", "1 | 2 | 0.5 | - | -"),
        ("cbr_minutes_per_visit", "90 | 3 | - | - | 30"),
        ("cbr_allowed_per_beneficiary", "30000 | 2 | - | 15000 | -"),
        ("oei_kx_services", "2 | 2 | - | - | 1"),
        ("oei_first_date_kx", "1 | 2 | 0.5 | - | -"),
        ("oei_all_year", "- | - | - | - | -"),
        ("oei_over_threshold", "0 | 2 | 0 | - | -"),
        ("oei_long_days", "0 | 3 | 0 | - | -"),
        ("statute_denials", "1 | 5 | 0.2 | - | -"),
        ("statute_new", "- | - | - | - | -"),
        ("statute_condition", "- | - | - | - | -"),
        ("statute_group", "0 | 1 | 0 | - | -"),
    ],
)
def test_a_measure_counts_what_it_says(practice: duckdb.DuckDBPyConnection, code: str, row: str) -> None:
    header = "numerator_value | denominator_value | value_ratio | value_cents | value_factor"
    expect(practice, MEASURE, f"{header}\n{row}", _measure(code))


def test_payments_with_several_providers_are_those_that_these_files_show(practice: duckdb.DuckDBPyConnection) -> None:
    ((paid,),) = practice.execute("select sum(paid_cents) from mart.line where service_date = '2026-02-06'").fetchall()
    row = f"numerator_value | denominator_value | value_cents\n{paid} | 1 | {paid}"
    expect(practice, MEASURE, row, _measure("oei_several_providers"))
    expect(practice, MEASURE, row, _measure("oei_several_providers", SECOND))


def test_an_occupational_therapist_has_no_cbr_measure(practice: duckdb.DuckDBPyConnection) -> None:
    row = "denominator_value | value_ratio | exact_low_ratio\n0 | - | -"
    expect(practice, MEASURE, row, _measure("cbr_kx_beneficiaries", SECOND))


def test_a_share_has_its_exact_interval_and_a_count_has_none(practice: duckdb.DuckDBPyConnection) -> None:
    header = "exact_low_ratio | exact_high_ratio\n"
    expect(practice, MEASURE, f"{header}0.012579 | 0.987421", _measure("cbr_kx_beneficiaries"))
    expect(practice, MEASURE, f"{header}- | -", _measure("statute_group"))


def test_all_year_needs_a_year_that_is_over_and_a_line_in_every_quarter() -> None:
    days = ["2025-01-05", "2025-04-05", "2025-07-05", "2025-10-05"]
    claims = [claim(f"A{on}", line(on=on), patient="P1", provider=FIRST) for on in days]
    claims += [claim(f"B{on}", line(on=on), patient="P2", provider=FIRST) for on in days[:3]]
    for paid_on, row in (("2025-12-31", "- | - | -"), ("2026-01-02", "1 | 2 | 0.5")):
        with told(remittance(*claims, on=paid_on)) as warehouse:
            header = "numerator_value | denominator_value | value_ratio"
            expect(warehouse, MEASURE, f"{header}\n{row}", _measure("oei_all_year", period="2025"))


def test_a_payment_above_the_threshold_is_one_of_a_crossing_or_later_line() -> None:
    lines = [line("97110", "GP", on="2026-01-05", allowed=248_000), line("97110", "GP KX", on="2026-01-06")]
    with told(remittance(claim("I1", *lines, provider=FIRST))) as warehouse:
        expect(warehouse, MEASURE, "numerator_value | denominator_value\n1 | 1", _measure("oei_over_threshold"))


def test_a_denial_that_came_back_is_still_a_denied_service() -> None:
    first = claim("I1", line("97110", "GP", denied="CO-50"), provider=FIRST)
    again = claim("I2", line("97110", "GP"), provider=FIRST)
    with told(remittance(first, on="2026-02-01"), remittance(again, on="2026-03-01")) as warehouse:
        expect(warehouse, MEASURE, "numerator_value | denominator_value\n1 | 1", _measure("statute_denials"))


def test_a_flagged_colleague_at_the_same_clinic_is_counted() -> None:
    claims = [claim(f"I{n}", line("97110", "GP KX"), patient=f"P{n}", provider=SECOND) for n in range(10)]
    claims.append(claim("J", line("97110", "GP"), patient="Q", provider=FIRST))
    with told(remittance(*claims)) as warehouse:
        expect(warehouse, MEASURE, "numerator_value | denominator_value\n1 | 1", _measure("statute_group"))
        expect(warehouse, MEASURE, "numerator_value | denominator_value\n0 | 1", _measure("statute_group", SECOND))


def test_a_lone_provider_has_no_colleagues_to_look_at() -> None:
    with told(remittance(claim("I1", line(), provider=FIRST))) as warehouse:
        expect(
            warehouse,
            MEASURE,
            "numerator_value | denominator_value | value_ratio\n- | - | -",
            _measure("statute_group"),
        )


def test_a_day_above_eight_hours_is_the_sum_over_patients_and_opens_to_its_lines() -> None:
    """33 units are 8 hours and a quarter, 9 of them by an assistant; an untimed and a denied line add nothing."""
    claims = [
        claim("I1", line("97110", "GP", units="24", allowed=70_000), line("97161", "GP"), patient="P1", provider=FIRST),
        claim("I2", line("97140", "GP CQ", units="9"), patient="P2", provider=FIRST),
        claim("I3", line("97140", "GP", denied="CO-50", units="9"), patient="P3", provider=FIRST),
        claim("I4", line("97110", "GP", on="2026-01-06", units="32"), patient="P1", provider=FIRST),
    ]
    with told(remittance(*claims)) as warehouse:
        expect(
            warehouse,
            "mart.provider_day",
            """
            service_date | timed_lines | beneficiaries | timed_units | timed_minutes | assistant_minutes | is_long
            2026-01-05   | 2           | 2             | 33          | 495           | 135               | yes
            2026-01-06   | 1           | 1             | 32          | 480           | 0                 | no
            """,
        )
        expect(
            warehouse,
            "mart.provider_day_line",
            "procedure_code | timed_minutes | is_assistant\n97110 | 360 | no\n97140 | 135 | yes",
        )


def test_kx_on_everyone_with_a_diagnosis_needs_ten_patients() -> None:
    def people(count: int, code: str, kx: int) -> list[ClaimPayment]:
        return [claim(f"{code}{n}", line("97110", "GP KX" if n < kx else "GP", diagnosis=code), patient=f"{code}P{n}",
                      provider=FIRST) for n in range(count)]  # fmt: skip

    claims = [*people(10, "M54.5", 10), *people(9, "M25.5", 9), *people(11, "R26.2", 10)]
    with told(export(*claims)) as warehouse:
        expect(
            warehouse,
            "mart.diagnosis_kx",
            """
            diagnosis_code | beneficiaries | kx_beneficiaries | has_enough_beneficiaries | is_uniform
            M54.5          | 10            | 10               | yes                      | yes
            M25.5          | 9             | 9                | no                       | no
            R26.2          | 11            | 10               | yes                      | no
            """,
            "period_code = '2026'",
        )
        expect(warehouse, MEASURE, "numerator_value | denominator_value\n1 | 2", _measure("statute_condition"))


def test_without_lines_there_are_no_measures() -> None:
    with told() as warehouse:
        assert warehouse.execute(f"select count(*) from {MEASURE}").fetchone() == (0,)
