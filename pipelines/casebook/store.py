"""Appends events to the casebook and reads them.

Decision 0123.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from pipelines.casebook.chain import FIRST_LINK, Chain, link, seal_tail, tag_subject
from pipelines.casebook.engine import reading, tidy_sqlite, writing
from pipelines.casebook.events import KINDS, Entry, Event, read_event
from pipelines.casebook.faults import CasebookUnavailable, SeenAnother
from pipelines.casebook.heads import write_head
from pipelines.casebook.schema import casebook, check_version, event
from pipelines.casebook.vault import Vault, keep_vault
from pipelines.store.home import Home

_ATTEMPTS = 2
_PAUSE_SECONDS = 0.2


class Casebook:
    """The casebook of one home. Threads may share it; processes open their own."""

    def __init__(self, home: Home, engine: sa.Engine, load: Callable[[], Vault], now: Callable[[], datetime]) -> None:
        self.engine = engine
        self._home, self._load, self._now = home, load, now
        self._vault = load()

    def append(self, entry: Entry) -> Event:
        """Record one event. Raises SeenAnother if the subject has an event that `entry.seen` does not know."""
        return self.append_all([entry])[0]

    def append_all(self, entries: Sequence[Entry]) -> list[Event]:
        """Record all of these events or none. An attempt that is repeated after a lost connection counts once."""
        for entry in entries:
            if entry.kind not in KINDS:
                raise ValueError(f"{entry.kind} is not in event_kind.csv")
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._append(entries)
            except CasebookUnavailable:
                if attempt == _ATTEMPTS or self.engine.dialect.name != "postgresql":
                    raise
                time.sleep(_PAUSE_SECONDS)
        raise AssertionError("unreachable")

    def _append(self, entries: Sequence[Entry]) -> list[Event]:
        with writing(self.engine) as connection:
            state = connection.execute(sa.select(casebook).with_for_update()).mappings().one()
            self._settle(connection, state)
            recorded = self._find_recorded(connection, entries)
            if recorded:
                return recorded
            chain, events = Chain(state["length"], state["head"]), []
            for entry in entries:
                self._check_seen(connection, entry)
                events.append(self._insert(connection, entry, chain))
                chain = Chain(events[-1].sequence, events[-1].mac)
            tail = seal_tail(self._vault.secret, chain)
            connection.execute(casebook.update().values(length=chain.length, head=chain.head, tail_mac=tail))
        return events

    def _find_recorded(self, connection: sa.Connection, entries: Sequence[Entry]) -> list[Event]:
        chosen = event.c.event_key.in_([entry.key for entry in entries])
        return self._select(connection, sa.select(event).where(chosen))

    def _check_seen(self, connection: sa.Connection, entry: Entry) -> None:
        if entry.seen is None:
            return
        newer = sa.select(event).where(self._is_about(entry.subject), event.c.sequence > entry.seen)
        found = self._select(connection, newer)
        if found:
            raise SeenAnother(found[-1])

    def _insert(self, connection: sa.Connection, entry: Entry, chain: Chain) -> Event:
        content = entry.to_content()
        row: dict[str, object] = {
            "sequence": chain.length + 1,
            "event_key": entry.key,
            "at": self._now().isoformat(timespec="microseconds"),
            "kind": entry.kind,
            "previous_mac": chain.head,
        }
        row["mac"] = link(self._vault.secret, row, content)
        tag = tag_subject(self._vault.secret, entry.subject)
        connection.execute(event.insert().values(**row, subject_tag=tag, content=self._vault.seal(content)))
        return read_event(row, content)

    def read(
        self, kinds: Collection[str] = (), subject: str | None = None, month: str | None = None, after: int = 0
    ) -> list[Event]:
        """Events in order: of these kinds (all), about this subject, recorded in this month (YYYY-MM, UTC)."""
        chosen = sa.select(event).where(event.c.sequence > after)
        if kinds:
            chosen = chosen.where(event.c.kind.in_(sorted(kinds)))
        if subject is not None:
            chosen = chosen.where(self._is_about(subject))
        if month is not None:
            chosen = chosen.where(event.c.at.startswith(month, autoescape=True))
        with reading(self.engine) as connection:
            state = connection.execute(sa.select(casebook)).mappings().one()
            if state["key_number"] != self._vault.key_number:
                self._vault = self._load()
            return self._select(connection, chosen)

    def chain(self) -> Chain:
        """How many events there are now, and the code of the last one."""
        with reading(self.engine) as connection:
            state = connection.execute(sa.select(casebook.c.length, casebook.c.head)).one()
        return Chain(state.length, state.head)

    def record_head(self, made_for: str) -> Chain:
        """Keep length and head of now beside the casebook, so that `verify` finds what is shortened or rewritten."""
        chain = self.chain()
        write_head(self._home.casebook_heads, self._vault.secret, made_for, self._now(), chain)
        return chain

    def describe_mismatch(self, chain: Chain) -> str | None:
        """Why the casebook does not contain a chain of this length and head (of an earlier pack); None if it does."""
        with reading(self.engine) as connection:
            return describe_mismatch(connection, chain)

    def _is_about(self, subject: str) -> sa.ColumnElement[bool]:
        return event.c.subject_tag == tag_subject(self._vault.secret, subject)

    def _select(self, connection: sa.Connection, chosen: sa.Select[Any]) -> list[Event]:
        rows = connection.execute(chosen.order_by(event.c.sequence)).mappings()
        return [read_event(row, self._vault.open(row["content"])) for row in rows]

    def _settle(self, connection: sa.Connection, state: sa.RowMapping) -> None:
        """All contents are encrypted with the home's key of now, whatever change of keys came before."""
        check_version(state["version"])
        if state["key_number"] == self._vault.key_number:
            return
        self._vault = self._load()
        if state["key_number"] != self._vault.key_number:
            encrypt_contents(connection, self._vault)

    def settle(self) -> None:
        """Encrypt everything with the home's key of now, and keep no bytes of before in the file."""
        with writing(self.engine) as connection:
            self._vault = self._load()
            self._settle(connection, connection.execute(sa.select(casebook).with_for_update()).mappings().one())
        keep_vault(self._home, self._vault)
        tidy_sqlite(self.engine, "vacuum", "pragma wal_checkpoint(truncate)")


def encrypt_contents(connection: sa.Connection, vault: Vault) -> None:
    """Write every content anew with the key of `vault`; the chain, made over what was written, stays as it is."""
    for row in connection.execute(sa.select(event.c.sequence, event.c.content)).all():
        content = vault.seal(vault.open(row.content))
        connection.execute(event.update().where(event.c.sequence == row.sequence).values(content=content))
    connection.execute(casebook.update().values(key_number=vault.key_number))


def describe_mismatch(connection: sa.Connection, chain: Chain) -> str | None:
    """Why the events do not contain a chain of this length and head; None if they do."""
    length = connection.execute(sa.select(sa.func.count()).select_from(event)).scalar_one()
    if length < chain.length:
        return f"it had {chain.length:,} events, now it has {length:,}"
    found = connection.execute(sa.select(event.c.mac).where(event.c.sequence == chain.length)).scalar()
    if (found or FIRST_LINK) != chain.head:
        return f"event {chain.length:,} is not the one that was there"
    return None
