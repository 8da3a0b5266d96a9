"""Sealing: turns a plain home into an encrypted one when a key is set, in steps of which each may be the last.

The archive goes last: as long as it is plain, the next build with a key goes on where this one
stopped. What is replaced is removed; the disk may keep its bytes until they are written over.
"""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import SecretStr

from pipelines.archive import Archive
from pipelines.attach import attach, is_encrypted
from pipelines.encryption import open_sealed, seal
from pipelines.home import Home
from pipelines.originals import find_originals, is_plain
from pipelines.warehouse import clear_old, draft_path, find_versions, publish


def seal_home(archive: Archive, key: SecretStr) -> Archive:
    """Encrypt originals, the newest warehouse and the archive; the archive again, now opened with the key.

    Raises UsageError if an earlier attempt was cut short and had another key.
    """
    home, connection = archive.home, archive.connection
    for path in find_originals(home):
        _seal_original(path, home, key, archive.salt)
    _seal_newest_version(archive, key)
    sealed = home.drafts / "archive.duckdb"
    _copy_database(archive, "archive", sealed, key)
    connection.execute("detach archive")
    os.replace(sealed, home.archive)
    return Archive(connection, home, key)


def _seal_original(path: Path, home: Home, key: SecretStr, salt: bytes) -> None:
    content = path.read_bytes()
    if not is_plain(path, content):
        open_sealed(content, key)
        return
    draft = home.drafts / path.name
    draft.write_bytes(seal(content, key, salt))
    os.replace(draft, path)


def _seal_newest_version(archive: Archive, key: SecretStr) -> None:
    versions = find_versions(archive.home)
    if not versions:
        return
    newest = versions[-1][1]
    if is_encrypted(newest):
        _check_key(archive, newest, key)
        return
    attach(archive.connection, newest, "published", None, "read")
    _copy_database(archive, "published", draft_path(archive.home), key)
    archive.connection.execute("detach published")
    publish(archive.home)
    clear_old(archive.home)


def _check_key(archive: Archive, path: Path, key: SecretStr) -> None:
    """An attempt that was cut short came as far as this; only its own key goes on. Raises UsageError."""
    attach(archive.connection, path, "published", key, "read")
    archive.connection.execute("detach published")


def _copy_database(archive: Archive, name: str, target: Path, key: SecretStr) -> None:
    attach(archive.connection, target, "sealed", key, "draft")
    archive.connection.execute(f"copy from database {name} to sealed")
    archive.connection.execute("checkpoint sealed")
    archive.connection.execute("detach sealed")
