"""Opens archive and published versions of a home with its key, also in the middle of a change of keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from pydantic import SecretStr

from pipelines.errors import NotPublished, WrongKey
from pipelines.store.attach import Mode, attach, is_encrypted
from pipelines.store.encryption import load_crypto
from pipelines.store.home_key import HomeKey


def attach_archive(connection: duckdb.DuckDBPyConnection, path: Path, key: HomeKey | None, mode: Mode = "keep") -> None:
    """Attach the archive as `archive`. Raises UsageError for a wrong or missing key, NotPublished for damage."""
    try:
        _attach_with_any(connection, path, "archive", [one.archive for one in key.list_all()] if key else [], mode)
    except WrongKey:
        if key is None or key.data is None:
            raise
        raise NotPublished(
            f"{path} is damaged, or key.json is not the one that belongs to it. Nothing was published and nothing was"
            " removed. Restore both from the same backup."
        ) from None


def attach_version(connection: duckdb.DuckDBPyConnection, path: Path, name: str, key: HomeKey | None) -> None:
    """Attach a published version for reading. Raises UsageError for a wrong or missing key."""
    _attach_with_any(connection, path, name, [one.text for one in key.list_all()] if key else [], "read")


@contextmanager
def open_version(path: Path, key: HomeKey | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own to a published version, attached as `opened`. Raises as `attach_version` does."""
    with open_memory(key) as connection:
        attach_version(connection, path, "opened", key)
        yield connection


@contextmanager
def open_memory(key: HomeKey | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory that can attach what `key` encrypted."""
    with duckdb.connect(":memory:", config={"autoload_known_extensions": "false"}) as connection:
        connection.execute("set enable_progress_bar = false")
        if key is not None:
            load_crypto(connection)
        yield connection


def _attach_with_any(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, keys: list[SecretStr], mode: Mode
) -> None:
    if not keys or not is_encrypted(path):
        attach(connection, path, name, None, mode)
        return
    for key in keys[:-1]:
        try:
            attach(connection, path, name, key, mode)
        except WrongKey:
            continue
        return
    attach(connection, path, name, keys[-1], mode)
