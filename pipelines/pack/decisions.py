"""What people decided and looked at, from the casebook: sign-offs, decisions and the access log of a month.

Decision 0150.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.casebook import KINDS, Casebook, Chain, Event
from pipelines.casebook.chain import FIRST_LINK
from pipelines.documents.sections import Section, make_table
from pipelines.month import Month
from pipelines.pack.tables import Table
from pipelines.plain_words import say_count

PREPARED, APPROVED, REOPENED = "month_prepared", "month_approved", "month_reopened"
_MEANINGS = {
    PREPARED: "prepared for approval",
    APPROVED: "approved; the month is closed",
    REOPENED: "preparation withdrawn",
}
_COLUMNS = tuple((name, "text") for name in ("at", "kind", "subject", "actor", "data_version", "body", "mac"))


@dataclass(frozen=True)
class Decisions:
    """The events of the casebook up to the close of the month, or up to now, and the chain they make."""

    month: Month
    chain: Chain
    events: tuple[Event, ...]

    @property
    def signatures(self) -> list[Event]:
        """Who prepared, approved or withdrew the close of this month, in order."""
        return [event for event in self.events if _is_signature_of(event, self.month)]

    @property
    def is_closed(self) -> bool:
        """Whether the month is approved and not reopened since."""
        return bool(self.signatures) and self.signatures[-1].kind == APPROVED


def _is_signature_of(event: Event, month: Month) -> bool:
    return event.kind in _MEANINGS and month.code in (event.subject.rpartition(" ")[2], event.body.get("month"))


def read_decisions(casebook: Casebook, month: Month) -> Decisions:
    """The events that belong into the pack of a month.

    Of a closed month up to its approval, so that its pack stays the same; of any other one up to now.
    """
    events = casebook.read()
    signatures = [event for event in events if _is_signature_of(event, month)]
    if signatures and signatures[-1].kind == APPROVED:
        events = events[: signatures[-1].sequence]
    chain = Chain(events[-1].sequence, events[-1].mac) if events else Chain(0, FIRST_LINK)
    return Decisions(month, chain, tuple(events))


def tabulate_events(decisions: Decisions) -> Table:
    """All events as rows of evidence, each with the code that the next one builds on."""
    rows = tuple(
        (
            event.sequence,
            event.at.isoformat(timespec="microseconds"),
            event.kind,
            event.subject,
            event.actor,
            event.data_version,
            json.dumps(dict(event.body), sort_keys=True, ensure_ascii=False),
            event.mac,
        )
        for event in decisions.events
    )
    return Table("casebook", (("sequence", "integer"), *_COLUMNS), rows)


def write_decisions(decisions: Decisions) -> list[Section]:
    """The sections on sign-off and on decisions; what a person noted about a patient stays in the evidence."""
    return [_write_signatures(decisions), _count_decisions(decisions)]


def _write_signatures(decisions: Decisions) -> Section:
    month = decisions.month.name
    rows = [
        (event.actor, _say_meaning(event), f"{event.at:%b} {event.at.day}, {event.at:%Y, %H:%M} UTC")
        for event in decisions.signatures
    ]
    title = f"{month} is closed" if decisions.is_closed else f"{month} is a draft, not closed"
    if rows:
        return Section(title, (), make_table("Signatures", ("Name", "Meaning", "Time"), rows))
    return Section(title, ("Nobody has signed this month. A close takes two people: one prepares, another approves.",))


def _say_meaning(event: Event) -> str:
    """What was signed, in the words that were on the screen."""
    told = str(event.body.get("meaning") or "")
    return f"{_MEANINGS[event.kind]}: {told}" if told else _MEANINGS[event.kind]


def _count_decisions(decisions: Decisions) -> Section:
    own = [event for event in decisions.events if f"{event.at:%Y-%m}" >= decisions.month.code]
    counts = Counter(event.kind for event in own)
    people = len({event.actor for event in own})
    title = f"{say_count(len(own), 'event was', 'events were')} recorded since the month began"
    if not own:
        return Section(title, ("No case was opened or decided, and no access was logged, since the month began.",))
    rows = [(KINDS.get(kind, kind), f"{counts[kind]:,}") for kind in sorted(counts)]
    sentence = (
        f"By {say_count(people, 'person', 'people')}. Every event, with its text, is in evidence/rows/casebook.csv."
    )
    return Section(title, (sentence,), make_table("Events by kind", ("What was recorded", "Events"), rows, 1))


def list_signatures(decisions: Decisions) -> Sequence[dict[str, str]]:
    """The signatures for the manifest."""
    return [
        {"name": event.actor, "meaning": _say_meaning(event), "at": event.at.isoformat(timespec="seconds")}
        for event in decisions.signatures
    ]
