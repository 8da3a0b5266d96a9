"""The warehouse: built aside as a draft, swapped in whole; the only writer of the files that others read.

The dashboard opens the version with the highest number, and no version is ever replaced. So a
reader goes on undisturbed, also on Windows, where an open file cannot be replaced. The public
`warehouse.duckdb` is a copy and not a link: whoever opens it for writing holds no version.

Decision 0002.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from pipelines.settings import Settings
from pipelines.sources.schema import ARCHIVE_TABLES
from pipelines.store.archive import Archive
from pipelines.store.attach import attach, choose_draft_mode
from pipelines.store.build_note import check_note
from pipelines.store.home import Home
from pipelines.store.source_tables import create_source_tables

_VERSION_NAME = "warehouse-{number}.duckdb"
_PARAMETER_TABLE = """
create table memory.main.build_parameter as select
    $as_of_date::date as as_of_date,
    $beneficiary_secret::varchar as beneficiary_secret,
    $built_at::timestamp as built_at,
    $version::varchar as version,
    $practice_name::varchar as practice_name,
    $batch_number::bigint as batch_number
"""


@dataclass(frozen=True)
class Published:
    """Where the public warehouse stands; `warning` when it could not take its usual place."""

    path: Path
    warning: str | None = None


def draft_path(home: Home) -> Path:
    """Where the warehouse is built, out of everyone's sight."""
    return home.drafts / "warehouse.duckdb"


@contextmanager
def open_draft(archive: Archive, settings: Settings, as_of: date | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that stands in an empty draft, with `source.*` showing what the archive holds.

    What the models may know of this call, the secret of the home among it, is
    `source.build_parameter` and lies in memory alone. When the block ends well, only what
    everyone may read is left in the draft, written out whole; the connection stands in memory again.
    """
    connection = archive.connection
    attach(connection, draft_path(archive.home), "draft", settings.key, choose_draft_mode(archive.home.archive))
    connection.execute(_PARAMETER_TABLE, _gather_parameters(archive, settings, as_of))
    connection.execute("use draft")
    try:
        _show_archive(connection)
        yield connection
        for stage in ("staging", "source"):
            connection.execute(f"drop schema if exists {stage} cascade")
        connection.execute("checkpoint draft")
    finally:
        connection.execute("use memory")
        connection.execute("drop table memory.main.build_parameter")
        connection.execute("detach draft")


@contextmanager
def open_blank() -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory database with an empty `source` schema, for those who ask what tables there are."""
    with duckdb.connect(":memory:") as connection:
        create_source_tables(connection, "source")
        nothing = dict.fromkeys(("as_of_date", "beneficiary_secret", "practice_name", "batch_number"))
        connection.execute(_PARAMETER_TABLE, {**nothing, **_name_build()})
        connection.execute("create view source.build_parameter as from memory.main.build_parameter")
        yield connection


def _name_build() -> dict[str, object]:
    return {"built_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0), "version": version("kxwatch")}


def _gather_parameters(archive: Archive, settings: Settings, as_of: date | None) -> dict[str, object]:
    return {
        "as_of_date": as_of,
        "beneficiary_secret": archive.beneficiary_secret,
        "practice_name": settings.practice,
        "batch_number": archive.last_batch_number,
        **_name_build(),
    }


def _show_archive(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create schema source")
    connection.execute("create view source.build_parameter as from memory.main.build_parameter")
    for name in [*ARCHIVE_TABLES, "offer"]:
        connection.execute(f"create view source.{name} as from archive.source.{name}")


def find_versions(home: Home) -> list[tuple[int, Path]]:
    """The published versions with their numbers, oldest first."""
    prefix, suffix = _VERSION_NAME.split("{number}")
    found = []
    for path in home.versions.glob(f"{prefix}*{suffix}"):
        number = path.name.removeprefix(prefix).removesuffix(suffix)
        if number.isdecimal():
            found.append((int(number), path))
    return sorted(found)


def next_version_number(home: Home) -> int:
    """The number under which the next draft is published."""
    versions = find_versions(home)
    return versions[-1][0] + 1 if versions else 1


def publish(home: Home) -> Published:
    """Make the closed draft the newest version and renew the public copy.

    All that needs room happens first: after the one rename that makes the draft count, nothing is
    written any more.
    """
    copy = home.drafts / "public.duckdb"
    shutil.copy2(draft_path(home), copy)
    number = next_version_number(home)
    check_note(home.root)
    os.replace(draft_path(home), home.versions / _VERSION_NAME.format(number=number))
    return _put_in_place(copy, number, home)


def renew_public_copy(home: Home) -> Published:
    """Copy the newest version to its public place again."""
    number, newest = find_versions(home)[-1]
    copy = home.drafts / "public.duckdb"
    shutil.copy2(newest, copy)
    return _put_in_place(copy, number, home)


def _put_in_place(copy: Path, number: int, home: Home) -> Published:
    """Let `copy` be `warehouse.duckdb`, or stand beside it where the system forbids replacing an open file."""
    try:
        os.replace(copy, home.warehouse)
    except PermissionError:
        beside = home.root / _VERSION_NAME.format(number=number)
        os.replace(copy, beside)
        return Published(
            beside,
            f"{home.warehouse.name} is open in another program and could not be replaced. The new warehouse is"
            f" {beside.name}; close that program, and the next build puts it back under its own name.",
        )
    return Published(home.warehouse)


def is_public_copy_current(home: Home) -> bool:
    """Whether the newest version has its public copy, in its place or beside it (True when there is no version)."""
    versions = find_versions(home)
    if not versions:
        return True
    number, newest = versions[-1]
    return _is_copy(home.warehouse, newest) or _is_copy(home.root / _VERSION_NAME.format(number=number), newest)


def _is_copy(path: Path, newest: Path) -> bool:
    """A copy keeps size and time, so nothing has to be read."""
    if not path.exists():
        return False
    copy, original = path.stat(), newest.stat()
    return (copy.st_size, copy.st_mtime_ns) == (original.st_size, original.st_mtime_ns)


def clear_old(home: Home) -> None:
    """Remove older versions and public copies beside; what the system still holds open stays until the next build."""
    versions = find_versions(home)
    if not versions:
        return
    number, newest = versions[-1]
    needed = None if _is_copy(home.warehouse, newest) else _VERSION_NAME.format(number=number)
    beside = home.root.glob(_VERSION_NAME.format(number="*"))
    for path in [*(path for _, path in versions[:-1]), *(path for path in beside if path.name != needed)]:
        try:
            path.unlink()
        except PermissionError:
            continue
