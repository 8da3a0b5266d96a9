"""What can go wrong with the casebook, each as a sentence and an exit code."""

from __future__ import annotations

from typing import NoReturn

import sqlalchemy as sa

from pipelines.casebook.events import Event
from pipelines.errors import KxwatchError, NewerHome

_SAID_BY_DATABASE = (
    (("disk is full", "no space left", "disk i/o error"), "the disk is full or cannot be written. Free up disk space"),
    (("readonly", "read-only", "unable to open"), "its file cannot be written. Correct the permissions"),
    (("locked", "lock timeout", "busy"), "it is in use by another program. Wait a moment"),
)
_DAMAGED = ("malformed", "not a database", "no such table", "undefinedtable", "does not exist")


class CasebookError(KxwatchError):
    """Something about the casebook; nothing was recorded."""


class CasebookUnavailable(CasebookError):
    """The casebook cannot be reached or written now."""


class CasebookDamaged(CasebookError):
    """The casebook is not intact: missing, altered, or of another home."""


class NewerCasebook(CasebookError):
    """The casebook was written by a newer version of kxwatch."""

    exit_code = NewerHome.exit_code


class SeenAnother(CasebookError):
    """Somebody else decided on the same subject meanwhile; `event` is that decision."""

    def __init__(self, event: Event) -> None:
        when = event.at.strftime("%b %d, %Y %H:%M UTC")
        super().__init__(f"{event.actor} recorded another decision on {when}. Nothing was saved; review it first.")
        self.event = event


def explain_fault(error: sa.exc.SQLAlchemyError) -> NoReturn:
    """Raise the sentence for what the database said, never its text, which may hold data."""
    said = str(getattr(error, "orig", error)).lower()
    if any(word in said for word in _DAMAGED):
        raise CasebookDamaged(
            "The casebook is damaged or missing and cannot be read. Nothing was recorded; restore the data folder from"
            " a backup."
        ) from None
    for words, reason in _SAID_BY_DATABASE:
        if any(word in said for word in words):
            raise CasebookUnavailable(
                f"The casebook cannot be used: {reason}, then try again. Nothing was recorded."
            ) from None
    raise CasebookUnavailable(
        "The connection to the casebook database failed. Check KXWATCH_CASEBOOK_URL and the database server, then open"
        f" the page again; it shows what was recorded ({type(error).__name__})."
    ) from None
