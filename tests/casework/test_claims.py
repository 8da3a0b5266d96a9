"""A denied claim is worked on, sent on and answered at times of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipelines.casebook import Casebook, Entry, SeenAnother, open_casebook
from pipelines.casework.claims import KINDS, ClaimWork, derive_work, record_work
from pipelines.casework.decisions import Signature
from pipelines.casework.rules import NotAllowed
from pipelines.settings import Settings

ANN = Signature("Ann", "warehouse-3.duckdb")
NOTHING = ClaimWork("s1")
SENT = replace(NOTHING, worked_date=date(2026, 11, 1), sent_date=date(2026, 11, 3), expected_date=date(2026, 12, 3))


@pytest.fixture
def book(settings: Settings) -> Casebook:
    """A casebook in a file."""
    return open_casebook(settings)


def test_dates_are_kept_apart(book: Casebook) -> None:
    record_work(book, NOTHING, replace(NOTHING, worked_date=date(2026, 11, 1), note="KX added"), ANN)
    before = derive_work(book.read(KINDS))["s1"]
    record_work(book, before, replace(before, sent_date=date(2026, 11, 3), expected_date=date(2026, 12, 3)), ANN)
    work = derive_work(book.read(KINDS))["s1"]
    assert work == replace(SENT, note="KX added", worked_by="Ann", seen=2)


def test_an_answer_is_an_adjudication_after_it_was_sent() -> None:
    days = [date(2026, 10, 1), date(2026, 11, 3), date(2026, 11, 20), date(2026, 12, 1)]
    assert SENT.find_answer(days) == date(2026, 11, 20)
    assert SENT.find_answer(days[:2]) is None
    assert NOTHING.find_answer(days) is None


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (NOTHING, "Nothing was changed"),
        (replace(NOTHING, expected_date=date(2026, 12, 3)), "only after something was sent"),
        (replace(SENT, expected_date=date(2026, 11, 2)), "before the claim was sent"),
    ],
)
def test_what_cannot_be_is_refused(book: Casebook, after: ClaimWork, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        record_work(book, NOTHING, after, ANN)
    assert book.read() == []


def test_two_billers_do_not_overwrite_each_other(book: Casebook) -> None:
    record_work(book, NOTHING, SENT, ANN)
    with pytest.raises(SeenAnother):
        record_work(book, NOTHING, replace(NOTHING, note="mine"), Signature("Bo", ""))


def test_an_undone_entry_does_not_count(book: Casebook) -> None:
    event = record_work(book, NOTHING, SENT, ANN)
    book.append(Entry("decision_undone", "claim s1", "Ann", {"undoes": event.sequence}))
    assert derive_work(book.read(KINDS))["s1"] == replace(NOTHING, seen=2)
