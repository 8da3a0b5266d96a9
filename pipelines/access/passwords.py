"""Hashes passwords with scrypt and checks them; a hash carries its parameters, so they can be raised later."""

from __future__ import annotations

import hmac
import secrets
from hashlib import scrypt

from pydantic import SecretStr

from pipelines.errors import UsageError

SHORTEST_PASSWORD = 8
_LONGEST_PASSWORD = 1024
_N, _R, _P = 2**15, 8, 1
_SALT_BYTES = 16
_HASH_BYTES = 32
_MOST_MEMORY = 2**27


def hash_password(password: SecretStr) -> str:
    """What is stored in place of `password`."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_derive(password, salt, _N, _R, _P).hex()}"


def is_password(password: SecretStr, stored: str | None) -> bool:
    """Whether `stored` is the hash of `password`; for a name that nobody has (None) it takes as long to say no."""
    name, n, r, p, salt, expected = (stored or _HASH_OF_NOBODY).split("$")
    if name != "scrypt" or len(password.get_secret_value()) > _LONGEST_PASSWORD:
        return False
    found = _derive(password, bytes.fromhex(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found.hex(), expected) and stored is not None


def check_new_password(password: SecretStr) -> None:
    """A password that is about to be set is long enough. Raises UsageError, which never repeats it."""
    if len(password.get_secret_value().strip()) < SHORTEST_PASSWORD:
        raise UsageError(
            f"The password needs at least {SHORTEST_PASSWORD} characters, not counting spaces at either end. No changes"
            " were made; choose another one."
        )
    if len(password.get_secret_value()) > _LONGEST_PASSWORD:
        raise UsageError(f"The password is longer than {_LONGEST_PASSWORD} characters. No changes were made.")


def _derive(password: SecretStr, salt: bytes, n: int, r: int, p: int) -> bytes:
    text = password.get_secret_value().encode("utf-8", "surrogatepass")
    return scrypt(text, salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY, dklen=_HASH_BYTES)


_HASH_OF_NOBODY = f"scrypt${_N}${_R}${_P}${'00' * _SALT_BYTES}${'00' * _HASH_BYTES}"
