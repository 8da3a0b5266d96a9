"""Adds and removes users, and sets their passwords."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pydantic import SecretStr

from pipelines.access.passwords import check_new_password, hash_password
from pipelines.access.user_file import read_users, write_users
from pipelines.access.users import ROLES, User, check_clinics, check_name, check_role
from pipelines.casebook.vault import find_key
from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.store.home import Home, hold_home
from pipelines.store.home_layout import check_not_newer

_PATIENCE_SECONDS = 600.0


def check_new_user(settings: Settings, name: str, role: str | None, clinics: list[str]) -> None:
    """Before a password is asked for: name, role and clinics can be a user's. Raises UsageError."""
    check_name(name)
    if role is not None:
        check_role(role)
    check_clinics(clinics)
    if _find(list_users(settings), name) is not None:
        raise UsageError(
            f"User {name} already exists. No changes were made; `kxwatch user remove {name}` removes it, `kxwatch"
            f" user password {name}` sets a new password."
        )


def list_users(settings: Settings) -> list[User]:
    """All users in the order in which they were added. Raises UsageError for a wrong key."""
    home = Home(settings.home)
    return read_users(home, find_key(home, settings.key))


def add_user(settings: Settings, name: str, role: str | None, clinics: list[str], password: SecretStr) -> User:
    """Let a new user sign in; without a role the first is an officer and everybody after that an auditor."""
    check_new_user(settings, name, role, clinics)
    check_new_password(password)
    with _changing(settings) as users:
        if _find(users, name) is not None:
            raise UsageError(f"User {name} already exists. No changes were made.")
        given = role or ("auditor" if users else "officer")
        users.append(User(name, given, tuple(dict.fromkeys(clinics)), hash_password(password)))
    return users[-1]


def remove_user(settings: Settings, name: str) -> str:
    """Let a user sign in no more; what to say then. Raises UsageError when there is no such user."""
    with _changing(settings) as users:
        users.remove(_find_known(users, name))
    if users:
        return f"Removed {name}; open sessions end at once."
    return f"Removed {name}, the last user. Restart `kxwatch serve`, which prints an address with a token again."


def set_password(settings: Settings, name: str, password: SecretStr) -> None:
    """Give a user a new password. Raises UsageError when there is no such user."""
    check_new_password(password)
    with _changing(settings) as users:
        known = _find_known(users, name)
        users[users.index(known)] = replace(known, password_hash=hash_password(password))


def check_known_user(settings: Settings, name: str) -> None:
    """Raises UsageError when there is no such user."""
    _find_known(list_users(settings), name)


@contextmanager
def _changing(settings: Settings) -> Iterator[list[User]]:
    """The users, written when the block ends well; builds and other changes wait meanwhile."""
    home = Home(settings.home)
    with hold_home(home, _PATIENCE_SECONDS):
        key = find_key(home, settings.key)
        check_not_newer(home, settings.key)
        users = read_users(home, key)
        yield users
        write_users(home, key, users)


def _find(users: list[User], name: str) -> User | None:
    return next((user for user in users if user.name.casefold() == name.casefold()), None)


def _find_known(users: list[User], name: str) -> User:
    found = _find(users, name)
    if found is None:
        raise UsageError("There is no user with this name. No changes were made; `kxwatch user list` shows the names.")
    return found


def describe_user(user: User) -> str:
    """One line for people: name, role, clinics."""
    clinics = ", ".join(user.clinics) or "all clinics"
    return f"{user.name}  {user.role} ({ROLES[user.role].partition(': ')[2]})  {clinics}"
