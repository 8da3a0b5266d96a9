"""Events of the casebook: who decided what about which subject, and the table of kinds that exist."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4


def _read_kinds() -> dict[str, str]:
    with (Path(__file__).parent / "event_kind.csv").open(encoding="utf-8", newline="") as handle:
        return {row["kind"]: row["meaning"] for row in csv.DictReader(handle)}


# Every kind of event with its meaning, from `event_kind.csv`; an event of another kind is refused.
KINDS = _read_kinds()


@dataclass(frozen=True)
class Entry:
    """An event before it is recorded.

    `subject` names what it is about (a case, a user, a month). `seen` is the sequence of the last event of that
    subject that the person had seen: 0 for none, None where it does not matter (the access log). `data_version` is the
    warehouse version on the screen. `key` makes a repeated attempt count once.
    """

    kind: str
    subject: str
    actor: str
    body: Mapping[str, Any] = field(default_factory=dict)
    data_version: str = ""
    seen: int | None = None
    key: str = field(default_factory=lambda: uuid4().hex)

    def to_content(self) -> bytes:
        """The part of the event that is encrypted when the home is."""
        content = {
            "actor": self.actor,
            "body": dict(self.body),
            "data_version": self.data_version,
            "seen": self.seen,
            "subject": self.subject,
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


@dataclass(frozen=True)
class Event:
    """A recorded event. `sequence` counts from 1 without gaps; `mac` is the link that the next event builds on."""

    sequence: int
    key: str
    at: datetime
    kind: str
    subject: str
    actor: str
    body: Mapping[str, Any]
    data_version: str
    seen: int | None
    mac: str


def read_event(row: Mapping[Any, Any], content: bytes) -> Event:
    """The event in a row of the table, with its content already decrypted."""
    return Event(
        sequence=row["sequence"],
        key=row["event_key"],
        at=datetime.fromisoformat(row["at"]),
        kind=row["kind"],
        mac=row["mac"],
        **json.loads(content),
    )
