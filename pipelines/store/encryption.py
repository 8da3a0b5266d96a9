"""AES-256-GCM for originals and the key file, and what DuckDB needs to write encrypted databases.

An encrypted original carries all but the key: magic, the number of the key, nonce, then ciphertext and tag.
Homes made before the key file existed have originals of another form: their key was derived from the text
of KXWATCH_KEY and a salt that stands in their header. They are read, and no longer written.
"""

from __future__ import annotations

import hmac
import importlib.util
import os
from functools import lru_cache
from pathlib import Path

import duckdb
from pydantic import SecretBytes, SecretStr

from pipelines.errors import UsageError, WrongKey

TEXT_MAGIC = b"KXWATCH\x01"
MAGIC = b"KXWATCH\x02"
SALT_BYTES = 16
KEY_BYTES = 32
_KEY_NUMBER_BYTES = 8
_NONCE_BYTES = 12
_TEXT_COST = (2**15, 8, 1)


def seal(content: bytes, key: SecretBytes) -> bytes:
    """`content` encrypted and authenticated under `key`."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    header = MAGIC + number_key(key) + nonce
    return header + AESGCM(key.get_secret_value()).encrypt(nonce, content, header)


def number_key(key: SecretBytes) -> bytes:
    """What tells one key from another without saying anything about either."""
    return hmac.digest(key.get_secret_value(), b"kxwatch key number", "sha256")[:_KEY_NUMBER_BYTES]


def is_sealed_with(opening: bytes, key: SecretBytes) -> bool:
    """Whether encrypted content with these first bytes was encrypted under `key`."""
    return opening.startswith(MAGIC + number_key(key))


def open_sealed(sealed: bytes, key: SecretBytes) -> bytes:
    """The content behind `seal`. Raises WrongKey for another key or altered bytes."""
    start = len(MAGIC) + _KEY_NUMBER_BYTES
    return _decrypt(sealed, start, key.get_secret_value())


def open_with_text(sealed: bytes, text: SecretStr) -> bytes:
    """The content of an original of the older form. Raises WrongKey for another key or altered bytes."""
    start = len(TEXT_MAGIC) + SALT_BYTES
    return _decrypt(sealed, start, derive_key(text, sealed[len(TEXT_MAGIC) : start], *_TEXT_COST))


def _decrypt(sealed: bytes, nonce_start: int, key: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    end = nonce_start + _NONCE_BYTES
    header, ciphertext = sealed[:end], sealed[end:]
    try:
        return AESGCM(key).decrypt(header[nonce_start:], ciphertext, header)
    except (InvalidTag, ValueError):
        raise WrongKey(
            "An original cannot be decrypted: it was encrypted with another key, or its bytes were altered."
        ) from None


@lru_cache(maxsize=8)
def derive_key(text: SecretStr, salt: bytes, n: int, r: int, p: int) -> bytes:
    """The 32 bytes that scrypt makes of a key text; slow on purpose, so once a call and not once a file."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=KEY_BYTES, n=n, r=r, p=p).derive(text.get_secret_value().encode("utf-8"))


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
        " installed. No changes were made; install kxwatch again with all its packages."
    )


def quote(text: str) -> str:
    """`text` as a SQL literal; for ATTACH and LOAD alone, which take no parameters."""
    return "'" + text.replace("'", "''") + "'"
