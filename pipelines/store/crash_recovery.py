"""Reconciles a home with its published versions after a build was interrupted.

Decision 0062.
"""

from __future__ import annotations

from contextlib import suppress

import duckdb
from pydantic import SecretStr

from pipelines.store.archive import Archive
from pipelines.store.attach import is_database, is_encrypted
from pipelines.store.encrypt_home import encrypt_home, encrypt_people, needs_encryption
from pipelines.store.home import Home
from pipelines.store.home_check import check_archive_is_current, check_archive_is_there
from pipelines.store.home_key import HomeKey, load_key, make_key, write_key
from pipelines.store.key_text import check_new_key
from pipelines.store.warehouse import clear_old, find_versions, is_public_copy_current, renew_public_copy


def open_archive(connection: duckdb.DuckDBPyConnection, home: Home, text: SecretStr | None) -> Archive:
    """The archive of `home`, whole again after whatever befell it, and encrypted from now on with a key `text`.

    Raises UsageError for a wrong or missing key, NotPublished for an archive that is missing, damaged or
    older than what it left behind; then nothing was changed.
    """
    check_archive_is_there(home)
    key = load_key(home, text)
    if not home.archive.exists():
        return Archive(connection, home, key or _make_first_key(home, text))
    archive = Archive(connection, home, key)
    check_archive_is_current(archive, key or (HomeKey(text, None) if text else None))
    recover(archive)
    if key is not None and key.data is not None and not home.key_file.exists():
        write_key(home, key)  # only its copy was left
    if text is not None and needs_encryption(home, key):
        return encrypt_home(archive, text)
    return archive


def _make_first_key(home: Home, text: SecretStr | None) -> HomeKey | None:
    if text is None:
        return None
    key = make_key(text)
    write_key(home, key)
    encrypt_people(home, key)
    return key


def check_key(home: Home, text: SecretStr | None) -> None:
    """Before anything is touched: a key that encrypts a home for the first time is fit for it. Raises UsageError."""
    if text is None or home.key_file.exists() or home.key_copy.exists():
        return
    if not (home.archive.is_file() and is_encrypted(home.archive)):
        check_new_key(text)


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
    """Recover at the end of a build, well or ill; what the system forbids now, the start of the next build does.

    After a full disk a transaction of the build may still be open: what ended the build is what a person must read.
    """
    with suppress(OSError, duckdb.IOException, duckdb.TransactionException):
        recover(archive)


def recover_public_copy(home: Home) -> None:
    """Let `warehouse.duckdb` be the newest version again, and clear older ones."""
    if not is_public_copy_current(home) and is_database(find_versions(home)[-1][1]):
        renew_public_copy(home)
    clear_old(home)
