"""Encrypted homes as kxwatch 0.1 made them: the text of the key encrypts the archive and, through scrypt, originals."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

from pipelines.store.encryption import TEXT_MAGIC, derive_key, load_crypto, quote


def seal_with_text(content: bytes, key: str, salt: bytes = bytes(16)) -> bytes:
    """An original as version 0.1 encrypted it."""
    nonce = os.urandom(12)
    header = TEXT_MAGIC + salt + nonce
    return header + AESGCM(derive_key(SecretStr(key), salt, 2**15, 8, 1)).encrypt(nonce, content, header)


def encrypt_file(path: Path, key: str) -> None:
    """A plain DuckDB file becomes one that is encrypted with the text as it is."""
    draft = path.with_suffix(".encrypted")
    with duckdb.connect() as connection:
        load_crypto(connection)
        connection.execute(f"attach {quote(str(path))} as plain (read_only)")
        connection.execute(f"attach {quote(str(draft))} as encrypted (encryption_key {quote(key)})")
        connection.execute("copy from database plain to encrypted")
        connection.execute("checkpoint encrypted")
    os.replace(draft, path)


def make_legacy(home: Path, key: str) -> None:
    """A plain home becomes one that version 0.1 encrypted."""
    for path in home.glob("originals/*/*"):
        path.write_bytes(seal_with_text(path.read_bytes(), key))
    version = next(home.glob("versions/*"))
    for path in (version, home / "archive.duckdb"):
        encrypt_file(path, key)
    shutil.copy2(version, home / "warehouse.duckdb")
