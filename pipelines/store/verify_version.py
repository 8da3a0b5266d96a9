"""Holds published versions against the archive, and the public copy against the newest of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

import duckdb

from pipelines.errors import KxwatchError, NotPublished, UsageError
from pipelines.store.home import Home
from pipelines.store.home_check import name_some
from pipelines.store.home_files import attach_version
from pipelines.store.home_key import HomeKey
from pipelines.store.originals import list_files
from pipelines.store.warehouse import find_versions

_COMPARED = "file_number, file_sha256, file_name, kind, status, claim_payments, service_lines, payment_cents"
_MADE_AGAIN = "`kxwatch build` makes it again"


def check_versions(home: Home, key: HomeKey | None, connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """A sentence for whatever is missing or changed; the archive stands on `connection` as `archive`."""
    versions = find_versions(home)
    yield from _find_unknown(home, {path for _, path in versions})
    if not versions:
        if connection.execute("select 1 from archive.source.batch where is_published limit 1").fetchall():
            yield f"missing: the published version in versions/; {_MADE_AGAIN}"
        return
    for number, path in versions:
        yield from _check_version(path, key, connection, is_newest=number == versions[-1][0])
    yield from _check_public_copy(home, versions[-1][1])


def _find_unknown(home: Home, known: set[Path]) -> Iterator[str]:
    for path in list_files(home.versions):
        if path not in known:
            yield f"unknown: {path.relative_to(home.root)}; move it out of the data folder"


def _check_version(
    path: Path, key: HomeKey | None, connection: duckdb.DuckDBPyConnection, *, is_newest: bool
) -> Iterator[str]:
    name = f"versions/{path.name}"
    try:
        attach_version(connection, path, "published", key)
    except (NotPublished, UsageError, OSError) as error:
        yield f"changed: {name} cannot be read{quote_cause(error)}"
        return
    try:
        yield from _compare_files(name, connection, is_newest=is_newest)
    finally:
        connection.execute("detach published")


def _compare_files(name: str, connection: duckdb.DuckDBPyConnection, *, is_newest: bool) -> Iterator[str]:
    damage = read_all(connection, "published")
    if damage:
        yield f"changed: {name} is damaged ({damage}); {_MADE_AGAIN}"
        return
    counts = "if(status = 'accepted', {0}, null) as {0}"
    archived = _COMPARED
    for column in ("claim_payments", "service_lines", "payment_cents"):
        archived = archived.replace(column, counts.format(column))
    unknown = connection.execute(
        f"select distinct file_name from (select {_COMPARED} from published.mart.file"
        f" except select {archived} from archive.source.offer) order by all"
    ).fetchall()
    if unknown:
        yield f"changed: {name} and archive.duckdb do not agree on {name_some(row[0] for row in unknown)}"
    if is_newest:
        yield from _find_unlisted(name, connection)


def _find_unlisted(name: str, connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    missing = connection.execute(
        "select distinct file_name from archive.source.offer"
        " where batch_number in (select batch_number from archive.source.batch where is_published)"
        " and file_number not in (select file_number from published.mart.file) order by all"
    ).fetchall()
    if missing:
        yield f"missing: {name} does not list {name_some(row[0] for row in missing)}"


def read_all(connection: duckdb.DuckDBPyConnection, database: str) -> str | None:
    """Read every row of an attached database; the first table that cannot be read, None when all can."""
    tables = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = $name order by all",
        {"name": database},
    ).fetchall()
    for (table,) in tables:
        try:
            connection.execute(f"select max(hash(row_read)) from {database}.{table} as row_read").fetchall()
        except duckdb.Error:
            return f"table {table}"
    return None


def _check_public_copy(home: Home, newest: Path) -> Iterator[str]:
    beside = home.root / newest.name
    copy = beside if beside.exists() else home.warehouse
    if not copy.exists():
        yield f"missing: {copy.name}; {_MADE_AGAIN}"
    elif _hash(copy) != _hash(newest):
        yield f"changed: {copy.name} is not a copy of versions/{newest.name}; {_MADE_AGAIN}"


def _hash(path: Path) -> bytes:
    with path.open("rb") as handle:
        return file_digest(handle, "sha256").digest()


def quote_cause(error: Exception) -> str:
    """What was found wrong, as the end of a sentence; nothing where its text may hold data."""
    if isinstance(error, OSError):
        return f" ({error.strerror or os.strerror(error.errno or 0)})"
    return f": {error}" if isinstance(error, KxwatchError) else ""
