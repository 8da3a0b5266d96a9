"""The home, the data folder that holds all state: its places, its lock, its status file.

Decision 0006.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from pipelines.errors import NotPublished
from pipelines.store.build_note import keep_note

_OWNER_ONLY = 0o700


@dataclass(frozen=True)
class Home:
    """The places in one home. `root` is absolute."""

    root: Path

    @property
    def archive(self) -> Path:
        return self.root / "archive.duckdb"

    @property
    def key_file(self) -> Path:
        return self.root / "key.json"

    @property
    def key_copy(self) -> Path:
        return self.originals / "key.json"

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    @property
    def unknown_originals(self) -> Path:
        return self.root / "unknown-originals"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse.duckdb"

    @property
    def versions(self) -> Path:
        return self.root / "versions"

    @property
    def drafts(self) -> Path:
        return self.root / "drafts"

    @property
    def profiles(self) -> Path:
        return self.root / "profiles"

    @property
    def status(self) -> Path:
        return self.root / "build_status.json"

    @property
    def casebook(self) -> Path:
        return self.root / "casebook.sqlite"

    @property
    def casebook_secret(self) -> Path:
        return self.root / "casebook.secret"

    @property
    def casebook_heads(self) -> Path:
        return self.root / "casebook.heads"

    @property
    def users(self) -> Path:
        return self.root / "users.json"

    @property
    def samples(self) -> Path:
        return self.root / "samples"

    @property
    def lock(self) -> Path:
        return self.root / "build.lock"


def is_home(folder: Path) -> bool:
    """Whether kxwatch keeps its state in `folder`, for these data or for others (the demo, another clinic).

    A folder that may not be searched is none.
    """
    home = Home(folder)
    return os.path.exists(home.lock) and os.path.exists(home.archive)


@contextmanager
def hold_home(home: Home, patience: float = 0.0, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Make the folders of `home` and keep every other build out until the block ends.

    Waits up to `patience` seconds for a running build and calls `on_wait` when it has to.
    The lock is the operating system's, so it goes with the process, however that ends.
    Raises NotPublished if another build holds it or the home cannot be written.
    """
    try:
        _make_private(home.root)
        sweep_uploads(home)
        for folder in (home.originals, home.versions, home.drafts, home.profiles):
            folder.mkdir(parents=True, exist_ok=True)
        handle = home.lock.open("ab")
    except OSError as error:
        raise cannot_write(home, error) from error
    with handle:
        _wait_for_lock(handle, home, patience, on_wait)
        with keep_note(home.root):
            yield


def _wait_for_lock(handle: BinaryIO, home: Home, patience: float, on_wait: Callable[[], None]) -> None:
    deadline = time.monotonic() + patience
    is_waiting = False
    while True:
        try:
            _lock(handle)
        except OSError:
            if time.monotonic() >= deadline:
                raise NotPublished(
                    f"Another kxwatch build is running in {home.root}. No changes were made; wait until it has ended."
                ) from None
            if not is_waiting:
                is_waiting = True
                on_wait()
            time.sleep(0.2)
        else:
            return


def _make_private(root: Path) -> None:
    """A data folder that is new, or still empty, is for its owner alone."""
    root.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    if not any(root.iterdir()):
        root.chmod(_OWNER_ONLY)


def sweep_uploads(home: Home) -> None:
    """Remove copies of uploaded files that earlier versions left behind; uploads are no longer written to the disk."""
    for folder in home.root.glob("upload-*"):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)


def _lock(handle: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def cannot_write(home: Home, error: Exception) -> NotPublished:
    """The sentence for a home that the system does not let us write."""
    said = (getattr(error, "strerror", None) or str(error)).strip().splitlines()[0]
    found = said.rpartition("Original error: ")[2].removeprefix("IO Error: ")
    named = getattr(error, "filename", None)
    where = f"{named} in the data folder {home.root}" if named else f"The data folder {home.root}"
    return NotPublished(
        f"{where} cannot be written ({found}). Nothing was published. Free up disk space or correct the permissions, or"
        " choose another data folder with --home."
    )


def replace_file(home: Home, path: Path, content: bytes) -> None:
    """Put a small file in place whole and have it written to the disk before anything relies on it."""
    draft = home.drafts / f"{path.name}.new"
    with draft.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(draft, path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def clear_drafts(home: Home) -> None:
    """Throw away what a build left half done. Only the holder of the home may call this."""
    for entry in home.drafts.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


@contextmanager
def working_drafts(home: Home) -> Iterator[None]:
    """Clears the drafts before a build, and after one that failed: on a full disk, others need their room."""
    clear_drafts(home)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            clear_drafts(home)
        raise


def write_status(home: Home, exit_code: int, message: str) -> None:
    """Say in `build_status.json` how the last build ended, for the pages; never anything about a patient.

    A status that cannot be written changes nothing about how the build ended.
    """
    ended = {"finished_at": datetime.now(UTC).isoformat(timespec="seconds"), "exit_code": exit_code, "message": message}
    draft = home.status.with_suffix(".tmp")
    with suppress(OSError):
        try:
            draft.write_text(json.dumps(ended, indent=2), encoding="utf-8")
            os.replace(draft, home.status)
        finally:
            draft.unlink(missing_ok=True)
