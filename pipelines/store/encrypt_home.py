"""Encrypts a home, or changes its key, in steps after any of which a kill does no harm.

First the key file holds the new key and the one before; then originals, the newest version, users, casebook, samples
and at last the archive are written anew, each put in place whole; then the key file forgets the key before. A build
that finds the key file in between goes on. What is replaced is removed; the disk may keep its bytes until they are
written over.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from pydantic import SecretBytes, SecretStr

from pipelines.access.user_file import encrypt_users
from pipelines.errors import WrongKey
from pipelines.sampling.stored_sample import encrypt_samples
from pipelines.store.archive import Archive
from pipelines.store.attach import Mode, attach, choose_draft_mode, is_database, is_encrypted
from pipelines.store.encryption import MAGIC, SALT_BYTES, TEXT_MAGIC, is_sealed_with, open_with_text, seal
from pipelines.store.home import Home
from pipelines.store.home_files import attach_version
from pipelines.store.home_key import HomeKey, make_key, write_key
from pipelines.store.key_text import check_new_key
from pipelines.store.originals import find_originals, find_unknown_originals, is_plain
from pipelines.store.warehouse import clear_old, draft_path, find_versions, publish

_OPENING_BYTES = len(MAGIC) + SALT_BYTES


def needs_encryption(home: Home, key: HomeKey | None) -> bool:
    """Whether some of what `home` holds is not yet encrypted with the key that it is to have."""
    return key is None or key.data is None or key.previous is not None or not is_encrypted(home.archive)


def encrypt_home(archive: Archive, text: SecretStr) -> Archive:
    """Encrypt all that the home holds with a key that `text` opens; the archive again, opened with that key.

    Resumes where an earlier attempt was cut short. Raises UsageError if that had another key.
    """
    key = archive.key
    if key is None:
        check_new_key(text)
        _check_earlier_attempt(archive.home, text)
        key = make_key(text)
        write_key(archive.home, key)
    elif key.data is None:
        key = make_key(text, previous=key)
        write_key(archive.home, key)
    return _encrypt_all(archive, key)


def change_key(archive: Archive, text: SecretStr) -> Archive:
    """Encrypt an encrypted home anew; from the first step on only `text` opens it. Go on with `encrypt_home`."""
    key = make_key(text, previous=archive.key)
    write_key(archive.home, key)
    return _encrypt_all(archive, key)


def _encrypt_all(archive: Archive, key: HomeKey) -> Archive:
    home, connection = archive.home, archive.connection
    for path in [*find_originals(home), *find_unknown_originals(home)]:
        _encrypt_original(path, home, key)
    _encrypt_newest_version(archive, key)
    encrypt_people(home, key)
    encrypt_samples(home, key)
    draft = home.drafts / "archive.duckdb"
    _copy_database(archive, "archive", draft, key.archive, "draft")
    connection.execute("detach archive")
    os.replace(draft, home.archive)
    settled = replace(key, previous=None)
    write_key(home, settled)
    return Archive(connection, home, settled)


def encrypt_people(home: Home, key: HomeKey) -> None:
    """Encrypt the users, and the decisions of people, with `key`, if there are any."""
    encrypt_users(home, key)
    if home.casebook_secret.exists():
        from pipelines.casebook.copying import settle_casebook  # a build without a casebook does not wait for it
        from pipelines.settings import load_settings

        settle_casebook(load_settings(home.root).model_copy(update={"key": key.text}))


def _encrypt_original(path: Path, home: Home, key: HomeKey) -> None:
    with path.open("rb") as handle:
        opening = handle.read(_OPENING_BYTES)
    if is_sealed_with(opening, key.originals):
        return
    content = path.read_bytes()
    if not is_plain(path, content):
        content = key.open_original(content) if opening.startswith((MAGIC, TEXT_MAGIC)) else content
    _replace_original(path, home, content, key.originals)


def _replace_original(path: Path, home: Home, content: bytes, key: SecretBytes) -> None:
    draft = home.drafts / path.name
    draft.write_bytes(seal(content, key))
    os.replace(draft, path)


def _encrypt_newest_version(archive: Archive, key: HomeKey) -> None:
    """A version that is damaged stays as it is: it is made again from the archive."""
    versions = find_versions(archive.home)
    if not versions or not is_database(versions[-1][1]):
        return
    newest = versions[-1][1]
    if is_encrypted(newest) and _opens_with(archive, newest, key):
        return
    attach_version(archive.connection, newest, "published", key)
    _copy_database(archive, "published", draft_path(archive.home), key.text, choose_draft_mode(newest))
    archive.connection.execute("detach published")
    publish(archive.home)
    clear_old(archive.home)


def _opens_with(archive: Archive, path: Path, key: HomeKey) -> bool:
    if key.previous is None:
        attach_version(archive.connection, path, "published", key)
    else:
        try:
            attach(archive.connection, path, "published", key.text, "read")
        except WrongKey:
            return False
    archive.connection.execute("detach published")
    return True


def _check_earlier_attempt(home: Home, text: SecretStr) -> None:
    """An attempt of an earlier version that was cut short goes on with its own key only. Raises UsageError."""
    for path in find_originals(home):
        with path.open("rb") as handle:
            is_sealed = handle.read(len(TEXT_MAGIC)) == TEXT_MAGIC
        if is_sealed and not is_plain(path, path.read_bytes()):
            open_with_text(path.read_bytes(), text)
            return


def _copy_database(archive: Archive, name: str, target: Path, key: SecretStr, mode: Mode) -> None:
    target.unlink(missing_ok=True)  # an attempt that was cut short may have left one
    attach(archive.connection, target, "encrypted", key, mode)
    archive.connection.execute(f"copy from database {name} to encrypted")
    archive.connection.execute("checkpoint encrypted")
    archive.connection.execute("detach encrypted")
