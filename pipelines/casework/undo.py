"""Which events count: an undo is an event too, and undoing it brings back what it undid."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.casebook import Event

UNDONE = "decision_undone"


def list_effective(events: Sequence[Event]) -> list[Event]:
    """The events that still count, in order, without the undoing ones."""
    undone: set[int] = set()
    for event in reversed(events):
        if event.kind == UNDONE and event.sequence not in undone:
            undone.add(int(event.body["undoes"]))
    return [event for event in events if event.kind != UNDONE and event.sequence not in undone]
