"""Opens archive and newest warehouse side by side, read-only, for the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.errors import UsageError
from pipelines.models.catalog import SQL_FOLDER, load_models
from pipelines.settings import Settings
from pipelines.store.archive import connect
from pipelines.store.home import Home
from pipelines.store.home_files import attach_archive, attach_version
from pipelines.store.home_key import HomeKey, load_key
from pipelines.store.originals import read_original
from pipelines.store.warehouse import find_versions

Row = dict[str, Any]

_ARCHIVED = "select table_name from duckdb_tables() where database_name = 'archive' and schema_name = 'source'"


@dataclass(frozen=True)
class Stages:
    """Every stage of one home: `source` and `staging` over the archive, `warehouse.ledger`, `warehouse.mart`."""

    connection: duckdb.DuckDBPyConnection
    home: Home
    key: HomeKey | None

    def rows(self, sql: str, **parameters: object) -> list[Row]:
        """The answer as one dict a row."""
        cursor = self.connection.execute(sql, parameters or None)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql: str, **parameters: object) -> Row | None:
        """The first row of the answer, None if there is none."""
        return next(iter(self.rows(sql, **parameters)), None)


def read_stored(stages: Stages, offer: Row) -> bytes:
    """The bytes of an accepted file. Raises UsageError where its original is missing."""
    path = stages.home.originals / str(offer["batch_number"]) / offer["file_sha256"]
    if not path.exists():
        raise UsageError(f"The original of {offer['file_name']} is not in {path.parent}. Restore it from your backup.")
    return read_original(path, stages.key)


@contextmanager
def open_stages(settings: Settings) -> Iterator[Stages]:
    """Open the home of `settings` for reading. Raises UsageError when nothing was built there yet."""
    home = Home(settings.home)
    versions = find_versions(home)
    if not versions or not home.archive.exists():
        raise UsageError(
            f"There is no warehouse in {home.root} yet. Run `kxwatch build` first, or name the data folder with --home."
        )
    with connect(settings, home) as connection:
        key = load_key(home, settings.key)
        attach_archive(connection, home.archive, key, "read")
        attach_version(connection, versions[-1][1], "warehouse", key)
        connection.execute((SQL_FOLDER / "macros.sql").read_text(encoding="utf-8"))
        for schema in ("source", "staging"):
            connection.execute(f"create schema {schema}")
        for (name,) in connection.execute(_ARCHIVED).fetchall():
            connection.execute(f"create view source.{name} as from archive.source.{name}")
        for model in load_models():
            if model.name in ("staging.service_line", "staging.claim_payment", "staging.adjustment"):
                connection.execute(f"create view {model.name} as {model.sql}")
        yield Stages(connection, home, key)
