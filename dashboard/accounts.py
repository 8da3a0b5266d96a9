"""Asks who may sign in: the one module of the dashboard that reaches the users of the home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from pydantic import SecretStr

from dashboard.data_folder import home
from pipelines.access import Directory, KxwatchError, User
from pipelines.settings import load_settings

Answer = TypeVar("Answer")


class AccountsUnavailableError(Exception):
    """The users cannot be read, so nobody is let in."""


@dataclass(frozen=True)
class Account:
    """Who is signed in: name, role, and the NPIs of the only clinics that are shown (none for all).

    `version` is another one after each new password, so that older sessions end.
    """

    name: str
    role: str
    clinics: tuple[str, ...]
    version: str


def has_accounts() -> bool:
    """Whether anybody has to sign in. Raises AccountsUnavailableError."""
    return _ask(lambda directory: directory.has_users())


def find_account(name: str) -> Account | None:
    """The account of this name as it is now. Raises AccountsUnavailableError."""
    return _to_account(_ask(lambda directory: directory.find(name)))


def check_account(name: str, password: str) -> Account | None:
    """The account that name and password open; takes a tenth of a second. Raises AccountsUnavailableError."""
    return _to_account(_ask(lambda directory: directory.check(name, SecretStr(password))))


def _ask(question: Callable[[Directory], Answer]) -> Answer:
    try:
        return question(_directory(str(home())))
    except (KxwatchError, OSError):
        pass
    raise AccountsUnavailableError("The users cannot be read. Run `kxwatch verify`, which says why.")


@cache
def _directory(_: str) -> Directory:
    return Directory(load_settings(home()))


def _to_account(user: User | None) -> Account | None:
    return Account(user.name, user.role, user.clinics, user.version) if user else None
