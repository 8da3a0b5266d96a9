"""Progress reports and plans of care on claims: found where a documented-units export says that they are overdue."""

from __future__ import annotations

from tests.builders import claim, line, remittance
from tests.claim_check.conftest import Check, rules
from tests.claim_files import bill, claim_file, service
from tests.documented import documented, visit

DAYS = [f"2026-05-{day:02d}" for day in range(1, 31)]


# the documented visits of each patient
VISITS = {
    "TEN": [visit(DAYS[0], "Initial Examination"), *(visit(day) for day in DAYS[1:10])],
    "ELEVEN": [visit(DAYS[0], "Initial Examination"), *(visit(day) for day in DAYS[1:11])],
    "PLANNED": [visit("2026-05-01", "Initial Examination"), visit("2026-05-02", "Progress Note")],
    "RENEWED": [*(visit(day) for day in DAYS[:11]), visit("2026-05-31", "Recertification")],
}
PATIENTS = {name: f"1EG4TE5M{at:03}" for at, name in enumerate([*VISITS, "ADA"])}


def _known(**visits: list[dict[str, str]]) -> dict[str, bytes]:
    seen = [
        claim(name, line("97110", on="2026-05-01"), last_name="SAMPLE", first_name=name, patient=PATIENTS[name])
        for name in visits
    ]
    rows = [{**row, "patient_name": f"Sample, {name}"} for name, told in visits.items() for row in told]
    return {"known.835": remittance(*seen, on="2026-05-20"), "units.csv": documented(*rows, extra=("minutes",))}


def test_ten_treatment_days_without_a_progress_report_and_a_plan_of_care_older_than_90_days(check: Check) -> None:
    report = check(
        claim_file(
            bill("ten", service(on=DAYS[10]), service("97530", on=DAYS[10]), patient=PATIENTS["TEN"]),
            bill("eleven", service(on=DAYS[11]), service("97530", on=DAYS[11]), patient=PATIENTS["ELEVEN"]),
            bill("other discipline", service(modifiers="GO", on="2026-06-01"), patient=PATIENTS["ELEVEN"]),
            bill("renewed", service(on="2026-06-01"), patient=PATIENTS["RENEWED"]),
            bill("90 days", service(on="2026-07-30"), patient=PATIENTS["PLANNED"]),
            bill("91 days", service(on="2026-07-31"), patient=PATIENTS["PLANNED"]),
        ),
        known=_known(**VISITS),
        as_of="2026-07-31",
    )
    found = [(one["patient_control_number"], one["line_number"], one["rule"]) for one in report.look]
    assert (rules(report), found) == (
        [],
        [("eleven", 1, "progress_report_overdue"), ("91 days", 1, "plan_of_care_overdue")],
    )
    assert "10 treatment days" in report.look[0]["message"]
    assert "is 91 days old on 2026-07-31" in report.look[1]["message"]


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
        lines = (service(code, on=day, units=told) for code, told in zip(codes, units, strict=True))
        bills.append(bill(day, *lines, patient=PATIENTS["ADA"]))
        wanted += [(day, place, "units_above_minutes")] if place else []
    report = check(claim_file(*bills), known=_known(ADA=rows))
    assert rules(report) == wanted
    assert {one["severity"] for one in report.findings} == {"at_risk"}
    assert (
        "The timed codes of 2026-05-01 have 2 units, but 15 documented minutes support 1."
        in report.findings[0]["message"]
    )
