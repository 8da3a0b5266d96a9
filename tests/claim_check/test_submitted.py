"""Claims that were kept and are not adjudicated yet count before the next file, once, until their remittance arrives.

The 2026 threshold is $2,480, and 97110 is usually allowed $100 a unit; the patient has used $2,280 or as a test says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from pipelines.claim_check.check import check_claims
from pipelines.claim_check.report import ClaimReport
from pipelines.settings import load_settings
from pipelines.store.home import Home
from tests.builders import BENEFICIARY, claim, line, payment, prior_use, remittance, remittances
from tests.claim_check.conftest import READ_BY_CHECKS, rules, usual
from tests.claim_files import Claim, bill, claim_file, service
from tests.few_models import build_few
from tests.warehouses import build_home, open_warehouse
from tests.writers import write_crosswalk

OTHER = "2EG4TE5MK74"
Clinic = Callable[..., "Desk"]


class Desk:
    """The data folder of one practice, and what its biller does with claim files."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def check(
        self, *claims: Claim, is_kept: bool = False, created: str = "2026-01-21", as_of: str | None = None
    ) -> ClaimReport:
        """Check one file of `claims`."""
        path = self.home.parent / "claims.837"
        path.write_bytes(claim_file(*claims, created=created))
        day = date.fromisoformat(as_of) if as_of else None
        return check_claims(load_settings(self.home), [path], day, lambda sentence: None, is_kept=is_kept)

    def keep(self, *claims: Claim, created: str = "2026-01-21", as_of: str | None = None) -> ClaimReport:
        """Check one file of `claims` and keep the check."""
        return self.check(*claims, is_kept=True, created=created, as_of=as_of)

    def learn(self, **files: bytes) -> None:
        """Import files."""
        build_home(self.home, {f"{name}.csv" if b"," in content[:40] else f"{name}.835": content
                               for name, content in files.items()})  # fmt: skip

    def before(self, patient: str = BENEFICIARY, as_of: str | None = None) -> str:
        """The running total before the next line of the patient, as a finding says it."""
        probe = bill("PROBE", service("97110", on="2026-01-30", units="40"), patient=patient)
        (found,) = (one for one in self.check(probe, as_of=as_of).findings if one.rule == "kx_missing")
        return found.message.split("The running total is ")[1].split(" before")[0]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice that was paid $2,280 for the patient, through January 20."""
    home = tmp_path_factory.mktemp("built") / "home"
    with pytest.MonkeyPatch.context() as patched:
        build_few(patched, *READ_BY_CHECKS)
        build_home(home, {"known.835": usual(patient=BENEFICIARY, own=228_000)})
    return home


@pytest.fixture
def desk(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A copy of that practice for one test, whose builds make what a check reads."""
    build_few(monkeypatch, *READ_BY_CHECKS)
    copytree(built, tmp_path / "home")
    return Desk(tmp_path / "home")


def _visit(account: str = "A1", on: str = "2026-01-19", **more: object) -> Claim:
    return bill(account, service(on=on, units="2"), **more)


def test_kept_claims_count_before_the_next_file(desk: Desk) -> None:
    assert rules(desk.keep(_visit())) == []  # to the cent: $2,480
    report = desk.check(_visit("A2", "2026-01-20"))
    assert rules(report) == [("A2", 1, "kx_missing")]
    assert "$2,480 before this line" in report.findings[0].message
    assert "$200 of it was submitted and is not adjudicated yet" in report.findings[0].message


def test_a_check_that_was_not_kept_does_not_count(desk: Desk) -> None:
    desk.check(_visit())
    assert desk.before() == "$2,280"


def test_the_same_file_again_counts_once_and_not_before_itself(desk: Desk) -> None:
    for _ in range(2):
        assert rules(desk.keep(_visit())) == []
    assert desk.before() == "$2,480"


def test_a_mended_claim_counts_as_it_was_kept_last(desk: Desk) -> None:
    desk.keep(bill("A1", service(on="2026-01-19", units="9"), service("97530", on="2026-01-19")))
    desk.keep(bill("A1", service(on="2026-01-19")))
    assert desk.before() == "$2,380"


def test_the_same_service_in_two_kept_files_counts_once(desk: Desk) -> None:
    desk.keep(_visit("A1"))
    desk.keep(_visit("A2"))
    assert desk.before() == "$2,480"
    desk.keep(bill("A3", *[service(on="2026-01-19", units="2")] * 2))
    assert desk.before() == "$2,680"  # twice on one claim: two services


def test_files_of_one_call_are_kept_in_their_order_and_the_same_file_once(desk: Desk) -> None:
    first, second = claim_file(_visit()), claim_file(bill("A1", service(on="2026-01-19", units="3")))
    paths = []
    for name, content in (("1.837", first), ("2.837", second), ("3.837", second)):
        (desk.home.parent / name).write_bytes(content)
        paths.append(desk.home.parent / name)
    check_claims(load_settings(desk.home), paths, None, lambda sentence: None, is_kept=True)
    assert desk.before() == "$2,580"
    desk.learn(other=remittance(claim("1", line(on="2026-01-02"), account="X", patient=OTHER), on="2026-01-21"))
    with open_warehouse(desk.home) as warehouse:
        rows = warehouse.execute("select file_name, paid_units::integer from ledger.checked_line").fetchall()
    assert rows == [("2.837", 3)]


def test_an_archive_that_cannot_be_read_is_said(desk: Desk) -> None:
    desk.keep(_visit())
    Home(desk.home).archive.write_bytes(b"")
    report = desk.check(_visit("A2", "2026-01-20"))
    assert (rules(report), report.lines) == ([], 1)
    assert report.notes[0].startswith("Claims that were kept earlier were not counted: ")


def test_a_corrected_date_of_service_replaces_the_claim_of_the_same_number(desk: Desk) -> None:
    desk.keep(_visit("A1", "2026-01-12"), _visit("A2", "2026-01-11"))
    desk.keep(_visit("A1", "2026-01-13"))
    assert desk.before() == "$2,680"
    assert rules(desk.check(_visit("A1", "2026-01-14"))) == [("A1", 1, "kx_missing")]  # A2 counts before it, A1 not
    assert rules(desk.check(_visit("A1", "2026-01-14"), _visit("A2", "2026-01-10"))) == [("A2", 1, "kx_missing")]


def test_a_number_that_was_paid_before_the_next_check_is_another_claim(desk: Desk) -> None:
    desk.keep(_visit("A1", "2026-01-12"), _visit("A2", "2026-01-11"))
    answer = claim("1", line(on="2026-01-12", denied="CO-50"), account="A1")
    desk.learn(answers=remittance(answer, on="2026-02-10"))
    desk.keep(_visit("A1", "2026-01-13"))
    assert desk.before() == "$2,680"
    desk.learn(later=remittance(claim("2", line(on="2026-01-13"), account="A1"), on="2026-03-01"))
    with open_warehouse(desk.home) as warehouse:
        rows = warehouse.execute("select service_date::varchar, is_denied from ledger.checked_line order by all")
        assert rows.fetchall() == [("2026-01-11", None), ("2026-01-12", True), ("2026-01-13", False)]


def test_clinics_that_number_patients_count_every_week(desk: Desk) -> None:
    weeks = [
        payment(claim(f"{at}", line(on=f"2026-01-{at:02d}"), account="P1", patient=OTHER), on=f"2026-01-{at + 5:02d}")
        for at in (2, 8)
    ]
    desk.learn(weeks=remittances(*weeks))
    desk.keep(_visit("PATIENT7", "2026-01-12"))
    desk.keep(_visit("PATIENT7", "2026-01-19"))
    assert desk.before() == "$2,680"
    desk.keep(_visit("PATIENT7", "2026-01-19"))
    assert desk.before() == "$2,680"


def test_other_patients_pools_and_years_have_their_own(desk: Desk) -> None:
    desk.keep(bill("A1", service(modifiers="GO", on="2026-01-19")), _visit("A2", "2025-12-30"))
    assert desk.before() == "$2,280"
    desk.keep(_visit("A3", patient=OTHER))
    assert (desk.before(), desk.before(OTHER)) == ("$2,280", "$200")


def test_claims_to_other_payers_do_not_count(desk: Desk) -> None:
    desk.keep(_visit(filing="CI"))
    assert desk.before() == "$2,280"


@pytest.mark.parametrize(("as_of", "expected"), [("2026-03-21", "$2,480"), ("2026-03-22", "$2,280")])
def test_a_claim_without_a_remittance_counts_for_60_days(desk: Desk, as_of: str, expected: str) -> None:
    desk.keep(_visit())  # checked as of 2026-01-20, the newest payment date
    assert desk.before(as_of=as_of) == expected


def test_the_remittance_takes_the_place_of_the_claim(desk: Desk) -> None:
    desk.keep(_visit("PAID"), _visit("DENIED", "2026-01-18"), _visit("OPEN", "2026-01-17"))
    assert desk.before() == "$2,880"
    paid = claim("1", line(on="2026-01-19", allowed=15_000), account="PAID")
    denied = claim("2", line(on="2026-01-18", denied="CO-50"), account="DENIED")
    desk.learn(answers=remittance(paid, denied, on="2026-02-10"))
    assert desk.before() == "$2,630"


def test_a_remittance_with_another_code_or_claim_number_is_the_answer_too(desk: Desk) -> None:
    desk.keep(_visit("CODED"), _visit("NUMBERED", "2026-01-18"))
    coded = claim("1", line("97530", on="2026-01-19", allowed=4_000), account="CODED")
    numbered = claim("2", line(on="2026-01-18", allowed=9_000), account="0000NUMBERED")
    desk.learn(answers=remittance(coded, numbered, on="2026-02-10"))
    assert desk.before() == "$2,410"


def test_an_earlier_denial_is_no_answer_to_a_claim_that_was_sent_again(desk: Desk) -> None:
    desk.learn(denied=remittance(claim("1", line(on="2026-01-10", denied="CO-16"), account="A1"), on="2026-01-19"))
    desk.keep(_visit("A1", "2026-01-10"))
    assert desk.before() == "$2,480"


def test_the_secondary_payer_does_not_answer_for_medicare(desk: Desk) -> None:
    desk.keep(_visit("A1"))
    other = claim("1", line(on="2026-01-19", allowed=5_000), account="A1", filing="CI")
    desk.learn(other=remittance(other, on="2026-02-10"))
    assert desk.before() == "$2,480"


def test_what_was_allowed_already_does_not_count_again(desk: Desk) -> None:
    desk.learn(paid=remittance(claim("1", line(on="2026-01-10"), account="A1"), on="2026-01-19"))
    desk.keep(_visit("A1", "2026-01-10"))
    assert desk.before() == "$2,380"


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        ("2026-01-23", "$2,780"),  # asked before Medicare counted the claim: $300 elsewhere, and the claim on top
        ("2026-01-24", "$2,580"),  # three days after the batch of January 21: $200 of the answer are the claim
    ],
)
def test_an_answer_that_held_a_submitted_claim_does_not_count_it_twice(
    desk: Desk, answered: str, expected: str
) -> None:
    desk.keep(_visit())
    desk.learn(used=prior_use(258_000, answered))
    assert desk.before() == expected


def test_an_earlier_answer_holds_where_a_later_one_says_no_more_than_our_claims(desk: Desk) -> None:
    desk.learn(first=prior_use(238_000, "2026-01-20"))
    desk.keep(_visit())
    desk.learn(second=prior_use(250_000, "2026-01-30"))  # $2,280 paid, $200 submitted: $20 elsewhere, less than $100
    assert desk.before() == "$2,580"


def test_an_answer_is_right_again_when_the_remittance_arrives(desk: Desk) -> None:
    desk.keep(_visit())
    desk.learn(used=prior_use(258_000, "2026-01-30"))
    assert desk.before() == "$2,580"
    desk.learn(paid=remittance(claim("1", line(on="2026-01-19", allowed=20_000), account="A1"), on="2026-02-04"))
    assert desk.before() == "$2,580"


def test_a_replacement_takes_its_original_out(desk: Desk) -> None:
    replacement = bill("A9", service(on="2026-01-06", units="3"), frequency="7", original="OWN")
    report = desk.check(_visit("A1"), replacement, _visit("A2", "2026-01-20"))
    assert rules(report) == []  # $2,280 and $200; then $2,280 back, $300, and $200 more
    desk.keep(replacement)
    assert desk.before() == "$300"


def test_a_replacement_kept_twice_takes_its_original_out_once(desk: Desk) -> None:
    for account in ("A8", "A9"):
        desk.keep(bill(account, service(on="2026-01-06", units="3"), frequency="7", original="OWN"))
    assert desk.before() == "$300"


def test_a_void_takes_its_original_out_and_adds_nothing(desk: Desk) -> None:
    void = bill("A9", service("97799", "GP KX", "2026-01-06"), frequency="8", original="OWN")
    report = desk.check(void, bill("A1", service(on="2026-01-19", units="25")))
    assert [(one.rule, one.message.split(" before")[0]) for one in report.findings] == [
        ("kx_missing", "The running total is $0")
    ]
    desk.keep(void)
    assert desk.before() == "$0"


def test_the_crosswalk_joins_kept_claims_as_well(desk: Desk) -> None:
    desk.keep(_visit(patient=OTHER))
    desk.learn(same=write_crosswalk([(OTHER, BENEFICIARY)]))
    assert desk.before() == "$2,480"


def test_a_claim_that_is_checked_again_replaces_its_kept_version(desk: Desk) -> None:
    desk.keep(_visit("A1"), _visit("A2", "2026-01-18"))
    report = desk.check(_visit("A1"))
    assert rules(report) == [("A1", 1, "kx_missing")]  # A2 still counts: $2,480 before
    assert rules(desk.check(_visit("A1"), _visit("A2", "2026-01-18"))) == [("A2", 1, "kx_missing")]
