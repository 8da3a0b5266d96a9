"""Keeps the users in `users.json` of the home, whole or not at all, encrypted when the home is.

Decision 0107.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from pipelines.access.users import ROLES, User
from pipelines.errors import KxwatchError, NotPublished, WrongKey
from pipelines.store.encryption import MAGIC, is_sealed_with, open_sealed, seal
from pipelines.store.home import Home, cannot_write
from pipelines.store.home_key import HomeKey

_FORMAT = "kxwatch users 1"


def read_users(home: Home, key: HomeKey | None) -> list[User]:
    """The users in the order in which they were added; none before the first one was.

    Raises WrongKey, and NotPublished for a file that is damaged or was written by a newer version.
    """
    if not home.users.exists():
        return []
    try:
        content = json.loads(_open(home.users.read_bytes(), key))
        is_whole = content["sha256"] == _sum_up(content["users"])
        users = [_read_user(told) for told in content["users"]] if is_whole else []
    except (ValueError, KeyError, TypeError):
        is_whole, users = False, []
    if not is_whole:
        raise NotPublished(f"{home.users} is damaged. Nobody can sign in; restore it from a backup of the data folder.")
    return users


def write_users(home: Home, key: HomeKey | None, users: Sequence[User]) -> None:
    """Put the file in place whole; the caller keeps other writers out. Raises NotPublished."""
    told = [asdict(user) for user in users]
    content = json.dumps({"format": _FORMAT, "users": told, "sha256": _sum_up(told)}, indent=1).encode("utf-8")
    draft = home.users.with_suffix(".new")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
            handle.write(seal(content, key.users) if key else content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(draft, home.users)
    except OSError as error:
        raise cannot_write(home, error) from None


def encrypt_users(home: Home, key: HomeKey) -> None:
    """Encrypt the users with the home's key of now, if there are any; does nothing where that is done."""
    if home.users.exists() and not is_sealed_with(home.users.read_bytes(), key.users):
        write_users(home, key, read_users(home, key))


def list_problems(home: Home, key: HomeKey | None) -> list[str]:
    """What `kxwatch verify` says about the users."""
    try:
        read_users(home, key)
    except KxwatchError as error:
        return [f"changed: {str(error).removesuffix('.')}"]
    return []


def _open(stored: bytes, key: HomeKey | None) -> bytes:
    if not stored.startswith(MAGIC):
        return stored
    for one in key.list_all() if key else []:
        if one.data is not None and is_sealed_with(stored, one.users):
            return open_sealed(stored, one.users)
    raise WrongKey("users.json was encrypted with a key that key.json does not hold. Restart kxwatch with its key.")


def _read_user(told: Mapping[str, Any]) -> User:
    if told["role"] not in ROLES:
        raise ValueError("a role of a newer version")
    return User(str(told["name"]), told["role"], tuple(told["clinics"]), str(told["password_hash"]))


def _sum_up(users: Sequence[Mapping[str, object]]) -> str:
    return sha256(json.dumps(users, sort_keys=True).encode("utf-8")).hexdigest()
