"""Cases: what the data show and what people decided about it, derived from the events of the casebook.

Decision 0135.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pipelines.casebook import Event
from pipelines.casework.rules import CLOSED, NEW
from pipelines.casework.undo import UNDONE, list_effective

LISTED, DECIDED = "cases_listed", "case_decided"
KINDS = (LISTED, DECIDED, UNDONE)
# The one subject of the lists that compare casebook and data; two sessions cannot both write the same list.
LIST_SUBJECT = "cases"


@dataclass(frozen=True)
class Cause:
    """A case as the data show it: a row of mart.review_case."""

    key: str
    category: str
    cause_date: date
    is_recent: bool
    facts: Mapping[str, Any] = field(default_factory=dict)

    def to_body(self) -> dict[str, Any]:
        """What is recorded when the case opens, so that it is known after the data changed."""
        own = {"key": self.key, "category": self.category, "cause_date": self.cause_date.isoformat()}
        return {**self.facts, **own}


@dataclass(frozen=True)
class Case:
    """A case as it stands. `seen` is its last event, for the next decision; `events` its history, undone ones too."""

    key: str
    category: str
    cause_date: date
    facts: Mapping[str, Any]
    opened_date: date
    status: str = NEW
    reason: str | None = None
    note: str | None = None
    owner: str | None = None
    due_date: date | None = None
    corrective_date: date | None = None
    decided_date: date | None = None
    ended_date: date | None = None
    returned_date: date | None = None
    seen: int = 0
    events: tuple[Event, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether a person closed it."""
        return self.status == CLOSED

    @property
    def is_cause_ended(self) -> bool:
        """Whether the data no longer show why there is a case, and no person has closed it."""
        return self.ended_date is not None and not self.is_closed


def name_subject(key: str) -> str:
    """The subject of a case's events."""
    return f"case {key}"


def derive_cases(events: Sequence[Event]) -> dict[str, Case]:
    """Every case that was ever opened, by its key, from all events of KINDS."""
    histories: dict[str, list[Event]] = {}
    for event in events:
        if event.subject.startswith("case "):
            histories.setdefault(event.subject.removeprefix("case "), []).append(event)
    counted = {event.sequence for history in histories.values() for event in list_effective(history)}
    cases: dict[str, Case] = {}
    for event in events:
        if event.kind == LISTED:
            _apply_list(cases, event)
        elif event.sequence in counted:
            _apply_decision(cases, event)
    for key, history in histories.items():
        if key in cases:
            cases[key] = replace(cases[key], seen=history[-1].sequence, events=tuple(history))
    return cases


def _apply_list(cases: dict[str, Case], event: Event) -> None:
    on = event.at.date()
    for told in event.body.get("opened", ()):
        cases[told["key"]] = _open(told, on)
    for told in event.body.get("returned", ()):
        cases[told["key"]] = replace(
            cases[told["key"]], status=NEW, cause_date=date.fromisoformat(told["cause_date"]), returned_date=on,
            ended_date=None, due_date=None, reason=None,
        )  # fmt: skip
    for key in event.body.get("ended", ()):
        cases[key] = replace(cases[key], ended_date=on)
    for key in event.body.get("again", ()):
        cases[key] = replace(cases[key], ended_date=None)


def _open(told: Mapping[str, Any], on: date) -> Case:
    facts = {name: value for name, value in told.items() if name not in ("key", "category", "cause_date")}
    return Case(told["key"], told["category"], date.fromisoformat(told["cause_date"]), facts, on)


def _apply_decision(cases: dict[str, Case], event: Event) -> None:
    key = event.subject.removeprefix("case ")
    if key not in cases:
        return
    parts = dict(event.body)
    for name in ("due_date", "corrective_date"):
        if name in parts:
            parts[name] = date.fromisoformat(parts[name])
    known = {name: parts[name] for name in parts if name in Case.__dataclass_fields__}
    if "status" in parts:
        known |= {"decided_date": event.at.date(), "reason": parts.get("reason")}
    cases[key] = replace(cases[key], **known)


def compare(cases: Mapping[str, Case], causes: Iterable[Cause]) -> dict[str, list[Any]]:
    """The body of the next LISTED event: what is new, came back, ended or is there again; empty when nothing is."""
    shown = {cause.key: cause for cause in causes}
    known = {key: case for key, case in cases.items() if key in shown}
    found: dict[str, list[Any]] = {
        "opened": [cause.to_body() for key, cause in shown.items() if key not in known and cause.is_recent],
        "returned": [shown[key].to_body() for key, case in known.items() if has_returned(case, shown[key].cause_date)],
        "ended": [key for key, case in cases.items() if key not in shown and case.ended_date is None],
        "again": [key for key, case in known.items() if case.is_cause_ended],
    }
    return {name: value for name, value in found.items() if value}


def has_returned(case: Case, cause_date: date) -> bool:
    """A closed case comes back only for a service date after its corrective action, else after it was closed."""
    if not case.is_closed:
        return False
    settled = case.corrective_date or case.decided_date or case.opened_date
    return cause_date > settled
