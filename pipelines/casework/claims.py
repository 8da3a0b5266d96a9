"""The biller's queue: when a denied claim was worked on, sent on, expected to be answered, and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pipelines.casebook import Casebook, Entry, Event
from pipelines.casework.decisions import Signature
from pipelines.casework.rules import NotAllowed
from pipelines.casework.undo import UNDONE, list_effective

WORKED = "claim_worked"
KINDS = (WORKED, UNDONE)


@dataclass(frozen=True)
class ClaimWork:
    """What was done about one denied service. Asked (`sent_date`) and answered are two times; the answer is data."""

    service_line_key: str
    worked_date: date | None = None
    sent_date: date | None = None
    expected_date: date | None = None
    note: str | None = None
    worked_by: str | None = None
    seen: int = 0

    def find_answer(self, adjudicated: Sequence[date]) -> date | None:
        """The first adjudication of the service after it was sent on; null while none came."""
        after = sorted(day for day in adjudicated if self.sent_date is not None and day > self.sent_date)
        return after[0] if after else None


def name_subject(service_line_key: str) -> str:
    """The subject of the events about one denied service."""
    return f"claim {service_line_key}"


def derive_work(events: Sequence[Event]) -> dict[str, ClaimWork]:
    """The work on each denied service, by its key, from all events of KINDS."""
    work: dict[str, ClaimWork] = {}
    mine = [event for event in events if event.subject.startswith("claim ")]
    for event in list_effective(mine):
        key = event.subject.removeprefix("claim ")
        dates: dict[str, Any] = {name: date.fromisoformat(event.body[name]) for name in _DATES if event.body.get(name)}
        note = event.body.get("note") or work.get(key, ClaimWork(key)).note
        work[key] = replace(work.get(key, ClaimWork(key)), **dates, note=note, worked_by=event.actor)
    for event in mine:
        key = event.subject.removeprefix("claim ")
        work[key] = replace(work.get(key, ClaimWork(key)), seen=event.sequence)
    return work


_DATES = ("worked_date", "sent_date", "expected_date")


def record_work(book: Casebook, before: ClaimWork, after: ClaimWork, by: Signature) -> Event:
    """Record what changed about one denied service. Raises NotAllowed for dates that cannot be, SeenAnother."""
    body: dict[str, str] = {}
    for name in _DATES:
        day: date | None = getattr(after, name)
        if day is not None and day != getattr(before, name):
            body[name] = day.isoformat()
    if after.note and after.note != before.note:
        body["note"] = after.note
    if not body:
        raise NotAllowed("Nothing was changed. Enter a date or a note.")
    if after.expected_date and after.sent_date is None:
        raise NotAllowed("An answer is expected only after something was sent. Nothing was saved; enter when.")
    if after.expected_date and after.sent_date and after.expected_date < after.sent_date:
        raise NotAllowed("The answer cannot be expected before the claim was sent. Nothing was saved.")
    subject = name_subject(before.service_line_key)
    return book.append(Entry(WORKED, subject, by.actor, body, by.data_version, before.seen))
