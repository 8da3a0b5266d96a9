"""Records decisions about cases: checks them against the rules, and against what the person had seen.

Decision 0157.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.casebook import Casebook, Entry, Event, SeenAnother
from pipelines.casework.cases import (
    DECIDED,
    KINDS,
    LIST_SUBJECT,
    LISTED,
    Case,
    Cause,
    compare,
    derive_cases,
    name_subject,
)
from pipelines.casework.rules import Change, NotAllowed, check_change
from pipelines.casework.undo import UNDONE, list_effective

PROGRAM = "kxwatch"


@dataclass(frozen=True)
class Signature:
    """Who decides, looking at which version of the warehouse."""

    actor: str
    data_version: str


def list_cases(book: Casebook, causes: Iterable[Cause], data_version: str) -> dict[str, Case]:
    """All cases as they stand, after what the data newly show was recorded; nothing drops off silently."""
    events = book.read(KINDS)
    cases = derive_cases(events)
    body = compare(cases, causes)
    if not body:
        return cases
    seen = max((event.sequence for event in events if event.kind == LISTED), default=0)
    try:
        listed = book.append(Entry(LISTED, LIST_SUBJECT, PROGRAM, body, data_version, seen))
    except SeenAnother:
        return derive_cases(book.read(KINDS))  # another session has just listed the same
    return derive_cases([*events, listed])


def decide(book: Casebook, case: Case, change: Change, by: Signature) -> Event:
    """Record a change of a case. Raises NotAllowed, or SeenAnother with what somebody else decided meanwhile."""
    check_change(case.status, change, is_cause_ended=case.is_cause_ended)
    return book.append(
        Entry(DECIDED, name_subject(case.key), by.actor, change.to_body(), by.data_version, seen=case.seen)
    )


def decide_all(book: Casebook, cases: Iterable[Case], change: Change, by: Signature) -> list[Event]:
    """Record the same change of several cases, of all or of none. Raises as `decide` does."""
    chosen = list(cases)
    for case in chosen:
        check_change(case.status, change, is_cause_ended=case.is_cause_ended)
    body = change.to_body()
    return book.append_all(
        [Entry(DECIDED, name_subject(case.key), by.actor, body, by.data_version, seen=case.seen) for case in chosen]
    )


def find_undoable(case: Case) -> Event | None:
    """The newest decision of a case that still counts; null when there is none."""
    effective = list_effective(case.events)
    return effective[-1] if effective else None


def undo(book: Casebook, case: Case, by: Signature) -> Event:
    """Undo the newest decision of a case, by an event of its own. Raises as `decide` does."""
    last = find_undoable(case)
    if last is None:
        raise NotAllowed("There is no decision to undo.")
    body = {"undoes": last.sequence}
    return book.append(Entry(UNDONE, name_subject(case.key), by.actor, body, by.data_version, seen=case.seen))
