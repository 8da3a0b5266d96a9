"""Control points: what a month is, when limits are drawn, when they step, and which months are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import duckdb
import pytest

from tests.builders import CLINIC, claim, line, npi, remittance
from tests.scenarios import expect, told

POINT = "mart.control_point"
COUNTS = "service_month, numerator_value, denominator_value"
PATIENTS = "measure_name = 'early_kx_patients'"


PAID_IN_JANUARY = remittance(
    claim("O0", line("97110", "GP", on="2025-01-05", allowed=10), patient="P", provider=npi(5)), on="2025-01-10"
)


def _months(count: int) -> list[str]:
    return [f"{2025 + number // 12}-{number % 12 + 1:02}" for number in range(count)]


def _practice(shares: Sequence[int], patients: int = 10, on: str = "2027-12-31") -> bytes:
    """Each month so many new patients, of whom so many have early KX; one patient came in the month before."""
    opening = claim("I0", line("97110", "GP", on="2024-12-05", allowed=100), patient="P", provider=npi(5))
    claims = [
        claim(f"I{month}-{patient}", line("97110", "GP KX" if patient < share else "GP", on=f"{month}-05", allowed=100),
              patient=f"P{month}{patient}", provider=npi(5))
        for month, share in zip(_months(len(shares)), shares, strict=True)
        for patient in range(patients)
    ]  # fmt: skip
    return remittance(opening, *claims, on=on)


def _note(*rows: str) -> bytes:
    return "\n".join(["date,clinic_npi,provider_npi,text,steps_limits", *rows, ""]).encode()


def _read(warehouse: duckdb.DuckDBPyConnection, columns: str, subject: str = "practice") -> list[tuple[Any, ...]]:
    return warehouse.execute(
        f"select {columns} from {POINT} where {PATIENTS} and subject_category = $subject order by service_month",
        {"subject": subject},
    ).fetchall()


def test_a_course_is_told_for_the_practice_its_clinics_and_its_providers() -> None:
    with told(_practice([2, 3])) as warehouse:
        expect(
            warehouse,
            POINT,
            f"""
            subject_category | subject_npi | service_month | numerator_value | denominator_value | centre_ratio
            practice         | -           | 2025-01-01    | 2               | 10                | -
            practice         | -           | 2025-02-01    | 3               | 10                | -
            clinic           | {CLINIC}    | 2025-01-01    | 2               | 10                | -
            clinic           | {CLINIC}    | 2025-02-01    | 3               | 10                | -
            provider         | {npi(5)}    | 2025-01-01    | 2               | 10                | -
            provider         | {npi(5)}    | 2025-02-01    | 3               | 10                | -
            """,
            PATIENTS,
        )


@pytest.mark.parametrize(("months", "limited"), [(1, 0), (9, 0), (10, 10)])
def test_limits_need_ten_complete_months(months: int, limited: int) -> None:
    with told(_practice([3] * months)) as warehouse:
        found = _read(warehouse, "centre_ratio, lower_ratio, upper_ratio")
    assert len(found) == months
    assert sum(centre is not None for centre, _, _ in found) == limited


def test_a_month_still_coming_in_is_shown_and_not_judged() -> None:
    """Paid through 25 November 2025: October ended 25 days ago, September is complete."""
    with told(PAID_IN_JANUARY, _practice([3] * 10 + [9], on="2025-11-25")) as warehouse:
        found = _read(warehouse, "is_complete, centre_ratio is not null, rule_codes")
    assert found == [(True, False, "")] * 9 + [(False, False, "")] * 2


def test_a_jump_is_outside_the_limits_and_everything_else_is_not() -> None:
    with told(_practice([2, 3, 2, 1, 2, 3, 2, 2, 9, 2, 1, 3])) as warehouse:
        found = _read(warehouse, "rule_codes, false_alarm_ratio")
    assert [codes for codes, _ in found] == [""] * 8 + ["beyond_limits"] + [""] * 3
    assert all(0 <= alarm <= 0.01 / 12 for _, alarm in found)


def test_months_without_any_are_no_change_where_few_are_expected() -> None:
    """One patient in 144 is what is usual: eleven months of none say nothing."""
    with told(_practice([1] + [0] * 11, patients=12)) as warehouse:
        assert {codes for (codes,) in _read(warehouse, "rule_codes")} == {""}


def test_the_last_three_months_together_are_a_change() -> None:
    with told(_practice([1, 0, 1, 1, 0, 1, 1, 0, 1, 3, 4, 3])) as warehouse:
        found = [codes for (codes,) in _read(warehouse, "rule_codes")]
    assert found == [""] * 9 + ["last_months"] * 3


def test_a_patient_who_stays_counts_once() -> None:
    visits = [claim(f"I{month}", line("97110", "GP KX", on=f"{month}-05", allowed=10), patient="A", provider=npi(5))
              for month in ("2025-02", "2025-03", "2025-04")]  # fmt: skip
    with told(PAID_IN_JANUARY, remittance(*visits, on="2025-12-31")) as warehouse:
        assert _read(warehouse, COUNTS) == [(date(2025, 2, 1), 1, 1)]


@pytest.mark.parametrize("is_covered", [False, True])
def test_patients_of_a_year_that_is_not_covered_are_left_out(is_covered: bool) -> None:
    """The clinic's remittances begin in March: its running amounts of 2025 are lower bounds, those of 2026 are not."""
    files = [
        remittance(claim(f"I{on}", line("97110", "GP KX", on=on, allowed=10), patient=on, provider=npi(5)), on=paid)
        for on, paid in (("2025-03-05", "2025-03-19"), ("2025-04-05", "2025-04-19"), ("2026-01-05", "2026-12-31"))
    ]
    files.append(PAID_IN_JANUARY.replace(b"2025", b"2026"))
    opened = f"payee_npi,calendar_year,complete_from,source\n{CLINIC},2025,2025-03-01,owner\n".encode()
    with told(*files, *([opened] if is_covered else [])) as warehouse:
        counted = [(str(month), part, whole) for month, part, whole in _read(warehouse, COUNTS)]
    assert counted == [("2025-04-01", 1, 1)] * is_covered + [("2026-01-01", 1, 2)]


def test_a_yearly_rhythm_is_removed_from_two_years_on() -> None:
    wave = [3, 3, 2, 1, 1, 0, 0, 0, 1, 1, 2, 3]
    for months, is_removed in ((22, False), (23, True)):
        with told(_practice((wave * 2)[:months])) as warehouse:
            found = _read(warehouse, "is_rhythm_removed, round(centre_ratio, 6), rule_codes")
        assert {removed for removed, _, _ in found} == {is_removed}
        assert (len({centre for _, centre, _ in found}) > 1) is is_removed
        assert {codes for _, _, codes in found} == {""}


def test_shares_of_lines_have_no_limits() -> None:
    with told(_practice([3] * 12)) as warehouse:
        found = warehouse.execute(
            f"select count(*), count(centre_ratio), max(rule_codes) from {POINT} where measure_name = 'early_kx_lines'"
        ).fetchone()
    assert found == (36, 0, "")


def test_nobody_with_kx_has_limits_of_nothing_and_no_rule() -> None:
    with told(_practice([0] * 12)) as warehouse:
        assert set(_read(warehouse, "centre_ratio, lower_ratio, upper_ratio, false_alarm_ratio, rule_codes")) == {
            (0.0, 0.0, 0.0, 0.0, "")
        }


def test_an_annotation_steps_the_limits_from_the_first_whole_month_on() -> None:
    note = _note("2026-01-15,,,New billing system,yes", "2025-06-01,,,New manager,no")
    with told(_practice([2, 3] * 6 + [2] + [7, 8] * 5), note) as warehouse:
        stretches = [ordinal for (ordinal,) in _read(warehouse, "stretch_ordinal")]
        centres = {centre for (centre,) in _read(warehouse, "centre_ratio")}
        notes = warehouse.execute("select step_month, subject_category from mart.annotation order by all").fetchall()
    assert stretches == [1] * 13 + [2] * 10
    assert sorted(round(centre, 4) for centre in centres) == [0.2462, 0.75]
    assert notes == [(date(2026, 2, 1), "practice"), (None, "practice")]


def test_a_step_waits_under_the_old_limits_until_it_has_ten_months() -> None:
    with told(_practice([2, 3] * 6 + [8, 9, 8]), _note("2026-01-01,,,New billing system,yes")) as warehouse:
        found = _read(warehouse, "stretch_ordinal, round(centre_ratio, 4), rule_codes")
    assert {(ordinal, centre) for ordinal, centre, _ in found} == {(1, 0.25)}
    assert ["last_months" in codes for _, _, codes in found] == [False] * 12 + [True] * 3


def test_a_clinics_annotation_steps_that_clinic_alone() -> None:
    with told(_practice([3] * 22), _note(f"2025-11-01,{CLINIC},,New manager,yes")) as warehouse:
        steps = {
            subject: len({ordinal for (ordinal,) in _read(warehouse, "stretch_ordinal", subject)})
            for subject in ("practice", "clinic", "provider")
        }
    assert steps == {"practice": 1, "clinic": 2, "provider": 1}


def test_said_twice_the_newer_answer_about_the_limits_holds() -> None:
    rows = [_note(f"2025-11-01,,,New manager,{answer}") for answer in ("yes", "no")]
    with told(_practice([3]), *rows) as warehouse:
        expect(warehouse, "mart.annotation", "annotation_text | steps_limits | step_month\nNew manager | no | -")


def test_missing_kx_counts_the_lines_that_need_it() -> None:
    lines = [line("97110", "GP", on="2026-01-05", allowed=248_000), line("97140", "GP KX", on="2026-01-06"),
             line("97530", "GP", on="2026-01-07")]  # fmt: skip
    with told(remittance(claim("I1", *lines), on="2026-03-31")) as warehouse:
        expect(
            warehouse,
            POINT,
            "measure_name | numerator_value | denominator_value\nmissing_kx_lines | 1 | 2\nearly_kx_lines | 0 | 1",
            "subject_category = 'practice'",
        )


def test_without_lines_there_are_no_points() -> None:
    with told() as warehouse:
        assert _read(warehouse, "service_month") == []


def test_every_ratio_of_a_point_follows_from_its_counts() -> None:
    with told(_practice([1, 4, 2, 5] * 4)) as warehouse:
        found = _read(warehouse, "numerator_value, denominator_value, point_ratio, lower_ratio, upper_ratio")
    assert all(ratio == some / all_ for some, all_, ratio, _, _ in found)
    assert all(0 <= low <= high <= 1 for *_, low, high in found)
    assert all(first[3:] == second[3:] for first, second in pairwise(found))
