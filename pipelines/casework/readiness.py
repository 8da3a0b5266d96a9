"""Documentation readiness at the crossing: a versioned checklist that a person answers from the chart."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pipelines.casebook import Casebook, Entry, Event
from pipelines.casework.decisions import Signature
from pipelines.casework.rules import NotAllowed
from pipelines.casework.subjects import group_by_subject
from pipelines.casework.undo import UNDONE

RECORDED = "readiness_recorded"
KINDS = (RECORDED, UNDONE)
ANSWERS = ("yes", "no", "not_applicable")


@dataclass(frozen=True)
class ReadinessItem:
    """One question of the checklist with its source."""

    code: str
    version: int
    question: str
    source: str


@dataclass(frozen=True)
class Readiness:
    """The answers about one case, by item; null where nobody answered yet."""

    case_key: str
    answers: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    version: int | None = None
    answered_by: str = ""
    answered_date: date | None = None
    seen: int = 0


def read_items() -> list[ReadinessItem]:
    """The checklist in its order."""
    with (Path(__file__).parent / "readiness_item.csv").open(encoding="utf-8", newline="") as handle:
        return [
            ReadinessItem(row["item_code"], int(row["version"]), row["question"], row["source"])
            for row in csv.DictReader(handle)
        ]


CHECKLIST_VERSION = max(item.version for item in read_items())


def list_missing(readiness: Readiness) -> list[ReadinessItem]:
    """The items that are answered with no, or not at all."""
    return [item for item in read_items() if readiness.answers.get(item.code) in (None, "no")]


def derive_readiness(events: Sequence[Event]) -> dict[str, Readiness]:
    """The newest answers about each case, from all events of KINDS."""
    found: dict[str, Readiness] = {}
    for key, (history, seen) in group_by_subject(events, "readiness").items():
        readiness = Readiness(key, seen=seen)
        for event in history:
            body = event.body
            readiness = replace(
                readiness, answers={**readiness.answers, **body["answers"]}, note=body.get("note", readiness.note),
                version=body["version"], answered_by=event.actor, answered_date=event.at.date(),
            )  # fmt: skip
        found[key] = readiness
    return found


def record_readiness(book: Casebook, before: Readiness, after: Readiness, by: Signature) -> Event:
    """Record the answers that changed. Raises NotAllowed for an unknown item or answer, SeenAnother."""
    codes = {item.code for item in read_items()}
    changed = {code: said for code, said in after.answers.items() if said != before.answers.get(code)}
    if not set(changed) <= codes or not set(changed.values()) <= set(ANSWERS):
        raise NotAllowed("The checklist has no such item or answer. Nothing was saved.")
    if not changed and after.note == before.note:
        raise NotAllowed("Nothing was changed. Answer an item or enter a note.")
    body = {"answers": changed, "note": after.note, "version": CHECKLIST_VERSION}
    return book.append(Entry(RECORDED, f"readiness {before.case_key}", by.actor, body, by.data_version, before.seen))
