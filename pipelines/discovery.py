"""The doorstep: which files a path offers, in which order, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path

from pipelines.errors import RefusedFile, UsageError
from pipelines.home import Home, is_home

_OPENING_BYTES = 1 << 16


def find_files(paths: Iterable[Path], home: Home) -> list[Path]:
    """The files that `paths` offer: folders are searched recursively in path order, without dotfiles and homes.

    Not only `home` itself is left out but any home, or the demo beside it would be taken for real
    data. Raises UsageError for a path that does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{path} does not exist. Nothing was done; check the path and try again.")
        found.extend(_walk(path, home, frozenset()) if path.is_dir() else [path])
    return found


def _walk(folder: Path, home: Home, above: frozenset[Path]) -> Iterator[Path]:
    """The files below `folder`; a link back to a folder `above` is not followed, so no circle is endless."""
    resolved = folder.resolve()
    if resolved == home.root.resolve() or is_home(folder) or resolved in above:
        return
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(f"The folder {folder} cannot be opened ({error.strerror}). Nothing was done.") from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _walk(entry, home, above | {resolved})
        else:
            yield entry


@contextmanager
def open_offered(path: Path) -> Iterator[BufferedReader]:
    """An offered file to read from. Raises RefusedFile if the system does not give its bytes."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RefusedFile("unknown", "This is no file but a device or a pipe. Offer a file.")
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise RefusedFile(
            "unknown", f"The file cannot be opened ({found}). Check that it still exists and may be read."
        ) from None


def read_bytes(path: Path) -> bytes:
    """The bytes of an offered file. Raises RefusedFile as `open_offered` does."""
    with open_offered(path) as stream:
        return stream.read()


def read_opening(path: Path) -> tuple[bytes, int]:
    """The first bytes of an offered file, and how many it has. Raises RefusedFile as `open_offered` does."""
    with open_offered(path) as stream:
        return stream.read(_OPENING_BYTES), os.fstat(stream.fileno()).st_size


def hash_file(path: Path) -> str:
    """The sha256 of an offered file that is too large for memory. Raises RefusedFile as `open_offered` does."""
    with open_offered(path) as stream:
        return file_digest(stream, "sha256").hexdigest()


def format_name(path: Path) -> str:
    """The base name as text; bytes that are no text become question marks."""
    return path.name.encode("utf-8", "replace").decode("utf-8")
