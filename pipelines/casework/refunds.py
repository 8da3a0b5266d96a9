"""The clock of a refund as dates: identified, investigation opened and completed, returned. No legal advice.

Decision 0156.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from pipelines.casebook import Casebook, Entry, Event
from pipelines.casework.decisions import Signature
from pipelines.casework.rules import NotAllowed
from pipelines.casework.subjects import group_by_subject
from pipelines.casework.undo import UNDONE

RECORDED = "refund_recorded"
KINDS = (RECORDED, UNDONE)
_DATES = ("identified_date", "investigation_date", "completed_date", "returned_date")


@dataclass(frozen=True)
class Refund:
    """The dates of one case's refund."""

    case_key: str
    identified_date: date | None = None
    investigation_date: date | None = None
    completed_date: date | None = None
    returned_date: date | None = None
    seen: int = 0

    def find_deadline(self, clock_days: int, suspension_days: int) -> date | None:
        """Identified plus `clock_days`; an investigation suspends the clock until it is completed, at the latest
        until `suspension_days` after the identification. Null before anything was identified."""
        if self.identified_date is None:
            return None
        deadline = self.identified_date + timedelta(days=clock_days)
        if self.investigation_date is None or self.investigation_date > deadline:
            return deadline
        latest = self.identified_date + timedelta(days=suspension_days)
        resumed = min(self.completed_date or latest, latest)
        return deadline + max(resumed - self.investigation_date, timedelta(0))


def derive_refunds(events: Sequence[Event]) -> dict[str, Refund]:
    """The refund of each case that has one, by the key of the case, from all events of KINDS."""
    found: dict[str, Refund] = {}
    for key, (history, seen) in group_by_subject(events, "refund").items():
        refund = Refund(key)
        for event in history:
            days: dict[str, Any] = {name: date.fromisoformat(day) for name, day in event.body.items()}
            refund = replace(refund, **days)
        found[key] = replace(refund, seen=seen)
    return found


def record_refund(book: Casebook, before: Refund, after: Refund, by: Signature) -> Event:
    """Record the dates that changed. Raises NotAllowed for an order that cannot be, SeenAnother."""
    days = [getattr(after, name) for name in _DATES]
    body = {
        name: day.isoformat()
        for name, day in zip(_DATES, days, strict=True)
        if day is not None and day != getattr(before, name)
    }
    if not body:
        raise NotAllowed("Nothing was changed. Enter a date.")
    if after.identified_date is None or (after.completed_date and after.investigation_date is None):
        raise NotAllowed(
            "A refund begins when it is identified, and an investigation when it is opened. Enter that date."
        )
    known = [day for day in days if day is not None]
    if min(known) < after.identified_date or _is_before(after.completed_date, after.investigation_date):
        raise NotAllowed("These dates are out of order. Nothing was saved; correct them.")
    return book.append(Entry(RECORDED, f"refund {before.case_key}", by.actor, body, by.data_version, before.seen))


def _is_before(day: date | None, other: date | None) -> bool:
    return day is not None and other is not None and day < other
