"""What can go wrong, as people see it: each error is a message and an exit code.

KxwatchError
├── UsageError        2  the command was used wrongly; nothing was done
│   ├── WrongKey      2  KXWATCH_KEY does not open the data folder
│   └── NewerHome     2  the data folder was written by a newer kxwatch
├── NotPublished      4  nothing was published; the previous warehouse still stands
└── RefusedFile       3  one file is refused whole; the others go on (never reaches the terminal as an error)
"""

from __future__ import annotations

import traceback
from pathlib import Path

STOPPED = "Stopped before publishing. The previous warehouse is unchanged."


class KxwatchError(Exception):
    """An error that is shown as its message, without a traceback."""

    exit_code = 4


class UsageError(KxwatchError):
    """The command was used wrongly: an unknown path, a malformed date, a wrong key."""

    exit_code = 2


class WrongKey(UsageError):
    """A key was given that does not open what it should open."""


class NewerHome(UsageError):
    """A newer kxwatch wrote the data folder; this one changes nothing in it."""


class NotPublished(KxwatchError):
    """A critical check failed or the home cannot be written."""

    exit_code = 4


class RefusedFile(KxwatchError):
    """A file that is not imported at all.

    `kind` is what the file was recognized as (`mart.file.kind`); the message names the place,
    what was found, what was expected and what to do. It never holds a patient's identifier.
    """

    exit_code = 3

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


def describe_fault(error: BaseException) -> str:
    """The sentence for an error that nobody foresaw: its type and our line, never its text, which may hold data."""
    if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
        return STOPPED  # at Ctrl+C, DuckDB ends its statement with an error of its own
    if isinstance(error, OSError):
        found = error.strerror or type(error).__name__
        where = f" ({error.filename})" if error.filename else ""
        return (
            f"A file could not be read or written{where}: {found}. Nothing was published. Free up disk space or correct"
            " the permissions, then try again."
        )
    if isinstance(error, MemoryError):
        return "The computer ran out of memory. Nothing was published. Close other programs, then try again."
    return (
        f"kxwatch stopped because of an internal error ({find_place(error)}). Nothing was published; the previous"
        " warehouse is unchanged. Please report this message; it contains no patient data."
    )


def find_place(error: BaseException) -> str:
    """The type of an error and the line of ours that it came from."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "pipelines" in Path(frame.filename).parts]
    return type(error).__name__ + (f" in {Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else "")
