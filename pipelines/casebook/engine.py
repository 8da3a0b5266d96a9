"""Connections to the casebook: SQLite in the home, or PostgreSQL by KXWATCH_CASEBOOK_URL.

A decision is a matter of minutes, so each transaction has a connection of its own and none is kept that could be lost.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import SecretStr

from pipelines.casebook.faults import explain_fault
from pipelines.errors import UsageError

_PATIENCE_SECONDS = 60
_CONNECT_SECONDS = 10
# Of a new database: two sessions may want to switch it to write-ahead logging at once, which SQLite does not queue.
_WAL_ATTEMPTS = 200
_WAL_PAUSE_SECONDS = 0.05
_MIGRATION_LOCK = 7_421_001


def make_engine(path: Path, url: SecretStr | None) -> sa.Engine:
    """The engine of the casebook. Raises UsageError for an URL that is not of PostgreSQL."""
    return make_postgresql_engine(url) if url is not None else make_sqlite_engine(path)


def make_sqlite_engine(path: Path) -> sa.Engine:
    """The engine of a casebook in a file."""
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        poolclass=sa.NullPool,
        connect_args={"timeout": _PATIENCE_SECONDS},
        hide_parameters=True,
    )
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def make_postgresql_engine(url: SecretStr) -> sa.Engine:
    """The engine of a casebook on a server. The URL may hold a password and is never repeated."""
    try:
        parsed = sa.make_url(url.get_secret_value())
    except sa.exc.ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise UsageError(
            "KXWATCH_CASEBOOK_URL is not a PostgreSQL address. No changes were made; use"
            " postgresql://USER:PASSWORD@HOST/DATABASE, or unset it to keep the casebook in the data folder."
        )
    return sa.create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        poolclass=sa.NullPool,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "options": f"-c lock_timeout={_PATIENCE_SECONDS}s"},
        hide_parameters=True,
    )


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite alone
    connection.execute(f"pragma busy_timeout = {_PATIENCE_SECONDS * 1000}")
    for attempt in range(_WAL_ATTEMPTS):
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == _WAL_ATTEMPTS - 1:
                raise
            time.sleep(_WAL_PAUSE_SECONDS)
        else:
            break
    connection.execute("pragma synchronous = full")
    connection.execute("pragma secure_delete = on")


def _begin_sqlite(connection: sa.Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("begin immediate" if is_writing else "begin")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One state of the casebook, whatever others write meanwhile. Raises CasebookUnavailable or CasebookDamaged."""
    with _transaction(engine, is_writing=False) as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction of the only writer: all of the block or nothing. Raises as `reading` does."""
    with _transaction(engine, is_writing=True) as connection:
        yield connection


@contextmanager
def _transaction(engine: sa.Engine, **options: Any) -> Iterator[sa.Connection]:
    try:
        with engine.connect() as connection, connection.execution_options(**options).begin():
            yield connection
    except sa.exc.SQLAlchemyError as error:
        explain_fault(error)


def tidy_sqlite(engine: sa.Engine, *statements: str) -> None:
    """Run what SQLite only does outside a transaction; another database has no need of it."""
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        for statement in statements:
            connection.cursor().execute(statement)
    finally:
        connection.close()


def lock_schema(connection: sa.Connection) -> None:
    """Let one session at a time create or migrate tables; SQLite's writers queue anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
