"""Recovery: brings a home back to a whole state, whatever the moment at which the last build was cut short."""

from __future__ import annotations

from contextlib import suppress

import duckdb
from pydantic import SecretStr

from pipelines.archive import Archive
from pipelines.attach import is_database, is_encrypted
from pipelines.encrypt_home import seal_home
from pipelines.home import Home
from pipelines.home_check import check_archive_is_current, check_archive_is_there
from pipelines.warehouse import clear_old, find_versions, is_public_copy_current, renew_public_copy


def open_archive(connection: duckdb.DuckDBPyConnection, home: Home, key: SecretStr | None) -> Archive:
    """The archive of `home`, whole again after whatever befell it, and encrypted from now on if a key is set.

    Raises UsageError for a wrong or missing key, NotPublished for an archive that is missing, damaged or
    older than what it left behind; then nothing was changed.
    """
    check_archive_is_there(home)
    if key is not None and home.archive.exists() and not is_encrypted(home.archive):
        plain = Archive(connection, home, None)
        check_archive_is_current(plain, key)
        recover(plain)
        return seal_home(plain, key)
    archive = Archive(connection, home, key)
    check_archive_is_current(archive, key)
    recover(archive)
    return archive


def recover(archive: Archive) -> None:
    """Mark a batch as published whose version stands, discard any other unpublished one, clear what is left over."""
    versions = find_versions(archive.home)
    newest = versions[-1][0] if versions else 0
    for batch_number, version_number in archive.load_unpublished():
        if version_number <= newest:
            archive.mark_published(batch_number)
        else:
            archive.discard(batch_number)
    recover_public_copy(archive.home)


def settle(archive: Archive) -> None:
    """Recover at the end of a build, well or ill; what the system forbids now, the start of the next build does."""
    with suppress(OSError, duckdb.IOException):
        recover(archive)


def recover_public_copy(home: Home) -> None:
    """Let `warehouse.duckdb` be the newest version again, and clear older ones."""
    if not is_public_copy_current(home) and is_database(find_versions(home)[-1][1]):
        renew_public_copy(home)
    clear_old(home)
