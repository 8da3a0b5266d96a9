"""The table of transitions is the law of statuses: what is not in it is refused with a sentence."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from pipelines.casework.rules import (
    CLOSED,
    CORRECTED,
    LONGEST_NOTE,
    REASONS,
    STATUSES,
    TRANSITIONS,
    Change,
    NotAllowed,
    check_change,
    list_next,
    list_reasons,
)

ASKED = {"new", "in_review", "waiting_for_chart", "confirmed", "explained", "false_alarm", "corrected", "closed"}


def complete(status: str) -> Change:
    """A change to a status with all that it needs."""
    reasons = list_reasons(status)
    day = date(2026, 11, 1) if status == CORRECTED else None
    return Change(status, next(iter(reasons), None), note="Chart read.", corrective_date=day)


def test_there_are_the_statuses_that_were_asked_for() -> None:
    assert set(STATUSES) == ASKED


@pytest.mark.parametrize(("before", "after"), list(product(sorted(ASKED), repeat=2)))
def test_only_what_is_in_the_table_is_allowed(before: str, after: str) -> None:
    if (before, after) in TRANSITIONS:
        check_change(before, complete(after))
        assert after in list_next(before)
    else:
        with pytest.raises(NotAllowed, match="cannot go from"):
            check_change(before, complete(after))


def test_every_status_is_reached_and_left() -> None:
    assert {after for _, after in TRANSITIONS} == ASKED - {"new"}
    assert {before for before, _ in TRANSITIONS} == ASKED


@pytest.mark.parametrize("before", sorted(ASKED - {CLOSED}))
def test_a_case_without_a_cause_may_be_closed(before: str) -> None:
    assert CLOSED in list_next(before, is_cause_ended=True)
    check_change(before, complete(CLOSED), is_cause_ended=True)


def test_closing_needs_a_reason_and_a_comment() -> None:
    with pytest.raises(NotAllowed, match="needs a reason"):
        check_change("explained", Change(CLOSED, note="done"))
    for note in (None, "  "):
        with pytest.raises(NotAllowed, match="needs a comment"):
            check_change("explained", Change(CLOSED, "review_complete", note=note))


def test_a_correction_has_a_date() -> None:
    with pytest.raises(NotAllowed, match="date of the corrective action"):
        check_change("confirmed", Change(CORRECTED, "claim_corrected"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(), "Nothing was changed"),
        (Change(reason="review_complete"), "choose the status"),
        (Change("explained", "claim_corrected"), "not a reason for explained"),
        (Change(note="x" * (LONGEST_NOTE + 1)), "4,000 characters"),
    ],
)
def test_what_makes_no_sense_is_refused(change: Change, said: str) -> None:
    with pytest.raises(NotAllowed, match=said):
        check_change("new", change)


def test_a_note_an_owner_or_a_due_date_needs_no_status() -> None:
    check_change("closed", Change(note="Seen again."))
    check_change("new", Change(owner="Ann", due_date=date(2026, 12, 1)))
    assert Change(owner="Ann", due_date=date(2026, 12, 1)).to_body() == {"owner": "Ann", "due_date": "2026-12-01"}


def test_every_reason_belongs_to_a_status() -> None:
    assert {status for status, _ in REASONS.values()} <= ASKED
    assert all(meaning for _, meaning in REASONS.values())
