"""A note in the data folder says which computer builds, for computers that its lock does not reach.

The lock of the system holds within one computer, and on some network shares. Through a synchronized folder it does not:
there the note does what it can. A build that finds the note of another computer waits to see whether that is still
written again, and a build that is about to publish looks whether the note is still its own.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Required, TypedDict

from pipelines.errors import NotPublished

BEAT_SECONDS = 5.0
WATCH_SECONDS = 15.0
_NAME = "build_note.json"
_PAUSE_SECONDS = 0.2
_BYTES = 512


class Note(TypedDict, total=False):
    """Who builds since when; `beat` counts up while the build runs. Another version may say nothing but where."""

    computer: Required[str]
    process: int
    started_at: str
    beat: int


def name_computer() -> str:
    """The name of this computer."""
    return socket.gethostname()


@contextmanager
def keep_note(root: Path) -> Iterator[None]:
    """Write the note of this build until the block ends. Raises NotPublished while another computer builds."""
    _wait_for_another(root)
    started_at = datetime.now(UTC).isoformat()
    note: Note = {"computer": name_computer(), "process": os.getpid(), "started_at": started_at, "beat": 0}
    _write(root, note)
    is_over = Event()
    beating = Thread(target=_beat, args=(root, note, is_over), daemon=True)
    beating.start()
    try:
        yield
    finally:
        is_over.set()
        beating.join()
        if _is_ours(_read(root)):
            with suppress(OSError):
                (root / _NAME).unlink(missing_ok=True)


def check_note(root: Path) -> None:
    """Before publishing: no other computer has begun a build meanwhile. Raises NotPublished."""
    found = _read(root)
    if found and not _is_ours(found):
        raise NotPublished(
            f"A build on the computer {found['computer']} began in {root} while this one ran. Nothing was published,"
            " and the previous warehouse is unchanged. Build a data folder from one computer only."
        )


def _wait_for_another(root: Path) -> None:
    """A note that another computer left and writes no more is taken over."""
    found = _read(root)
    if not found or found["computer"] == name_computer():
        return
    deadline = time.monotonic() + WATCH_SECONDS
    while time.monotonic() < deadline:
        now = _read(root)
        if not now:
            return
        if now != found:
            raise NotPublished(
                f"Another kxwatch build is running in {root}, on the computer {found['computer']}. No changes were"
                " made; wait until it has ended."
            )
        time.sleep(_PAUSE_SECONDS)


def _beat(root: Path, note: Note, is_over: Event) -> None:
    while not is_over.wait(BEAT_SECONDS):
        note["beat"] += 1
        with suppress(OSError):
            if _is_ours(_read(root)):
                _write(root, note)


def _read(root: Path) -> Note | None:
    """The note; none where there is none that can be read."""
    with suppress(OSError, ValueError):
        found: Note = json.loads((root / _NAME).read_text("utf-8"))
        if isinstance(found, dict) and "computer" in found:
            return found
    return None


def _is_ours(found: Note | None) -> bool:
    return found is not None and (found["computer"], found.get("process")) == (name_computer(), os.getpid())


def _write(root: Path, note: Note) -> None:
    """Write over what stands there, always as many bytes, so that a reader never finds half a note."""
    path = root / _NAME
    with path.open("r+b" if path.exists() else "wb") as handle:
        handle.write(json.dumps(note).encode("utf-8").ljust(_BYTES))
        handle.truncate()
