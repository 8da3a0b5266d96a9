"""Rules beside those of the contract: findings that a file proves, and lines to look at, which decide no exit code."""

from __future__ import annotations

from pipelines.claim_check.report import ClaimReport
from tests.builders import BENEFICIARY, npi
from tests.claim_check.conftest import Check, list_rules, rules, usual
from tests.claim_files import bill, claim_file, service

AT_THE_THRESHOLD = {"known.835": usual(patient=BENEFICIARY, own=248_000)}


def _look(report: ClaimReport) -> list[tuple[str | None, int, str]]:
    return [(one["patient_control_number"], one["line_number"], one["rule"]) for one in report.look]


def test_a_replacement_names_its_original(check: Check) -> None:
    claims = (
        bill("A1", service(), service(), frequency="7"),
        bill("A2", service(), frequency="8", original="NOBODYS"),
        bill("A3", service(), frequency="7", original="TAUGHT"),
        bill("A4", service()),
    )
    report = check(claim_file(*claims))
    assert rules(report) == [("A1", 1, "frequency_without_original")]
    assert "CLM05-3 is 7" in report.findings[0]["message"]
    assert _look(report) == [("A2", 1, "unknown_original")]


def test_a_crossing_line_with_kx_is_to_look_at_and_no_finding(check: Check) -> None:
    report = check(claim_file(bill("A1", service("97110", "GP KX"))), known=AT_THE_THRESHOLD)
    assert (rules(report), _look(report), report.exit_code) == ([], [("A1", 1, "will_cross")], 0)
    assert "from $2,480 to $2,580" in report.look[0]["message"]


def test_early_kx_is_near_or_far(check: Check) -> None:
    claims = (bill("A1", service("97110", "GP KX", units="19")), bill("A2", service("97110", "GP KX", "2026-06-02")))
    report = check(claim_file(*claims))
    assert [(one["rule"], one["kx_distance"]) for one in report.findings] == [("kx_early", "far"), ("kx_early", "near")]
    far, near = (one["message"] for one in report.findings)
    assert "KX is early, far below the threshold." in far
    assert "from $1,900 " not in near
    assert "$2,000 with it" in near
    assert "KX is early, near the threshold." in near


def test_missing_kx_without_room_for_it_says_so(check: Check) -> None:
    claims = (bill("A1", service("97110", "GP KX")), bill("A2", service("97110", "GP 59 CQ 76")))
    report = check(claim_file(*claims), known=AT_THE_THRESHOLD)
    assert rules(report) == [("A2", 1, "kx_missing")]
    assert _look(report) == [("A1", 1, "will_cross"), ("A2", 1, "no_modifier_slot")]


ROOM = [
    ("59 76 CR 52", "11", ["no_modifier_slot"]),
    ("GP GO 59 76", "11", []),
    ("GP 59 76 CR", "10", ["no_modifier_slot", "telehealth_modifier"]),
    ("GP 59 76", "10", ["telehealth_modifier"]),
]
TELEHEALTH = [
    ("GP", "10", "2026-06-01", ["telehealth_modifier"]),
    ("GP 95", "10", "2026-06-01", []),
    ("GP", "11", "2026-06-01", []),
    ("GP", "02", "2023-12-31", []),
    ("GP 95", "11", "2024-01-01", ["telehealth_place"]),
    ("GP 95", "11", "2023-12-31", []),
    ("GP 95", "02", "2020-02-29", ["telehealth_period"]),
    ("GP", "11", "2020-02-29", []),
    ("GP 95", "10", "2027-12-31", []),
    ("GP", "10", "2028-01-01", ["telehealth_modifier", "telehealth_period"]),
]


def test_any_missing_modifier_needs_room_and_telehealth_has_its_modifier_place_and_period(check: Check) -> None:
    told = [(modifiers, place, "2026-06-01", wanted) for modifiers, place, wanted in ROOM] + TELEHEALTH
    named = {f"{modifiers} {place} {on}": wanted for modifiers, place, on, wanted in told}
    claims = [
        bill(name, service("97110", modifiers, on, place=place), patient=f"1EG4TE5M{at:03}")
        for at, (name, (modifiers, place, on, _)) in enumerate(zip(named, told, strict=True))
    ]
    assert list_rules(check(claim_file(*claims), as_of="2024-06-30").look, claims) == named


def test_more_than_twelve_hours_of_one_provider_are_named_once_on_the_line_that_passes_them(check: Check) -> None:
    sixteen = [bill(f"A{at}", service(units="16"), renderer=npi(7), patient=f"{at}EG4TE5MK73") for at in range(1, 6)]
    others = [bill(f"B{at}", service(units="16"), renderer=npi(at), patient=f"{at}EG4TE5MK75") for at in range(1, 6)]
    report = check(claim_file(*sixteen, *others))  # each 16 units are four hours: 12 at A3, 16 at A4
    assert _look(report) == [("A4", 1, "long_day")]
    assert "16 hours on 2026-06-01" in report.look[0]["message"]
