"""Findings of a review: root cause, corrective action, owner, due date and how the effect will be measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

from pipelines.casebook import Casebook, Entry, Event
from pipelines.casework.decisions import Signature
from pipelines.casework.rules import NotAllowed
from pipelines.casework.subjects import group_by_subject
from pipelines.casework.undo import UNDONE

RECORDED = "finding_recorded"
KINDS = (RECORDED, UNDONE)
_TEXTS = ("title", "root_cause", "corrective_action", "owner", "measure", "effect")
_DATES = ("due_date", "done_date")


@dataclass(frozen=True)
class Finding:
    """One finding as it stands; `done_date` is when the corrective action was complete."""

    key: str
    title: str = ""
    root_cause: str = ""
    corrective_action: str = ""
    owner: str = ""
    measure: str = ""
    effect: str = ""
    due_date: date | None = None
    done_date: date | None = None
    case_keys: tuple[str, ...] = ()
    recorded_by: str = ""
    seen: int = 0


def begin_finding() -> Finding:
    """A finding that is not recorded yet."""
    return Finding(uuid4().hex[:12])


def derive_findings(events: Sequence[Event]) -> dict[str, Finding]:
    """Every finding by its key, the newest entry of each part, from all events of KINDS."""
    found: dict[str, Finding] = {}
    for key, (history, seen) in group_by_subject(events, "finding").items():
        if not history:
            continue  # all of it was undone
        finding = Finding(key)
        for event in history:
            parts: dict[str, Any] = {name: event.body[name] for name in _TEXTS if name in event.body}
            parts |= {name: date.fromisoformat(event.body[name]) for name in _DATES if event.body.get(name)}
            cases = tuple(event.body.get("case_keys", finding.case_keys))
            finding = replace(finding, **parts, case_keys=cases, recorded_by=event.actor)
        found[key] = replace(finding, seen=seen)
    return found


def record_finding(book: Casebook, before: Finding, after: Finding, by: Signature) -> Event:
    """Record what changed about a finding. Raises NotAllowed where something needed is missing, SeenAnother."""
    for name, words in (("title", "a title"), ("root_cause", "a root cause"), ("corrective_action", "an action")):
        if not getattr(after, name).strip():
            raise NotAllowed(f"A finding needs {words}. Nothing was saved; enter it.")
    if after.effect and after.done_date is None:
        raise NotAllowed("An effect is measured after the action was done. Nothing was saved; enter the date.")
    body: dict[str, str | list[str]] = {
        name: getattr(after, name) for name in _TEXTS if getattr(after, name) != getattr(before, name)
    }
    for name in _DATES:
        day: date | None = getattr(after, name)
        if day is not None and day != getattr(before, name):
            body[name] = day.isoformat()
    if after.case_keys != before.case_keys:
        body["case_keys"] = list(after.case_keys)
    if not body:
        raise NotAllowed("Nothing was changed.")
    return book.append(Entry(RECORDED, f"finding {before.key}", by.actor, body, by.data_version, before.seen))
