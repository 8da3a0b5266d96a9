"""Reads the events of one kind of subject (finding, refund, month), undone ones left out, with the last event seen."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.casebook import Event
from pipelines.casework.undo import list_effective


def group_by_subject(events: Sequence[Event], prefix: str) -> dict[str, tuple[list[Event], int]]:
    """Name of the subject without its prefix -> its events that count, and the sequence of its last event."""
    histories: dict[str, list[Event]] = {}
    for event in events:
        if event.subject.startswith(f"{prefix} "):
            histories.setdefault(event.subject.removeprefix(f"{prefix} "), []).append(event)
    return {name: (list_effective(history), history[-1].sequence) for name, history in histories.items()}
