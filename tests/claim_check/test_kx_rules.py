"""KX on claims, each case computed by hand: the 2026 threshold is $2,480, and 97110 is usually allowed $100 a unit."""

from __future__ import annotations

from tests.builders import BENEFICIARY, claim, line, payment
from tests.claim_check.cases import OTHER, Case, Cases, used
from tests.claim_check.conftest import Check, rules, usual
from tests.claim_files import bill, claim_file, service
from tests.eligibility import person, remaining, response

MISSING, EARLY = "kx_missing", "kx_early"
DENIED = payment(claim("DENIED", line(on="2026-03-02", denied="CO-119")), on="2026-03-20")
NEARLY = {"known.835": usual(patient=BENEFICIARY, own=238_000)}
FEES = b"procedure_code,modifier_class,locality,calendar_year,amount\n97755,any,,2026,50.00\n"
# what was allowed or used before, the claims, and the lines that break a rule
CASES = {
    "nothing before": (Case(asked=(bill("A1", service()),)), []),
    "the line that reaches the threshold to the cent is below": (
        Case(own=238_000, asked=(bill("A1", service()),)),
        [],
    ),
    "one cent more crosses": (Case(own=238_001, asked=(bill("A1", service()),)), [("A1", 1, MISSING)]),
    "KX on the visit that crosses is not early": (
        Case(own=243_000, asked=(bill("A1", service("97530", "GP KX"), service("97110", "GP KX")),)),
        [],
    ),
    "KX on the claim that crosses is not early on another day": (
        Case(
            own=243_000,
            asked=(bill("A1", service("97530", "GP KX", "2026-06-01"), service("97110", "GP KX", "2026-06-03")),),
        ),
        [],
    ),
    "KX on another claim and day before the crossing is early": (
        Case(
            own=243_000,
            asked=(
                bill("A1", service("97530", "GP KX", "2026-06-01")),
                bill("A2", service("97110", "GP KX", "2026-06-03")),
            ),
        ),
        [("A1", 1, EARLY)],
    ),
    "lines count in file order whatever their dates": (
        Case(own=238_000, asked=(bill("A1", service(on="2026-06-09")), bill("A2", service(on="2026-06-01")))),
        [("A2", 1, MISSING)],
    ),
    "units count": (Case(own=238_000, asked=(bill("A1", service(units="2")),)), [("A1", 1, MISSING)]),
    "prior use counts also of a patient without own lines": (
        Case(known=(used(248_001, "2026-01-10"),), asked=(bill("A1", service()),)),
        [("A1", 1, MISSING)],
    ),
    "an answer newer than the newest remittance counts": (
        Case(own=10_000, known=(used(248_000, "2026-05-31"),), asked=(bill("A1", service()),)),
        [("A1", 1, MISSING)],
    ),
    "a lower bound at the threshold allows KX": (
        Case(known=(used(248_000, "2026-01-10"),), asked=(bill("A1", service("97110", "GP KX")),)),
        [],
    ),
    "a lower bound at the threshold asks for KX": (
        Case(known=(used(248_000, "2026-01-10"),), asked=(bill("A1", service()),)),
        [("A1", 1, MISSING)],
    ),
    "speech fills the pool of physical therapy, occupational therapy has its own": (
        Case(
            own=238_000,
            asked=(bill("A1", service("92507", "GN"), service("97110", "GO"), service("97110", "GP")),),
        ),
        [("A1", 3, MISSING)],
    ),
    "a new year begins at zero": (
        Case(own=248_001, asked=(bill("A1", service(), service(on="2025-12-31", modifiers="GP KX")),)),
        [("A1", 1, MISSING), ("A1", 2, EARLY)],
    ),
    "patients do not share an account": (
        Case(own=248_000, asked=(bill("A1", service(), patient=OTHER), bill("A2", service()))),
        [("A2", 1, MISSING)],
    ),
    "the crosswalk joins two identifiers": (
        Case(
            own=248_000,
            known=((OTHER, BENEFICIARY),),
            asked=(bill("A1", service(), patient=OTHER), bill("A2", service())),
        ),
        [("A1", 1, MISSING), ("A2", 1, MISSING)],
    ),
    "hyphens in the identifier do not count": (
        Case(own=248_000, asked=(bill("A1", service(), patient="1eg4-te5-mk73"),)),
        [("A1", 1, MISSING)],
    ),
    "a code that nobody was paid for adds nothing": (
        Case(own=248_000, asked=(bill("A1", service("97750"), service("97750", "GP KX")),)),
        [("A1", 2, EARLY)],
    ),
    "the fee schedule stands in for a code that was never paid": (
        Case(own=240_000, asked=(bill("A1", service("97755", units="2")),)),
        [("A1", 1, MISSING)],
    ),
    "a denied line for missing KX shows that KX is not early": (
        Case(
            own=100_000,
            known=(DENIED,),
            asked=(bill("A1", service(modifiers="GP KX")), bill("A2", service(modifiers="GP KX"), patient=OTHER)),
        ),
        [("A2", 1, EARLY)],
    ),
}


def test_each_case_has_the_findings_computed_by_hand(check: Check) -> None:
    cases = Cases({name: case for name, (case, _) in CASES.items()})
    known = {"usual.835": usual(), "fees.csv": FEES, **cases.known}
    found = cases.sort(check(claim_file(*cases.asked), known=known))
    assert {
        name: [(one["patient_control_number"], one["line_number"], one["rule"]) for one in found[name]]
        for name in found
    } == {name: wanted for name, (_, wanted) in CASES.items()}
    # $100 of the $2,480 are ours, so $2,380 were used elsewhere and the sum is $2,480 before the line
    assert "$2,480 before" in found["an answer newer than the newest remittance counts"][0]["message"]
    assert {(one["rule"], one["severity"]) for findings in found.values() for one in findings} == {
        (MISSING, "will_be_denied"),
        (EARLY, "at_risk"),
    }


def test_the_line_that_crosses_needs_kx_and_each_file_stands_alone_after_what_the_home_knows(check: Check) -> None:
    file = claim_file(bill("A1", service(), service(on="2026-06-02")))
    report = check(file, claim_file(bill("A2", service())), known=NEARLY)
    assert rules(report) == [("A1", 2, MISSING)]
    assert "$2,480 before this line and $2,580 with it" in report.findings[0]["message"]
    assert (report.exit_code, report.lines, report.judged_lines) == (3, 3, 3)


def test_lines_of_other_payers_are_counted_and_not_judged(check: Check) -> None:
    lines = (service(), service("97110", "GP KX GA"), service("97110", "CQ"), service(on="2019-01-02"))
    claims = [bill(f"A{filing}", *lines, filing=filing) for filing in ("CI", "HM", "16", "MC", "MA")]
    report = check(claim_file(*claims), known=NEARLY)
    assert (rules(report), report.exit_code, report.lines, report.judged_lines) == ([], 0, 20, 0)


def test_an_eligibility_response_counts_as_typed_prior_use_does(check: Check) -> None:
    """Nothing remains but a cent: $2,479.99 were used, and the next line crosses. Without it nothing is found."""
    known = {"known.835": usual(), "answer.271": response(person(*remaining("0.01")), on="2026-05-31")}
    file = claim_file(bill("A1", service()), bill("A2", service(), patient=OTHER))
    assert rules(check(file, known=known)) == [("A1", 1, MISSING)]
