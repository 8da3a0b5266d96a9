"""Claims that were kept and are not adjudicated yet count before the next file, once, until their remittance arrives.

The 2026 threshold is $2,480, and 97110 is usually allowed $100 a unit; the patient has used $2,280 or as a test says.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from pipelines.claim_check.check import check_claims
from pipelines.claim_check.report import ClaimReport
from pipelines.settings import load_settings
from pipelines.store.home import Home
from tests.builders import BENEFICIARY, claim, line, payment, remittance, remittances
from tests.claim_check.cases import OTHER, PROBE, Case, Cases, used
from tests.claim_check.conftest import READ_BY_CHECKS, rules, usual
from tests.claim_files import Claim, bill, claim_file, service
from tests.facts import Payment
from tests.few_models import build_few
from tests.warehouses import build_home, open_warehouse


class Desk:
    """The data folder of one practice, and what its biller does with claim files."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def check(self, *claims: Claim, is_kept: bool = False, as_of: str | None = None) -> ClaimReport:
        """Check one file of `claims`."""
        path = self.home.parent / "claims.837"
        path.write_bytes(claim_file(*claims, created="2026-01-21"))
        day = date.fromisoformat(as_of) if as_of else None
        return check_claims(load_settings(self.home), [path], day, lambda sentence: None, is_kept=is_kept)

    def keep(self, *claims: Claim) -> ClaimReport:
        """Check one file of `claims` and keep the check."""
        return self.check(*claims, is_kept=True)

    def learn(self, name: str, content: bytes) -> None:
        """Import one remittance file."""
        build_home(self.home, {f"{name}.835": content})

    def before(self, as_of: str | None = None) -> str:
        """The running total before the next line of the patient, as a finding says it."""
        (found,) = (one for one in self.check(PROBE, as_of=as_of).findings if one["rule"] == "kx_missing")
        return _read_total(found["message"])


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


def _read_total(message: str) -> str:
    return message.split("The running total is ")[1].split(" before")[0]


def _paid(on: str, account: str = "A1", code: str = "97110", *, paid: str = "2026-02-10", **more: object) -> Payment:
    """The remittance of one line: `more` says how it was adjudicated."""
    filing = str(more.pop("filing", "MB"))
    answer = claim(f"ANSWER-{account}", line(code, on=on, **more), account=account, filing=filing)  # type: ignore[arg-type]
    return payment(answer, on=paid, trace=f"{account}-{paid}")


_THREE = (_visit("PAID"), _visit("DENIED", "2026-01-18"), _visit("OPEN", "2026-01-17"))
_REPLACEMENT = bill("A9", service(on="2026-01-06", units="3"), frequency="7", original="OWN")
_VOID = bill("A9", service("97799", "GP KX", "2026-01-06"), frequency="8", original="OWN")
# the running total before the next claim, and what was allowed, kept and paid before it
TOTALS = {
    "a mended claim counts as it was kept last": (
        "$2,380",
        Case(
            228_000,
            kept=(
                (bill("A1", service(on="2026-01-19", units="9"), service("97530", on="2026-01-19")),),
                (bill("A1", service(on="2026-01-19")),),
            ),
        ),
    ),
    "the same service in two kept files counts once": (
        "$2,480",
        Case(228_000, kept=((_visit("A1"),), (_visit("A2"),))),
    ),
    "twice on one claim: two services": (
        "$2,680",
        Case(
            228_000,
            kept=((_visit("A1"),), (_visit("A2"),), (bill("A3", *[service(on="2026-01-19", units="2")] * 2),)),
        ),
    ),
    "a corrected date of service replaces the claim of the same number": (
        "$2,680",
        Case(
            228_000,
            kept=((_visit("A1", "2026-01-12"), _visit("A2", "2026-01-11")), (_visit("A1", "2026-01-13"),)),
        ),
    ),
    "other pools and years have their own": (
        "$2,280",
        Case(228_000, kept=((bill("A1", service(modifiers="GO", on="2026-01-19")), _visit("A2", "2025-12-30")),)),
    ),
    "other patients have their own": ("$2,280", Case(228_000, kept=((_visit("A3", patient=OTHER),),))),
    "a patient without remittances has what was submitted": ("$200", Case(kept=((_visit("A3"),),))),
    "claims to other payers do not count": ("$2,280", Case(228_000, kept=((_visit(filing="CI"),),))),
    "every claim without a remittance counts": ("$2,880", Case(228_000, kept=(_THREE,))),
    "the remittance takes the place of the claim": (
        "$2,630",
        Case(
            228_000,
            kept=(_THREE,),
            later=(
                _paid("2026-01-19", "PAID", allowed=15_000),
                _paid("2026-01-18", "DENIED", denied="CO-50"),
            ),
        ),
    ),
    "a remittance with another code or claim number is the answer too": (
        "$2,410",
        Case(
            228_000,
            kept=((_visit("CODED"), _visit("NUMBERED", "2026-01-18")),),
            later=(
                _paid("2026-01-19", "CODED", "97530", allowed=4_000),
                _paid("2026-01-18", "0000NUMBERED", allowed=9_000),
            ),
        ),
    ),
    "an earlier denial is no answer to a claim that was sent again": (
        "$2,480",
        Case(
            228_000,
            known=(_paid("2026-01-10", denied="CO-16", paid="2026-01-19"),),
            kept=((_visit("A1", "2026-01-10"),),),
        ),
    ),
    "the secondary payer does not answer for Medicare": (
        "$2,480",
        Case(228_000, kept=((_visit("A1"),),), later=(_paid("2026-01-19", allowed=5_000, filing="CI"),)),
    ),
    "what was allowed already does not count again": (
        "$2,380",
        Case(228_000, known=(_paid("2026-01-10", paid="2026-01-19"),), kept=((_visit("A1", "2026-01-10"),),)),
    ),
    # asked before Medicare counted the claim: $300 elsewhere, and the claim on top
    "an earlier answer does not hold a submitted claim": (
        "$2,780",
        Case(228_000, kept=((_visit(),),), later=(used(258_000, "2026-01-23"),)),
    ),
    # three days after the batch of January 21: $200 of the answer are the claim
    "an answer that held a submitted claim does not count it twice": (
        "$2,580",
        Case(228_000, kept=((_visit(),),), later=(used(258_000, "2026-01-24"),)),
    ),
    # $2,280 paid, $200 submitted: $20 elsewhere, less than $100
    "an earlier answer holds where a later one says no more than our claims": (
        "$2,580",
        Case(
            228_000,
            known=(used(238_000, "2026-01-20"),),
            kept=((_visit(),),),
            later=(used(250_000, "2026-01-30"),),
        ),
    ),
    "an answer is right until the remittance arrives": (
        "$2,580",
        Case(228_000, kept=((_visit(),),), later=(used(258_000, "2026-01-30"),)),
    ),
    "an answer is right again when the remittance arrives": (
        "$2,580",
        Case(
            228_000,
            kept=((_visit(),),),
            later=(used(258_000, "2026-01-30"), _paid("2026-01-19", allowed=20_000, paid="2026-02-04")),
        ),
    ),
    "a replacement takes its original out": ("$300", Case(228_000, kept=((_REPLACEMENT,),))),
    "a replacement kept twice takes its original out once": (
        "$300",
        Case(
            228_000,
            kept=tuple(
                (bill(account, service(on="2026-01-06", units="3"), frequency="7", original="OWN"),)
                for account in ("A8", "A9")
            ),
        ),
    ),
    "a void takes its original out and adds nothing": ("$0", Case(228_000, kept=((_VOID,),))),
    "the crosswalk joins kept claims as well": (
        "$2,480",
        Case(228_000, kept=((_visit(patient=OTHER),),), later=((OTHER, BENEFICIARY),)),
    ),
}


def test_what_was_kept_counts_before_the_next_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_few(monkeypatch, *READ_BY_CHECKS)
    desk, cases = Desk(tmp_path / "home"), Cases({name: case for name, (_, case) in TOTALS.items()})
    build_home(desk.home, {"usual.835": usual(), **cases.known})
    for claims in cases.kept:
        desk.keep(*claims)
    build_home(desk.home, cases.later)
    found = cases.sort(desk.check(*cases.asked))
    assert {name: [_read_total(one["message"]) for one in found[name]] for name in found} == {
        name: [total] for name, (total, _) in TOTALS.items()
    }


def test_kept_claims_count_once_and_not_before_themselves(desk: Desk) -> None:
    desk.check(_visit())
    assert desk.before() == "$2,280"  # that check was not kept
    for _ in range(2):
        assert rules(desk.keep(_visit())) == []  # to the cent: $2,480
    report = desk.check(_visit("A2", "2026-01-20"))
    assert rules(report) == [("A2", 1, "kx_missing")]
    assert "$2,480 before this line" in report.findings[0]["message"]
    assert "$200 of it was submitted and is not adjudicated yet" in report.findings[0]["message"]
    # without a remittance it counts for 60 days after January 20, the newest payment date
    assert [desk.before(as_of=day) for day in ("2026-03-21", "2026-03-22")] == ["$2,480", "$2,280"]
    Home(desk.home).archive.write_bytes(b"")
    report = desk.check(_visit("A2", "2026-01-20"))
    assert (rules(report), report.lines) == ([], 1)
    assert report.notes[0].startswith("Claims that were kept earlier were not counted: ")


def test_files_of_one_call_are_kept_in_their_order_and_the_same_file_once(desk: Desk) -> None:
    first, second = claim_file(_visit()), claim_file(bill("A1", service(on="2026-01-19", units="3")))
    paths = []
    for name, content in (("1.837", first), ("2.837", second), ("3.837", second)):
        (desk.home.parent / name).write_bytes(content)
        paths.append(desk.home.parent / name)
    check_claims(load_settings(desk.home), paths, None, lambda sentence: None, is_kept=True)
    assert desk.before() == "$2,580"
    desk.learn("other", remittance(claim("1", line(on="2026-01-02"), account="X", patient=OTHER), on="2026-01-21"))
    with open_warehouse(desk.home) as warehouse:
        rows = warehouse.execute("select file_name, paid_units::integer from ledger.checked_line").fetchall()
    assert rows == [("2.837", 3)]


def test_a_number_that_was_paid_before_the_next_check_is_another_claim(desk: Desk) -> None:
    desk.keep(_visit("A1", "2026-01-12"), _visit("A2", "2026-01-11"))
    answer = claim("1", line(on="2026-01-12", denied="CO-50"), account="A1")
    desk.learn("answers", remittance(answer, on="2026-02-10"))
    desk.keep(_visit("A1", "2026-01-13"))
    assert desk.before() == "$2,680"
    desk.learn("later", remittance(claim("2", line(on="2026-01-13"), account="A1"), on="2026-03-01"))
    with open_warehouse(desk.home) as warehouse:
        rows = warehouse.execute("select service_date::varchar, is_denied from ledger.checked_line order by all")
        assert rows.fetchall() == [("2026-01-11", None), ("2026-01-12", True), ("2026-01-13", False)]


def test_clinics_that_number_patients_count_every_week(desk: Desk) -> None:
    weeks = [
        payment(claim(f"{at}", line(on=f"2026-01-{at:02d}"), account="P1", patient=OTHER), on=f"2026-01-{at + 5:02d}")
        for at in (2, 8)
    ]
    desk.learn("weeks", remittances(*weeks))
    desk.keep(_visit("PATIENT7", "2026-01-12"))
    for _ in range(2):
        desk.keep(_visit("PATIENT7", "2026-01-19"))
        assert desk.before() == "$2,680"


def test_claims_of_the_file_at_hand_take_the_place_of_kept_ones(desk: Desk) -> None:
    """A claim that is checked again, with its date corrected, and what a replacement and a void take out."""
    report = desk.check(_visit("A1"), _REPLACEMENT, _visit("A2", "2026-01-20"))
    assert rules(report) == []  # $2,280 and $200; then $2,280 back, $300, and $200 more
    report = desk.check(_VOID, bill("A1", service(on="2026-01-19", units="25")))
    assert [(one["rule"], _read_total(one["message"])) for one in report.findings] == [("kx_missing", "$0")]
    desk.keep(_visit("A1", "2026-01-13"), _visit("A2", "2026-01-11"))
    # A2 counts before it, A1 not: $2,480 before
    for day in ("2026-01-13", "2026-01-14"):
        assert rules(desk.check(_visit("A1", day))) == [("A1", 1, "kx_missing")]
    assert rules(desk.check(_visit("A1", "2026-01-13"), _visit("A2", "2026-01-11"))) == [("A2", 1, "kx_missing")]
    assert rules(desk.check(_visit("A1", "2026-01-14"), _visit("A2", "2026-01-10"))) == [("A2", 1, "kx_missing")]
