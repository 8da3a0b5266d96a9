"""A month is prepared by one person and approved by another; what was frozen stays."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.casebook import Casebook, Entry, SeenAnother, open_casebook, verify_casebook
from pipelines.casework.cases import Case
from pipelines.casework.decisions import Signature
from pipelines.casework.months import (
    KINDS,
    Month,
    approve_month,
    compare_cases,
    derive_months,
    find_last_close,
    has_billed,
    prepare_month,
    withdraw_month,
)
from pipelines.casework.rules import NotAllowed
from pipelines.settings import Settings

ROSA, ANN = Signature("Rosa Eller", "warehouse-3.duckdb"), Signature("Ann", "warehouse-4.duckdb")
OPEN = Month("2026-10")
FROZEN = {"figures": [{"figure_name": "denied_services", "figure_value": 12}], "exceptions": "One clinic is late."}


@pytest.fixture
def book(settings: Settings) -> Casebook:
    """A casebook in a file."""
    return open_casebook(settings)


def read(book: Casebook) -> Month:
    return derive_months(book.read(KINDS)).get("2026-10", OPEN)


def test_two_people_close_a_month(book: Casebook, settings: Settings) -> None:
    prepare_month(book, OPEN, FROZEN, ROSA)
    month = read(book)
    assert (month.frozen, month.is_closed, month.seen) == (FROZEN, False, 1)
    event, chain = approve_month(book, month, ANN)
    closed = read(book)
    assert closed.is_closed
    assert closed.frozen == FROZEN
    assert closed.prepared is not None
    assert closed.approved is not None
    assert (closed.prepared.name, closed.approved.name) == ("Rosa Eller", "Ann")
    assert "prepared" in closed.prepared.meaning
    assert "independently" in closed.approved.meaning
    assert (chain.length, chain.head) == (event.sequence, event.mac)
    assert verify_casebook(settings).recorded_heads == 1


@pytest.mark.parametrize("name", ["Rosa Eller", "rosa  eller", " ROSA ELLER "])
def test_the_same_person_does_not_approve(book: Casebook, name: str) -> None:
    prepare_month(book, OPEN, FROZEN, ROSA)
    with pytest.raises(NotAllowed, match="another person must approve"):
        approve_month(book, read(book), Signature(name, ""))
    assert not read(book).is_closed


def test_what_is_out_of_turn_is_refused(book: Casebook) -> None:
    with pytest.raises(NotAllowed, match="has not been prepared"):
        approve_month(book, OPEN, ANN)
    with pytest.raises(NotAllowed, match="Only a month"):
        withdraw_month(book, OPEN, "late file", ROSA)
    prepare_month(book, OPEN, FROZEN, ROSA)
    with pytest.raises(NotAllowed, match="was prepared by Rosa"):
        prepare_month(book, read(book), FROZEN, ANN)
    approve_month(book, read(book), ANN)
    for again in (lambda: prepare_month(book, read(book), FROZEN, ROSA), lambda: approve_month(book, read(book), ROSA)):
        with pytest.raises(NotAllowed, match="is closed"):
            again()
    with pytest.raises(NotAllowed, match="Only a month"):
        withdraw_month(book, read(book), "late file", ROSA)


def test_two_people_who_close_at_once_do_it_once(book: Casebook) -> None:
    prepare_month(book, OPEN, FROZEN, ROSA)
    with pytest.raises(SeenAnother):
        prepare_month(book, OPEN, FROZEN, ANN)
    month = read(book)
    approve_month(book, month, ANN)
    with pytest.raises(SeenAnother):
        approve_month(book, month, Signature("Bo", ""))
    assert [event.kind for event in book.read(KINDS)] == ["month_prepared", "month_approved"]


def test_a_preparation_can_be_withdrawn_with_a_reason(book: Casebook) -> None:
    prepare_month(book, OPEN, FROZEN, ROSA)
    with pytest.raises(NotAllowed, match="needs a reason"):
        withdraw_month(book, read(book), " ", ROSA)
    withdraw_month(book, read(book), "A file came late.", ROSA)
    assert read(book) == Month("2026-10", seen=2)
    prepare_month(book, read(book), FROZEN, ANN)
    approve_month(book, read(book), ROSA)
    assert read(book).is_closed


def test_a_reviewer_who_bills_is_known(book: Casebook) -> None:
    book.append(Entry("claim_worked", "claim s1", "ann", {"worked_date": "2026-10-01"}))
    assert has_billed(book.read(), "Ann")
    assert not has_billed(book.read(), "Rosa")


def case(key: str, status: str = "new") -> Case:
    return Case(key, "approaching", date(2026, 10, 1), {}, date(2026, 10, 2), status=status)


def test_what_is_new_resolved_and_carried_over_since_the_last_close() -> None:
    before = {"a": "in_review", "b": "new", "c": "closed", "d": "closed"}
    cases = [case("a"), case("b", "closed"), case("c", "closed"), case("d"), case("e"), case("f", "closed")]
    assert compare_cases(before, cases) == {"new": ["d", "e"], "resolved": ["b", "f"], "carried_over": ["a"]}
    assert compare_cases(None, [case("a"), case("b", "closed")]) == {
        "new": ["a"],
        "resolved": ["b"],
        "carried_over": [],
    }


def test_the_last_close_is_the_newest_closed_month_before(book: Casebook) -> None:
    for name in ("2026-08", "2026-09"):
        prepare_month(book, Month(name), FROZEN, ROSA)
        approve_month(book, derive_months(book.read(KINDS))[name], ANN)
    prepare_month(book, OPEN, FROZEN, ROSA)
    months = derive_months(book.read(KINDS))
    last = find_last_close(months, "2026-10")
    assert last is not None
    assert last.month == "2026-09"
    assert find_last_close(months, "2026-08") is None
