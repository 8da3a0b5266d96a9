"""KX on claims, each case computed by hand: the 2026 threshold is $2,480, and 97110 is usually allowed $100 a unit."""

from __future__ import annotations

import pytest

from tests.builders import BENEFICIARY, claim, line, prior_use, remittance
from tests.claim_check.conftest import Check, rules, usual
from tests.claim_files import bill, claim_file, service
from tests.eligibility import person, remaining, response
from tests.writers import write_crosswalk

OTHER = "2EG4TE5MK74"


def _known(own: int) -> dict[str, bytes]:
    return {"known.835": usual(patient=BENEFICIARY, own=own)}


def test_the_line_that_crosses_needs_kx(check: Check) -> None:
    report = check(claim_file(bill("A1", service(), service(on="2026-06-02"))), known=_known(238_000))
    assert rules(report) == [("A1", 2, "kx_missing")]
    (found,) = report.findings
    assert found.severity == "will_be_denied"
    assert "$2,480 before this line and $2,580 with it" in found.message
    assert (report.exit_code, report.lines, report.judged_lines) == (3, 2, 2)


def test_the_line_that_reaches_the_threshold_to_the_cent_is_below(check: Check) -> None:
    assert rules(check(claim_file(bill("A1", service())), known=_known(238_000))) == []


def test_one_cent_more_crosses(check: Check) -> None:
    assert rules(check(claim_file(bill("A1", service())), known=_known(238_001))) == [("A1", 1, "kx_missing")]


def test_kx_on_the_visit_that_crosses_is_not_early(check: Check) -> None:
    visit = bill("A1", service("97530", "GP KX"), service("97110", "GP KX"))
    assert rules(check(claim_file(visit), known=_known(243_000))) == []


def test_kx_on_the_claim_that_crosses_is_not_early_on_another_day(check: Check) -> None:
    week = bill("A1", service("97530", "GP KX", "2026-06-01"), service("97110", "GP KX", "2026-06-03"))
    assert rules(check(claim_file(week), known=_known(243_000))) == []


def test_kx_on_another_claim_and_day_before_the_crossing_is_early(check: Check) -> None:
    claims = (bill("A1", service("97530", "GP KX", "2026-06-01")), bill("A2", service("97110", "GP KX", "2026-06-03")))
    report = check(claim_file(*claims), known=_known(243_000))
    assert rules(report) == [("A1", 1, "kx_early")]
    assert report.findings[0].severity == "at_risk"


def test_lines_count_in_file_order_whatever_their_dates(check: Check) -> None:
    claims = (bill("A1", service(on="2026-06-09")), bill("A2", service(on="2026-06-01")))
    assert rules(check(claim_file(*claims), known=_known(238_000))) == [("A2", 1, "kx_missing")]


def test_units_count(check: Check) -> None:
    assert rules(check(claim_file(bill("A1", service(units="2"))), known=_known(238_000))) == [("A1", 1, "kx_missing")]


def test_prior_use_counts_also_of_a_patient_without_own_lines(check: Check) -> None:
    known = {"known.835": usual(), "used.csv": prior_use(248_001, "2026-01-10")}
    assert rules(check(claim_file(bill("A1", service())), known=known)) == [("A1", 1, "kx_missing")]


def test_an_answer_newer_than_the_newest_remittance_counts(check: Check) -> None:
    known = {**_known(10_000), "used.csv": prior_use(248_000, "2026-05-31")}
    assert rules(check(claim_file(bill("A1", service())), known=known)) == [("A1", 1, "kx_missing")]
    # $100 of the $2,480 are ours, so $2,380 were used elsewhere and the sum is $2,480 before the line
    assert "$2,480 before" in check(claim_file(bill("A1", service())), known=known).findings[0].message


def test_a_lower_bound_at_the_threshold_asks_for_kx(check: Check) -> None:
    known = {"known.835": usual(), "used.csv": prior_use(248_000, "2026-01-10", grade="verified")}
    assert rules(check(claim_file(bill("A1", service("97110", "GP KX"))), known=known)) == []
    assert rules(check(claim_file(bill("A1", service())), known=known)) == [("A1", 1, "kx_missing")]


def test_speech_fills_the_pool_of_physical_therapy_and_occupational_therapy_has_its_own(check: Check) -> None:
    lines = (service("92507", "GN"), service("97110", "GO"), service("97110", "GP"))
    assert rules(check(claim_file(bill("A1", *lines)), known=_known(238_000))) == [("A1", 3, "kx_missing")]


def test_a_new_year_begins_at_zero(check: Check) -> None:
    lines = (service(on="2026-06-01"), service(on="2025-12-31", modifiers="GP KX"))
    report = check(claim_file(bill("A1", *lines)), known=_known(248_001))
    assert rules(report) == [("A1", 1, "kx_missing"), ("A1", 2, "kx_early")]


def test_patients_do_not_share_an_account_and_the_crosswalk_joins_two_identifiers(check: Check) -> None:
    file = claim_file(bill("A1", service(), patient=OTHER), bill("A2", service()))
    assert rules(check(file, known=_known(248_000))) == [("A2", 1, "kx_missing")]
    joined = {**_known(248_000), "same.csv": write_crosswalk([(OTHER, BENEFICIARY)])}
    assert rules(check(file, known=joined)) == [("A1", 1, "kx_missing"), ("A2", 1, "kx_missing")]


def test_hyphens_in_the_identifier_do_not_count(check: Check) -> None:
    file = claim_file(bill("A1", service(), patient="1eg4-te5-mk73"))
    assert rules(check(file, known=_known(248_000))) == [("A1", 1, "kx_missing")]


def test_each_file_stands_alone_after_what_the_home_knows(check: Check) -> None:
    file = claim_file(bill("A1", service()))
    assert rules(check(file, claim_file(bill("A2", service())), known=_known(238_000))) == []


def test_a_code_that_nobody_was_paid_for_adds_nothing(check: Check) -> None:
    lines = (service("97750"), service("97750", "GP KX"))
    assert rules(check(claim_file(bill("A1", *lines)), known=_known(248_000))) == [("A1", 2, "kx_early")]


def test_the_fee_schedule_stands_in_for_a_code_that_was_never_paid(check: Check) -> None:
    fees = b"procedure_code,modifier_class,locality,calendar_year,amount\n97750,any,,2026,50.00\n"
    file = claim_file(bill("A1", service("97750", units="2")))
    assert rules(check(file, known={**_known(240_000), "fees.csv": fees})) == [("A1", 1, "kx_missing")]


def test_a_denied_line_for_missing_kx_shows_that_kx_is_not_early(check: Check) -> None:
    denied = remittance(claim("DENIED", line(on="2026-03-02", denied="CO-119")), on="2026-03-20")
    file = claim_file(bill("A1", service(modifiers="GP KX")), bill("A2", service(modifiers="GP KX"), patient=OTHER))
    report = check(file, known={**_known(100_000), "denied.835": denied})
    assert rules(report) == [("A2", 1, "kx_early")]


@pytest.mark.parametrize("filing", ["CI", "HM", "16", "MC", "MA"])
def test_lines_of_other_payers_are_counted_and_not_judged(check: Check, filing: str) -> None:
    lines = (service(), service("97110", "GP KX GA"), service("97110", "CQ"), service(on="2019-01-02"))
    report = check(claim_file(bill("A1", *lines, filing=filing)), known=_known(300_000))
    assert (rules(report), report.exit_code, report.lines, report.judged_lines) == ([], 0, 4, 0)


def test_an_eligibility_response_counts_as_typed_prior_use_does(check: Check) -> None:
    """Nothing remains but a cent: $2,479.99 were used, and the next line crosses. Without it nothing is found."""
    known = {"known.835": usual(), "answer.271": response(person(*remaining("0.01")), on="2026-05-31")}
    assert rules(check(claim_file(bill("A1", service())), known=known)) == [("A1", 1, "kx_missing")]
    assert rules(check(claim_file(bill("A1", service())))) == []
