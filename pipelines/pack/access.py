"""Who looked at patient data, exported it, signed in: the access log since the month began, counted by person."""

from __future__ import annotations

from collections import Counter

from pipelines.casebook import KINDS
from pipelines.documents.sections import Section, make_table
from pipelines.pack.decisions import Decisions
from pipelines.plain_words import say_count

_PREFIX = "Access log: "
# The subject of a worksheet is its sample, and it leaves the house like any export.
_WORKSHEET = "sample_worksheet_exported"


def count_access(decisions: Decisions) -> Section:
    """Views, exports, imports and sign-ins by person; every entry is in the evidence."""
    own = [
        event
        for event in decisions.events
        if f"{event.at:%Y-%m}" >= decisions.month.code and _say_kind(event.kind) is not None
    ]
    if not own:
        return Section("No access to patient data was logged since the month began")
    entries = Counter((event.actor, event.kind) for event in own)
    named = Counter((event.actor, event.kind) for event in own if event.body.get("identifiers"))
    rows = [
        (actor, _say_kind(kind), f"{count:,}", f"{named[actor, kind]:,}")
        for (actor, kind), count in sorted(entries.items())
    ]
    people = say_count(len({event.actor for event in own}), "person", "people")
    return Section(
        f"{say_count(len(own), 'access', 'accesses')} by {people} {'was' if len(own) == 1 else 'were'} logged",
        (
            "The access log is part of the casebook's chain: an entry that was changed or removed is found. Without"
            " user accounts only views with identifiers are logged. Every entry is in evidence/rows/casebook.csv.",
        ),
        make_table("Access by person", ("Person", "What", "Entries", "With identifiers"), rows, 2),
    )


def _say_kind(kind: str) -> str | None:
    """What an entry of the access log says, None for other events."""
    meaning = KINDS.get(kind, "")
    if kind == _WORKSHEET:
        return meaning
    if not meaning.startswith(_PREFIX):
        return None
    said = meaning.removeprefix(_PREFIX)
    return said[:1].upper() + said[1:]
