"""Tables of the casebook and their versions; an older casebook is brought up to date when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import sqlalchemy as sa

from pipelines.casebook.faults import NewerCasebook

metadata = sa.MetaData()
# One row. It is also the lock that writers queue for on PostgreSQL.
casebook = sa.Table(
    "casebook",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("key_number", sa.Text, nullable=False),
    sa.Column("secret_number", sa.Text, nullable=False),
    sa.Column("length", sa.BigInteger, nullable=False),
    sa.Column("head", sa.Text, nullable=False),
    sa.Column("tail_mac", sa.Text, nullable=False),
)
event = sa.Table(
    "event",
    metadata,
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("event_key", sa.Text, nullable=False, unique=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject_tag", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("previous_mac", sa.Text, nullable=False, unique=True),
    sa.Column("mac", sa.Text, nullable=False, unique=True),
    sa.Index("event_by_kind", "kind", "at"),
    sa.Index("event_by_subject", "subject_tag", "sequence"),
)

# What leads from version n to n + 1, from version 1 on; add a step and never change one that was released.
MIGRATIONS: tuple[Callable[[sa.Connection], None], ...] = ()
NEWEST = 1 + len(MIGRATIONS)
_ROWS_AT_ONCE = 1000


def has_tables(connection: sa.Connection) -> bool:
    """Whether there is a casebook in this database."""
    return sa.inspect(connection).has_table(casebook.name)


def read_in_parts(connection: sa.Connection) -> Iterator[Sequence[sa.RowMapping]]:
    """All events in order, a thousand at once."""
    last: object = None
    while True:
        chosen = sa.select(event).order_by(event.c.sequence).limit(_ROWS_AT_ONCE)
        if last is not None:
            chosen = chosen.where(event.c.sequence > last)
        part = connection.execute(chosen).mappings().all()
        if not part:
            return
        yield part
        last = part[-1]["sequence"]


def check_version(version: int) -> None:
    """Raises NewerCasebook for what this version of kxwatch does not know."""
    if version > NEWEST:
        raise NewerCasebook(
            f"The casebook was written by a newer kxwatch (casebook version {version}, this one knows {NEWEST})."
            " Nothing was changed; update kxwatch."
        )


def migrate(connection: sa.Connection) -> None:
    """Bring an existing casebook to the newest version, within the transaction of the caller."""
    version = connection.execute(sa.select(casebook.c.version)).scalar_one()
    check_version(version)
    for step in MIGRATIONS[version - 1 :]:
        step(connection)
    if version < NEWEST:
        connection.execute(casebook.update().values(version=NEWEST))
