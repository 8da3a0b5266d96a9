"""Writes the archive: the originals by sha256 and their source.* rows; the only writer of both.

Decision 0001.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.intake.offer import OFFER_SCHEMA, Offer
from pipelines.settings import Settings
from pipelines.sources.kept_tables import KEPT_TABLES
from pipelines.sources.schema import ARCHIVE_TABLES
from pipelines.store.archive_layout import LAYOUT, settle_layout
from pipelines.store.attach import attach, describe_damage
from pipelines.store.encryption import SALT_BYTES, load_crypto
from pipelines.store.home import Home
from pipelines.store.home_files import attach_archive
from pipelines.store.home_key import HomeKey
from pipelines.store.rows_hash import write_rows_hash
from pipelines.store.source_tables import create_source_tables, grow_source_tables

_SECRET_BYTES = 32
_KEPT = ", ".join(KEPT_TABLES["crossing_forecast"].names)


def connect(settings: Settings, home: Home) -> duckdb.DuckDBPyConnection:
    """An in-memory database to which archive and draft are attached, within the limits of `settings`."""
    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": str(settings.threads),
            "memory_limit": settings.database_memory,
            "temp_directory": str(home.drafts / "spill"),
            "preserve_insertion_order": "false",
            "python_enable_replacements": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    connection.execute("set enable_progress_bar = false")
    if settings.key is not None:
        load_crypto(connection)
        connection.execute("set temp_file_encryption = true")
    return connection


class Archive:
    """The attached archive of one home, in the hands of its one writer."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, home: Home, key: HomeKey | None) -> None:
        self.connection = connection
        self.home = home
        self.key = key
        if not home.archive.exists():
            self._create(home.drafts / home.archive.name)
        attach_archive(connection, home.archive, key)
        self._check_is_archive()
        settle_layout(connection, home.archive)
        grow_source_tables(connection)
        self.beneficiary_secret: str = self._rows("select beneficiary_secret from archive.source.home")[0][0]

    def _check_is_archive(self) -> None:
        """Another database under this name is not taken for an archive. Raises NotPublished."""
        found = self._rows(
            "select count(*) from duckdb_tables() where database_name = 'archive' and schema_name = 'source'"
            " and table_name in ('home', 'batch', 'offer')"
        )
        if found != [(3,)]:
            raise describe_damage(self.home.archive)

    def _rows(self, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, parameters or None).fetchall()

    def _create(self, draft: Path) -> None:
        """Made aside and put in place whole, so that a kill leaves no half archive."""
        attach(self.connection, draft, "archive", self.key.archive if self.key else None, "draft")
        with self.transaction():
            create_source_tables(self.connection, "archive.source")
            self.connection.execute(
                "create table archive.source.batch (batch_number bigint, version_number bigint, is_published boolean)"
            )
            self.connection.execute(
                "create table archive.source.home as"
                " select $secret::varchar as beneficiary_secret, $salt::blob as original_salt,"
                " $layout::bigint as layout_number",
                {"layout": LAYOUT, "secret": secrets.token_hex(_SECRET_BYTES), "salt": secrets.token_bytes(SALT_BYTES)},
            )
        self.connection.execute("checkpoint archive")
        self.connection.execute("detach archive")
        os.replace(draft, self.home.archive)

    def _with_rows(self, rows: pa.Table, statement: str, **parameters: object) -> None:
        self.connection.register("incoming", rows)
        try:
            self.connection.execute(f"{statement} from incoming", parameters or None)
        finally:
            self.connection.unregister("incoming")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that happens in the block, or nothing of it."""
        self.connection.execute("begin")
        try:
            yield
            self.connection.execute("commit")
        except BaseException:
            with suppress(duckdb.Error):  # what went wrong may have ended the transaction already
                self.connection.execute("rollback")
            raise

    @property
    def last_batch_number(self) -> int:
        """The newest batch, 0 in an empty archive."""
        return int(self._rows("select coalesce(max(batch_number), 0) from archive.source.batch")[0][0])

    @property
    def last_file_number(self) -> int:
        """The ordinal of the newest offer, 0 in an empty archive."""
        return int(self._rows("select coalesce(max(file_number), 0) from archive.source.offer")[0][0])

    def load_accepted(self) -> dict[str, str]:
        """The kind of every accepted file by its sha256."""
        return dict(self._rows("select file_sha256, kind from archive.source.offer where status = 'accepted'"))

    def load_links(self) -> list[tuple[str, str]]:
        """The identity crosswalk so far: old and new patient identifier."""
        return self._rows("select old_patient_id, new_patient_id from archive.source.identity_crosswalk")

    def begin_batch(self, version_number: int) -> int:
        """The number of a new batch, to be published as that version."""
        number = self.last_batch_number + 1
        self.connection.execute(
            "insert into archive.source.batch values ($number, $version, false)",
            {"number": number, "version": version_number},
        )
        return number

    def append(self, batch_number: int, name: str, rows: pa.Table) -> None:
        """Append rows that conform to `SOURCE_TABLES[name]`."""
        self._with_rows(
            rows, f"insert into archive.source.{name} by name select $batch as batch_number, *", batch=batch_number
        )

    def hash_rows(self, name: str, rows: pa.Table) -> dict[int, int]:
        """The part that these rows have in the hash of each file, by file number."""
        self.connection.register("incoming", rows)
        try:
            hashed = write_rows_hash(name, rows.column_names)
            return dict(self._rows(f"select file_number, {hashed} from incoming group by file_number"))
        finally:
            self.connection.unregister("incoming")

    def append_offers(self, batch_number: int, offers: Iterable[Offer]) -> None:
        """Append the offers of one batch."""
        rows = pa.Table.from_pylist([vars(offer) for offer in offers], schema=OFFER_SCHEMA)
        self._with_rows(
            rows, "insert into archive.source.offer by name select $batch as batch_number, *", batch=batch_number
        )

    def keep_forecasts(self, version_number: int) -> None:
        """Append what the draft froze for the first time: with the files of this call, else as a batch of its own.

        The batch counts once that version stands, as the files do; what was kept before is never touched.
        """
        fresh = (
            "from mart.forecast_outcome anti join archive.source.crossing_forecast using"
            " (model_version, as_of_date, beneficiary_key, pool, amount_category)"
            " where made_at = (select built_at from mart.build_info)"
        )
        if not self._rows(f"select 1 {fresh} limit 1"):
            return
        with self.transaction():
            waiting = [number for number, _ in self.load_unpublished()]
            self.connection.execute(
                f"insert into archive.source.crossing_forecast by name select $batch as batch_number, {_KEPT} {fresh}",
                {"batch": waiting[-1] if waiting else self.begin_batch(version_number)},
            )

    def load_unpublished(self) -> list[tuple[int, int]]:
        """The batches that are not marked as published, each with the version that was to hold it."""
        return self._rows("select batch_number, version_number from archive.source.batch where not is_published")

    def mark_published(self, batch_number: int) -> None:
        """From now on the files of this batch count."""
        self.connection.execute(
            "update archive.source.batch set is_published = true where batch_number = $number", {"number": batch_number}
        )

    def discard(self, batch_number: int) -> None:
        """Remove a batch that was not published; its rows go last, so that a kill or a locked file repeats it."""
        folder = self.home.originals / str(batch_number)
        if folder.exists():
            shutil.rmtree(folder)
        with self.transaction():
            for name in [*ARCHIVE_TABLES, "offer", "batch"]:
                self.connection.execute(
                    f"delete from archive.source.{name} where batch_number = $number", {"number": batch_number}
                )
