"""Progress reports and plans of care on claims: found where a documented-units export says that they are overdue."""

from __future__ import annotations

import pytest

from pipelines.claim_check.report import ClaimReport
from tests.builders import BENEFICIARY, claim, line, remittance
from tests.claim_check.conftest import Check, rules
from tests.claim_files import bill, claim_file, service
from tests.documented import documented, visit

DAYS = [f"2026-05-{day:02d}" for day in range(1, 31)]


def _known(*visits: dict[str, str]) -> dict[str, bytes]:
    seen = claim("I1", line("97110", on="2026-05-01"), last_name="SAMPLE", first_name="ADA", patient=BENEFICIARY)
    return {"known.835": remittance(seen, on="2026-05-20"), "units.csv": documented(*visits)}


def _look(report: ClaimReport) -> list[tuple[str | None, int, str]]:
    return [(one.patient_control_number, one.line_number, one.rule) for one in report.look]


@pytest.mark.parametrize(("days", "found"), [(10, []), (11, ["progress_report_overdue"])])
def test_ten_treatment_days_without_a_progress_report(check: Check, days: int, found: list[str]) -> None:
    visits = [visit(DAYS[0], "Initial Examination"), *(visit(day) for day in DAYS[1:days])]
    claims = claim_file(bill("A1", service(on=DAYS[days]), service("97530", on=DAYS[days])))
    report = check(claims, known=_known(*visits))
    assert (rules(report), _look(report)) == ([], [("A1", 1, rule) for rule in found])
    assert all(f"{days - 1} treatment days" in one.message for one in report.look)


@pytest.mark.parametrize(("on", "found"), [("2026-07-30", []), ("2026-07-31", ["plan_of_care_overdue"])])
def test_a_plan_of_care_older_than_90_days(check: Check, on: str, found: list[str]) -> None:
    visits = [visit("2026-05-01", "Initial Examination"), visit("2026-05-02", "Progress Note")]
    report = check(claim_file(bill("A1", service(on=on))), known=_known(*visits), as_of=on)
    assert _look(report) == [("A1", 1, rule) for rule in found]
    assert all("is 91 days old on 2026-07-31" in one.message for one in report.look)


def test_another_discipline_and_a_renewed_plan_say_nothing(check: Check) -> None:
    visits = [visit(day) for day in DAYS[:11]]
    other = claim_file(bill("A1", service(modifiers="GO", on="2026-06-01")))
    assert _look(check(other, known=_known(*visits))) == []
    renewed = [*visits, visit("2026-05-31", "Recertification")]
    assert _look(check(claim_file(bill("A1", service(on="2026-06-01"))), known=_known(*renewed))) == []


# minutes and billed units of two timed codes on one day, and the line that the documented minutes do not support
MINUTES = [
    (("8", "7"), ("1", "1"), 2),  # 15 minutes are one unit
    (("8", "14"), ("1", "1"), 2),
    (("8", "15"), ("1", "1"), None),  # 23 are two
    (("30", "7"), ("2", "1"), 2),
    (("30", "8"), ("2", "1"), None),
    (("7", "0"), ("1", "1"), 1),
    (("", "14"), ("4", "4"), None),  # a code without its minutes: those of the day are not known
]


def test_timed_units_above_the_documented_minutes(check: Check) -> None:
    rows, bills, wanted = [], [], []
    for day, (minutes, units, place) in zip(DAYS, MINUTES, strict=False):
        codes = ("97110", "97530")
        rows += [visit(day, cpt_code=code, minutes=told) for code, told in zip(codes, minutes, strict=True)]
        rows.append(visit(day, cpt_code="97161", minutes="20"))
        rows.append(visit(day, cpt_code="97110", modifier="GO", minutes="9"))
        bills.append(bill(day, *(service(code, on=day, units=told) for code, told in zip(codes, units, strict=True))))
        wanted += [(day, place, "units_above_minutes")] if place else []
    known = {**_known(), "units.csv": documented(*rows, extra=("minutes",))}
    report = check(claim_file(*bills), known=known)
    assert rules(report) == wanted
    assert {one.severity for one in report.findings} == {"at_risk"}
    assert (
        "The timed codes of 2026-05-01 have 2 units, but 15 documented minutes support 1." in report.findings[0].message
    )
