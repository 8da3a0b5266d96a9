"""The shares of providers with what chance gives: counted as the pages count, and listed only for a reason."""

from __future__ import annotations

from statistics import NormalDist

import duckdb
import pytest

from tests.builders import CLINIC, claim, line, npi, remittance
from tests.facts import ClaimPayment
from tests.scenarios import expect, told

RATE = "mart.provider_rate"
YEAR = "period_code = '2026' and pool is null and payee_npi is null"
BELOW = f"{YEAR} and rate_name = 'below_kx_beneficiaries'"
KX = f"{YEAR} and rate_name = 'kx_beneficiaries'"


def treat(provider: int, patients: int, with_kx: int = 0, above: bool = False) -> list[ClaimPayment]:
    """Patients of a provider, some with KX on every line: below the threshold, or after a line that fills it."""
    claims = []
    for number in range(patients):
        modifiers = "GP KX" if number < with_kx else "GP"
        filling = [line("97110", "GP", on="2026-01-05", allowed=248_000)] if above and number < with_kx else []
        lines = [*filling, line("97140", modifiers, on="2026-01-06"), line("97110", modifiers, on="2026-01-07")]
        who = f"P{provider}N{number}"
        claims.append(claim(f"I{who}", *lines, patient=who, provider=npi(provider)))
    return claims


def listed(warehouse: duckdb.DuckDBPyConnection, where: str = YEAR) -> list[str]:
    found = warehouse.execute(f"select distinct provider_npi from {RATE} where is_listed and {where} order by all")
    return [str(row[0]) for row in found.fetchall()]


def test_counts_shares_and_the_benchmark_without_the_provider() -> None:
    with told(remittance(*treat(11, 4, 1), *treat(12, 12, 9))) as warehouse:
        expect(
            warehouse,
            RATE,
            f"""
            provider_npi | rated_beneficiaries | rated_kx_beneficiaries | rate_ratio | others_ratio | is_listed
            {npi(11)}    | 4                   | 1                      | 0.25       | 0.75         | no
            {npi(12)}    | 12                  | 9                      | 0.75       | 0.25         | no
            """,
            BELOW,
        )


def test_a_patient_counts_once_in_each_cell() -> None:
    """One patient of both pools and of two months with one provider: 1 in every cell of that provider."""
    claims = [
        claim("I1", line("97110", "GP KX", on="2026-01-05"), line("97110", "GP", on="2026-02-05")),
        claim("I2", line("97530", "GO", on="2026-01-06")),
    ]
    with told(remittance(*claims, on="2026-03-01")) as warehouse:
        found = warehouse.execute(
            f"select period_code, pool, payee_npi, rated_beneficiaries, rated_kx_beneficiaries, rated_lines from {RATE}"
            " where rate_name = 'kx_beneficiaries' and period_code in ('2026', '2026-02') order by all nulls first"
        ).fetchall()
    assert found == [
        ("2026", None, None, 1, 1, 3),
        ("2026", None, CLINIC, 1, 1, 3),
        ("2026", "OT", None, 1, 0, 1),
        ("2026", "OT", CLINIC, 1, 0, 1),
        ("2026", "PT_SLP", None, 1, 1, 2),
        ("2026", "PT_SLP", CLINIC, 1, 1, 2),
        ("2026-02", None, None, 1, 0, 1),
        ("2026-02", None, CLINIC, 1, 0, 1),
        ("2026-02", "PT_SLP", None, 1, 0, 1),
        ("2026-02", "PT_SLP", CLINIC, 1, 0, 1),
    ]


def test_kx_below_on_everyone_is_listed_among_others_without() -> None:
    with told(remittance(*treat(11, 12, 12), *treat(12, 20, 2), *treat(13, 20))) as warehouse:
        assert listed(warehouse) == [npi(11)]
        expect(warehouse, RATE, "funnel_category\nabove_outer", f"{BELOW} and provider_npi = '{npi(11)}'")


def test_kx_above_alone_and_on_five_patients_is_never_listed() -> None:
    """Everyone above the threshold with KX is far outside the funnel of KX, and on no list; so are five patients."""
    claims = [*treat(11, 12, 12, above=True), *treat(12, 5, 5), *treat(13, 40)]
    with told(remittance(*claims)) as warehouse:
        assert listed(warehouse, "true") == []
        expect(
            warehouse,
            RATE,
            f"""
            provider_npi | rated_kx_beneficiaries | funnel_category
            {npi(11)}    | 12                     | above_outer
            {npi(12)}    | 5                      | above_inner
            {npi(13)}    | 0                      | below_outer
            """,
            KX,
        )


def test_lines_at_the_threshold_are_not_in_the_share_below() -> None:
    """The line that fills is below, so all twelve are asked, and none has KX below."""
    with told(remittance(*treat(11, 12, 12, above=True), *treat(12, 12))) as warehouse:
        expect(
            warehouse,
            RATE,
            """
            rated_beneficiaries | rated_kx_beneficiaries | chance_ratio | adjusted_chance_ratio
            12                  | 0                      | 1            | 1
            12                  | 0                      | 1            | 1
            """,
            BELOW,
        )


@pytest.mark.parametrize("with_kx", [0, 6])
def test_one_provider_alone_is_compared_with_nobody(with_kx: int) -> None:
    with told(remittance(*treat(11, 12, with_kx))) as warehouse:
        expect(
            warehouse,
            RATE,
            """
            others_beneficiaries | others_ratio | funnel_category | is_listed | chance_ratio
            0                    | -            | inside          | no        | 1
            """,
            BELOW,
        )
        expect(
            warehouse,
            "mart.provider_funnel",
            "providers | inner_alarm_ratio | overdispersion_factor\n 1 | 0 | -",
            BELOW,
        )


def test_the_funnel_tells_its_false_alarms_and_its_spread() -> None:
    with told(remittance(*treat(11, 20, 20), *treat(12, 20), *treat(13, 20), *treat(14, 20))) as warehouse:
        row = warehouse.execute(
            "select providers, rate_ratio, inner_alarm_ratio, outer_alarm_ratio, overdispersion_factor,"
            f" design_effect_factor from mart.provider_funnel where {BELOW}"
        ).fetchall()[0]
    assert row[:2] == (4, 0.25)
    assert 0 < row[3] <= 0.008 < row[2] <= 0.2
    assert row[4] > NormalDist().inv_cdf(0.999)
    assert row[5] == pytest.approx(2 * 80 / 79)


def test_without_accruing_lines_both_tables_are_empty() -> None:
    with told(remittance(claim("I1", line("97110", "GP"), filing="16"))) as warehouse:
        for table in (RATE, "mart.provider_funnel"):
            assert warehouse.execute(f"select count(*) from {table}").fetchall() == [(0,)]
