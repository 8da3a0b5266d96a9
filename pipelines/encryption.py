"""Encryption: AES-256-GCM for the originals, and what DuckDB needs to write encrypted databases.

A sealed original carries all but the key text: magic, salt, nonce, then ciphertext and tag. The
salt is the home's, so scrypt runs once a call and not once a file.
"""

from __future__ import annotations

import importlib.util
import os
from functools import lru_cache
from pathlib import Path

import duckdb
from pydantic import SecretStr

from pipelines.errors import UsageError

MAGIC = b"KXWATCH\x01"
SALT_BYTES = 16
_NONCE_BYTES = 12
_HEADER_BYTES = len(MAGIC) + SALT_BYTES + _NONCE_BYTES


def seal(content: bytes, key: SecretStr, salt: bytes) -> bytes:
    """`content` encrypted and authenticated under `key` and the `salt` of the home (16 bytes)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    header = MAGIC + salt + nonce
    return header + AESGCM(_derive_key(key, salt)).encrypt(nonce, content, header)


def open_sealed(sealed: bytes, key: SecretStr | None) -> bytes:
    """The content behind `seal`. Raises UsageError for a missing or wrong key, or altered bytes."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not sealed.startswith(MAGIC):
        raise UsageError("An original in the archive was altered. Put the home back from your backup.")
    if key is None:
        raise UsageError("An original is encrypted and KXWATCH_KEY is not set. Set it to the key of this home.")
    header, ciphertext = sealed[:_HEADER_BYTES], sealed[_HEADER_BYTES:]
    salt = header[len(MAGIC) : len(MAGIC) + SALT_BYTES]
    nonce = header[len(MAGIC) + SALT_BYTES :]
    try:
        return AESGCM(_derive_key(key, salt)).decrypt(nonce, ciphertext, header)
    except (InvalidTag, ValueError):
        raise UsageError(
            "An original cannot be decrypted: it was encrypted with another key, or its bytes were altered."
            " Set KXWATCH_KEY to the key with which it was taken in."
        ) from None


@lru_cache(maxsize=8)
def _derive_key(key: SecretStr, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(key.get_secret_value().encode("utf-8"))


def load_crypto(connection: duckdb.DuckDBPyConnection) -> None:
    """Give `connection` the crypto of DuckDB's httpfs extension, from the file in the installed wheel.

    DuckDB's own module only reads. Nothing is downloaded, and no user folder is looked into.
    """
    connection.execute(f"load {quote(str(find_crypto_extension()))}")


def find_crypto_extension() -> Path:
    """The signed httpfs extension of exactly this DuckDB version. Raises UsageError when it is not installed."""
    spec = importlib.util.find_spec("duckdb_extension_httpfs")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "extensions" / f"v{duckdb.__version__}" / "httpfs.duckdb_extension"
        if path.is_file():
            return path
    raise UsageError(
        f"KXWATCH_KEY is set, but the package duckdb-extension-httpfs {duckdb.__version__}, which encrypts, is not"
        " installed. Nothing was done; install kxwatch again with all its packages."
    )


def quote(text: str) -> str:
    """`text` as a SQL literal; for ATTACH and LOAD alone, which take no parameters."""
    return "'" + text.replace("'", "''") + "'"
