"""Findings and refunds: what was wrong, what is done about it, and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipelines.casebook import Casebook, Entry, SeenAnother, open_casebook
from pipelines.casework import findings, refunds
from pipelines.casework.decisions import Signature
from pipelines.casework.findings import begin_finding, derive_findings, record_finding
from pipelines.casework.refunds import Refund, derive_refunds, record_refund
from pipelines.casework.rules import NotAllowed
from pipelines.settings import Settings

ROSA = Signature("Rosa", "warehouse-3.duckdb")
NEW = begin_finding()
TOLD = replace(
    NEW,
    title="KX from the first visit",
    root_cause="The billing system adds KX to every line.",
    corrective_action="Rule switched off",
    owner="Ann",
    measure="Share of early KX lines next quarter",
    due_date=date(2026, 12, 1),
    case_keys=("early_kx_pattern-1-2026",),
)


@pytest.fixture
def book(settings: Settings) -> Casebook:
    """A casebook in a file."""
    return open_casebook(settings)


def test_a_finding_is_read_as_it_was_recorded(book: Casebook) -> None:
    record_finding(book, NEW, TOLD, ROSA)
    found = derive_findings(book.read(findings.KINDS))[NEW.key]
    assert found == replace(TOLD, recorded_by="Rosa", seen=1)
    record_finding(book, found, replace(found, done_date=date(2026, 11, 20), effect="early KX 61% to 4%"), ROSA)
    done = derive_findings(book.read(findings.KINDS))[NEW.key]
    assert (done.title, done.done_date, done.effect) == (TOLD.title, date(2026, 11, 20), "early KX 61% to 4%")
    with pytest.raises(SeenAnother):
        record_finding(book, found, replace(found, owner="Bo"), ROSA)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (replace(TOLD, title=" "), "needs a title"),
        (replace(TOLD, root_cause=""), "needs a root cause"),
        (replace(TOLD, corrective_action=""), "needs an action"),
        (replace(TOLD, effect="better"), "after the action was done"),
    ],
)
def test_a_finding_that_lacks_something_is_refused(book: Casebook, after: findings.Finding, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        record_finding(book, NEW, after, ROSA)
    with pytest.raises(NotAllowed, match="Nothing was changed"):
        record_finding(book, TOLD, TOLD, ROSA)


def test_a_finding_that_was_undone_is_gone(book: Casebook) -> None:
    event = record_finding(book, NEW, TOLD, ROSA)
    book.append(Entry("decision_undone", event.subject, "Rosa", {"undoes": event.sequence}))
    assert derive_findings(book.read(findings.KINDS)) == {}


def test_the_dates_of_a_refund_are_kept(book: Casebook) -> None:
    record_refund(book, Refund("c1"), Refund("c1", date(2026, 9, 1), date(2026, 9, 10)), ROSA)
    found = derive_refunds(book.read(refunds.KINDS))["c1"]
    assert found == Refund("c1", date(2026, 9, 1), date(2026, 9, 10), seen=1)
    record_refund(book, found, replace(found, completed_date=date(2026, 10, 1), returned_date=date(2026, 10, 9)), ROSA)
    assert derive_refunds(book.read(refunds.KINDS))["c1"].returned_date == date(2026, 10, 9)


@pytest.mark.parametrize(
    ("dates", "deadline"),
    [
        ((None, None, None), None),
        ((date(2026, 9, 1), None, None), date(2026, 10, 31)),
        # 30 days of investigation are added
        ((date(2026, 9, 1), date(2026, 9, 11), date(2026, 10, 11)), date(2026, 11, 30)),
        # without an end the clock goes on 180 days after the identification
        ((date(2026, 9, 1), date(2026, 9, 1), None), date(2027, 4, 29)),
        # an investigation that was opened after the deadline suspends nothing
        ((date(2026, 9, 1), date(2026, 11, 1), date(2026, 12, 1)), date(2026, 10, 31)),
        # nor does what was completed later than 180 days count any longer
        ((date(2026, 9, 1), date(2026, 9, 11), date(2027, 6, 1)), date(2027, 4, 19)),
    ],
)
def test_the_clock_of_a_refund(dates: tuple[date | None, date | None, date | None], deadline: date | None) -> None:
    assert Refund("c1", *dates).find_deadline(60, 180) == deadline


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (Refund("c1"), "Nothing was changed"),
        (Refund("c1", None, date(2026, 9, 1)), "begins when it is identified"),
        (Refund("c1", date(2026, 9, 1), None, date(2026, 9, 2)), "when it is opened"),
        (Refund("c1", date(2026, 9, 1), date(2026, 8, 1)), "out of order"),
        (Refund("c1", date(2026, 9, 1), date(2026, 9, 8), date(2026, 9, 7)), "out of order"),
    ],
)
def test_dates_of_a_refund_that_cannot_be(book: Casebook, after: Refund, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        record_refund(book, Refund("c1"), after, ROSA)
