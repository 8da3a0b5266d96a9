"""A case opens from the data, is decided by people, waits when its cause ends, and comes back for a later service."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipelines.casebook import Casebook, SeenAnother, open_casebook
from pipelines.casework.cases import KINDS, Case, Cause, compare, derive_cases
from pipelines.casework.decisions import Signature, decide, decide_all, find_undoable, list_cases, undo
from pipelines.casework.rules import Change, NotAllowed
from pipelines.settings import Settings

ROSA, ANN = Signature("Rosa", "warehouse-3.duckdb"), Signature("Ann", "warehouse-3.duckdb")
CAUSE = Cause("needs_kx_now-b1-PT_SLP-2026", "needs_kx_now", date(2026, 10, 9), True, {"pool": "PT_SLP"})
OLD = Cause("kx_crossing-b2-OT-2024", "kx_crossing", date(2024, 5, 1), False)


@pytest.fixture
def clock() -> list[datetime]:
    """The time, which a test moves."""
    return [datetime(2026, 11, 2, 9, tzinfo=UTC)]


@pytest.fixture
def book(settings: Settings, clock: list[datetime]) -> Casebook:
    """A casebook at the time of `clock`."""
    return open_casebook(settings, lambda: clock[0])


def look(book: Casebook, *causes: Cause) -> Case:
    return list_cases(book, causes, "warehouse-3.duckdb")[CAUSE.key]


def close(book: Casebook, case: Case, corrected_on: date | None = None) -> Case:
    steps = [Change("explained", "chart_supports")]
    if corrected_on:
        steps = [
            Change("confirmed", "kx_omitted"),
            Change("corrected", "claim_corrected", corrective_date=corrected_on),
        ]
    for change in [*steps, Change("closed", "review_complete", note="Chart read.")]:
        decide(book, case, change, ROSA)
        case = derive_cases(book.read(KINDS))[case.key]
    return case


def test_a_case_opens_once(book: Casebook) -> None:
    case = look(book, CAUSE, OLD)
    assert (case.status, case.opened_date, case.facts, case.seen) == ("new", date(2026, 11, 2), {"pool": "PT_SLP"}, 0)
    assert look(book, CAUSE, OLD) == case
    assert book.chain().length == 1
    assert OLD.key not in list_cases(book, [CAUSE, OLD], "")


def test_a_decision_changes_what_it_names(book: Casebook) -> None:
    decide(book, look(book, CAUSE), Change("in_review", owner="Ann", due_date=date(2026, 12, 1)), ROSA)
    decide(book, look(book, CAUSE), Change("waiting_for_chart", note="asked the clinic"), ANN)
    case = look(book, CAUSE)
    assert (case.status, case.owner, case.due_date) == ("waiting_for_chart", "Ann", date(2026, 12, 1))
    assert [event.actor for event in case.events] == ["Rosa", "Ann"]
    assert {event.data_version for event in case.events} == {"warehouse-3.duckdb"}


def test_what_somebody_else_decided_is_shown_first(book: Casebook) -> None:
    case = look(book, CAUSE)
    first = decide(book, case, Change("false_alarm", "data_error"), ANN)
    with pytest.raises(SeenAnother) as caught:
        decide(book, case, Change("confirmed", "kx_omitted"), ROSA)
    assert caught.value.event == first
    assert look(book, CAUSE).status == "false_alarm"


def test_what_the_rules_forbid_is_not_recorded(book: Casebook) -> None:
    with pytest.raises(NotAllowed):
        decide(book, look(book, CAUSE), Change("closed", "review_complete", note="x"), ROSA)
    assert look(book, CAUSE).events == ()


def test_an_undo_is_an_event_and_can_be_undone(book: Casebook) -> None:
    decide(book, look(book, CAUSE), Change("in_review", owner="Ann"), ROSA)
    decide(book, look(book, CAUSE), Change("explained", "chart_supports"), ROSA)
    undo(book, look(book, CAUSE), ANN)
    case = look(book, CAUSE)
    assert (case.status, case.owner, len(case.events)) == ("in_review", "Ann", 3)
    undo(book, case, ANN)
    assert look(book, CAUSE).status == "new"
    with pytest.raises(NotAllowed, match="no decision to undo"):
        undo(book, look(book, CAUSE), ANN)
    assert find_undoable(look(book, CAUSE)) is None
    assert len(look(book, CAUSE).events) == 4


def test_a_case_whose_cause_ended_says_so_and_waits(book: Casebook, clock: list[datetime]) -> None:
    look(book, CAUSE)
    clock[0] = datetime(2026, 12, 1, tzinfo=UTC)
    case = look(book)
    assert (case.status, case.ended_date, case.is_cause_ended) == ("new", date(2026, 12, 1), True)
    assert look(book) == case
    decide(book, case, Change("closed", "cause_ended", note="KX was added."), ROSA)
    assert look(book).is_cause_ended is False


def test_a_cause_that_is_there_again_ends_the_waiting(book: Casebook) -> None:
    look(book, CAUSE)
    assert look(book).is_cause_ended
    assert not look(book, CAUSE).is_cause_ended


def test_a_closed_case_stays_closed_for_the_same_services(book: Casebook) -> None:
    close(book, look(book, CAUSE))
    assert look(book, CAUSE).is_closed
    assert look(book, replace(CAUSE, cause_date=date(2026, 11, 2))).is_closed
    assert look(book).is_closed


def test_a_closed_case_comes_back_for_a_service_after_its_corrective_action(book: Casebook) -> None:
    close(book, look(book, CAUSE), corrected_on=date(2026, 10, 20))
    assert look(book, replace(CAUSE, cause_date=date(2026, 10, 20))).is_closed
    case = look(book, replace(CAUSE, cause_date=date(2026, 10, 21)))
    assert (case.status, case.returned_date, case.cause_date) == ("new", date(2026, 11, 2), date(2026, 10, 21))
    assert len(case.events) == 3


def test_without_a_corrective_action_it_comes_back_for_a_service_after_it_was_closed(book: Casebook) -> None:
    close(book, look(book, CAUSE))
    assert look(book, replace(CAUSE, cause_date=date(2026, 11, 3))).status == "new"


def test_a_decision_about_a_case_that_nobody_opened_is_left_alone(book: Casebook) -> None:
    decide(book, Case("other", "approaching", date(2026, 1, 1), {}, date(2026, 1, 1)), Change(note="x"), ROSA)
    assert derive_cases(book.read(KINDS)) == {}


def test_nothing_new_is_nothing_to_record() -> None:
    assert compare({}, [OLD]) == {}


def test_several_cases_are_decided_together_or_not_at_all(book: Casebook) -> None:
    other = replace(CAUSE, key="approaching-b3-OT-2026", category="approaching")
    cases = list(list_cases(book, [CAUSE, other], "").values())
    decide(book, cases[1], Change("in_review"), ANN)
    with pytest.raises(SeenAnother):
        decide_all(book, cases, Change("explained", "chart_supports"), ROSA)
    assert [case.status for case in list_cases(book, [CAUSE, other], "").values()] == ["new", "in_review"]
    decide_all(book, list_cases(book, [CAUSE, other], "").values(), Change("explained", "chart_supports"), ROSA)
    assert {case.status for case in list_cases(book, [CAUSE, other], "").values()} == {"explained"}
