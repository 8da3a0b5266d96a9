"""The rules of casework: which status may follow which, with which reasons; read by pages and tests alike."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.errors import UsageError

NEW, CLOSED, CORRECTED = "new", "closed", "corrected"
CAUSE_ENDED = "cause_ended"
# A longer note belongs into the chart.
LONGEST_NOTE = 4000


def _read(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


TRANSITIONS = frozenset((row["from_status"], row["to_status"]) for row in _read("transition.csv"))
STATUSES = tuple(dict.fromkeys([NEW, *(row["to_status"] for row in _read("transition.csv"))]))
# Reason code -> the status that it may give a reason for, and its meaning.
REASONS = {row["reason_code"]: (row["to_status"], row["meaning"]) for row in _read("reason.csv")}


class NotAllowed(UsageError):
    """A decision that the rules of casework do not allow; nothing was saved."""


@dataclass(frozen=True)
class Change:
    """What a person changes about a case; null leaves a part as it is."""

    status: str | None = None
    reason: str | None = None
    note: str | None = None
    owner: str | None = None
    due_date: date | None = None
    corrective_date: date | None = None

    def to_body(self) -> dict[str, str]:
        """The changed parts, as they are recorded."""
        parts = {name: value for name, value in vars(self).items() if value is not None}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in parts.items()}


def list_next(status: str, *, is_cause_ended: bool = False) -> list[str]:
    """The statuses that may follow; whatever has no cause any more may be closed."""
    allowed = [one for one in STATUSES if (status, one) in TRANSITIONS]
    return [*allowed, CLOSED] if is_cause_ended and CLOSED not in (status, *allowed) else allowed


def list_reasons(status: str) -> dict[str, str]:
    """Reason code -> its meaning, for a status that is about to be chosen."""
    return {code: meaning for code, (to_status, meaning) in REASONS.items() if to_status == status}


def check_change(status: str, change: Change, *, is_cause_ended: bool = False) -> None:
    """Raises NotAllowed with the sentence for a change that may not follow `status`."""
    body = change.to_body()
    if not body:
        raise NotAllowed("Nothing was changed. Choose a status, or enter a note, an owner or a due date.")
    if len(change.note or "") > LONGEST_NOTE:
        raise NotAllowed(f"The comment is longer than {LONGEST_NOTE:,} characters. Nothing was saved; shorten it.")
    if change.status is None:
        if change.reason is not None:
            raise NotAllowed("A reason belongs to a new status. Nothing was saved; choose the status.")
        return
    if change.status not in list_next(status, is_cause_ended=is_cause_ended):
        raise NotAllowed(f"A case cannot go from {_say(status)} to {_say(change.status)}. Nothing was saved.")
    _check_reason(change, list_reasons(change.status))


def _check_reason(change: Change, reasons: Mapping[str, str]) -> None:
    if change.reason is not None and change.reason not in reasons:
        raise NotAllowed(f"This is not a reason for {_say(str(change.status))}. Nothing was saved; choose another one.")
    if reasons and change.reason is None:
        raise NotAllowed(f"The status {_say(str(change.status))} needs a reason. Nothing was saved; choose one.")
    if change.status == CLOSED and not (change.note or "").strip():
        raise NotAllowed("Closing a case needs a comment. Nothing was saved; enter one.")
    if change.status == CORRECTED and change.corrective_date is None:
        raise NotAllowed("A corrected case needs the date of the corrective action. Nothing was saved; enter it.")


def _say(status: str) -> str:
    return status.replace("_", " ")
