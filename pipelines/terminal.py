"""Writes to the terminal: text from files is shown and never acts, and an answer that cannot be written is said.

Decision 0097.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from typing import IO


def show_text(text: str) -> str:
    r"""The text on one line, with what acts on a terminal shown by its code: `\x1b`, `\n`, `\u202e`.

    These are control characters, line breaks, marks of writing direction, invisible and unassigned characters, and
    bytes of a file name that are no text.
    """
    if text.isprintable():
        return text
    return "".join(sign if _is_shown(sign) else sign.encode("unicode_escape").decode() for sign in text)


def _is_shown(sign: str) -> bool:
    return sign.isprintable() or unicodedata.category(sign) == "Zs"


def say(sentence: str) -> None:
    """A sentence for a person, on standard error; one that nobody can receive changes nothing."""
    with suppress(OSError, ValueError):
        _write(sys.stderr, show_text(sentence))


def say_lines(text: str) -> None:
    """Text of the program itself, such as its help, on standard error, each of its lines on a line of its own."""
    for line in text.splitlines():
        say(line)


def print_line(line: str) -> None:
    """A line of what was asked for, on standard output. Raises OSError if it cannot be written."""
    try:
        _write(sys.stdout, show_text(line))
    except OSError:
        leave_output()
        raise


def print_json(answer: Mapping[str, object]) -> None:
    """The one object for scripts, on standard output; without it, the exit code still holds."""
    try:
        _write(sys.stdout, json.dumps(answer, indent=2))
    except OSError as error:
        leave_output()
        if not isinstance(error, BrokenPipeError):
            say(f"The JSON answer could not be written to standard output: {error.strerror or type(error).__name__}.")


def leave_output() -> None:
    """Write nothing more to standard output: what waits there would fail once more at the end."""
    with suppress(OSError, ValueError):
        empty = os.open(os.devnull, os.O_WRONLY)
        os.dup2(empty, sys.stdout.fileno())
        os.close(empty)


def _write(stream: IO[str] | None, line: str) -> None:
    # a program without a terminal may have no standard output at all
    if stream is not None:
        stream.write(f"{line}\n")
        stream.flush()
