"""The close of a month: prepared by one person with its frozen figures, approved by another.

Decision 0155.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.casebook import Casebook, Chain, Entry, Event
from pipelines.casework.cases import Case
from pipelines.casework.claims import WORKED
from pipelines.casework.decisions import Signature
from pipelines.casework.rules import CLOSED, NotAllowed

PREPARED, APPROVED, REOPENED = "month_prepared", "month_approved", "month_reopened"
KINDS = (PREPARED, APPROVED, REOPENED)
# What each signature means, on the screen and in print.
PREPARER_MEANING = "I reviewed the data and the cases of this month and prepared this close."
APPROVER_MEANING = "I reviewed this close independently of its preparation and approve it."


@dataclass(frozen=True)
class MonthSignature:
    """Who signed, when, and what it means."""

    name: str
    at: datetime
    meaning: str


@dataclass(frozen=True)
class Month:
    """A month as it stands: open, prepared or closed. `frozen` is what was prepared; `seen` the last event."""

    month: str
    frozen: Mapping[str, Any] | None = None
    prepared: MonthSignature | None = None
    approved: MonthSignature | None = None
    seen: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether two people signed."""
        return self.approved is not None


def derive_months(events: Sequence[Event]) -> dict[str, Month]:
    """Every month that somebody prepared, by YYYY-MM, from all events of KINDS."""
    months: dict[str, Month] = {}
    for event in events:
        if event.kind in KINDS:
            name = event.subject.removeprefix("month ")
            months[name] = _apply(months.get(name, Month(name)), event)
    return months


def _apply(month: Month, event: Event) -> Month:
    signature = MonthSignature(event.actor, event.at, str(event.body.get("meaning", "")))
    if event.kind == PREPARED:
        return Month(month.month, event.body["frozen"], signature, None, event.sequence)
    if event.kind == REOPENED:
        return Month(month.month, None, None, None, event.sequence)
    return Month(month.month, month.frozen, month.prepared, signature, event.sequence)


def prepare_month(book: Casebook, month: Month, frozen: Mapping[str, Any], by: Signature) -> Event:
    """Record the figures of a month and the first signature. Raises NotAllowed, SeenAnother."""
    if month.is_closed:
        raise NotAllowed(f"{month.month} is closed. Nothing was saved.")
    if month.prepared is not None:
        raise NotAllowed(f"{month.month} was prepared by {month.prepared.name}. Withdraw that first.")
    body = {"frozen": dict(frozen), "meaning": PREPARER_MEANING, "month": month.month}
    return book.append(Entry(PREPARED, f"month {month.month}", by.actor, body, by.data_version, month.seen))


def withdraw_month(book: Casebook, month: Month, reason: str, by: Signature) -> Event:
    """Take a preparation back before it was approved. Raises NotAllowed, SeenAnother."""
    if month.prepared is None or month.is_closed:
        raise NotAllowed("Only a month that is prepared and not approved can be withdrawn.")
    if not reason.strip():
        raise NotAllowed("Withdrawing a preparation needs a reason. Nothing was saved; enter one.")
    return book.append(
        Entry(REOPENED, f"month {month.month}", by.actor, {"reason": reason}, by.data_version, month.seen)
    )


def approve_month(book: Casebook, month: Month, by: Signature) -> tuple[Event, Chain]:
    """Record the second signature and the head of the chain. Raises NotAllowed for the same person, SeenAnother."""
    if month.prepared is None:
        raise NotAllowed(f"{month.month} has not been prepared yet. Nothing was saved.")
    if month.is_closed:
        raise NotAllowed(f"{month.month} is closed already. Nothing was saved.")
    if is_same_person(month.prepared.name, by.actor):
        raise NotAllowed(
            f"{month.prepared.name} prepared this month; another person must approve it. Nothing was saved."
        )
    body = {"meaning": APPROVER_MEANING, "prepared_event": month.seen, "month": month.month}
    event = book.append(Entry(APPROVED, f"month {month.month}", by.actor, body, by.data_version, month.seen))
    return event, book.record_head(f"close {month.month}")


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, whatever their case and blanks."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def has_billed(events: Iterable[Event], name: str) -> bool:
    """Whether this person recorded work on denied claims: a reviewer who is also the biller is worth a warning."""
    return any(event.kind == WORKED and is_same_person(event.actor, name) for event in events)


def compare_cases(before: Mapping[str, str] | None, cases: Iterable[Case]) -> dict[str, list[str]]:
    """New, resolved and carried over since the last close, as keys; `before` is key -> status at that close."""
    earlier = before or {}
    lists: dict[str, list[str]] = {"new": [], "resolved": [], "carried_over": []}
    for case in cases:
        was_open = case.key in earlier and earlier[case.key] != CLOSED
        if case.key not in earlier and not case.is_closed:
            lists["new"].append(case.key)
        elif case.is_closed and (was_open or case.key not in earlier):
            lists["resolved"].append(case.key)
        elif not case.is_closed:
            lists["carried_over" if was_open else "new"].append(case.key)
    return lists


def find_last_close(months: Mapping[str, Month], before: str) -> Month | None:
    """The newest closed month before this one."""
    closed = [name for name, month in months.items() if month.is_closed and name < before]
    return months[max(closed)] if closed else None
