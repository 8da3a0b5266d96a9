"""Finds the files that paths offer, in their order, and reads their bytes.

Decision 0068.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from io import BufferedReader, BytesIO
from pathlib import Path

from pipelines.errors import RefusedFile, UsageError
from pipelines.intake.upload import Upload
from pipelines.store.home import Home, is_home

Offered = Path | Upload

_OPENING_BYTES = 1 << 16


def find_files(paths: Iterable[Path], home: Home, say: Callable[[str], None]) -> list[Path]:
    """The files that `paths` offer: folders are searched recursively in path order, without dotfiles and homes.

    Not only `home` itself is left out but any home, or the demo beside it would be imported as real
    data. A link that leads out of the folder that was offered is skipped, and said. Raises UsageError
    for a path that does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{path} does not exist or cannot be reached. No changes were made; check the path.")
        search = _Search(home.root.resolve(), path.resolve(), say)
        found.extend(search.walk(path, frozenset()) if path.is_dir() else [path])
    return found


@dataclass(frozen=True)
class _Search:
    """The search below one offered folder."""

    home: Path
    offered: Path
    say: Callable[[str], None]

    def walk(self, folder: Path, above: frozenset[Path]) -> Iterator[Path]:
        """The files below `folder`; a link back to a folder `above` is not followed, so no circle is endless.

        A folder that cannot be opened is offered itself, so that it is refused and named.
        """
        resolved = folder.resolve()
        if resolved == self.home or is_home(folder) or resolved in above:
            return
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        except OSError:
            yield folder
            return
        for entry in entries:
            if entry.name.startswith(".") or self._leads_out(entry):
                continue
            if _is_folder(entry):
                yield from self.walk(entry, above | {resolved})
            else:
                yield entry

    def _leads_out(self, entry: Path) -> bool:
        if not os.path.islink(entry):
            return False
        try:
            leads_out = not entry.resolve().is_relative_to(self.offered)
        except (OSError, RuntimeError):
            leads_out = False  # a link to itself is refused as a file that cannot be opened
        if leads_out:
            self.say(f"{entry} is a link to a place outside {self.offered} and was skipped.")
        return leads_out


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


@contextmanager
def open_offered(path: Offered) -> Iterator[BufferedReader]:
    """An offered file to read from. Raises RefusedFile if the system does not give its bytes."""
    if isinstance(path, Upload):
        yield BufferedReader(BytesIO(path.content))
        return
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            next(path.iterdir(), None)  # says why it cannot be searched
        if not stat.S_ISREG(mode):
            raise RefusedFile("unknown", "This is not a regular file (a folder, device or pipe). Give a file instead.")
        with path.open("rb") as stream:
            yield stream
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise RefusedFile(
            "unknown", f"It cannot be opened ({found}). Check that it still exists and that you may read it."
        ) from None


def read_bytes(path: Offered) -> bytes:
    """The bytes of an offered file. Raises RefusedFile as `open_offered` does."""
    with open_offered(path) as stream:
        return stream.read()


def read_opening(path: Offered) -> tuple[bytes, int]:
    """The first bytes of an offered file, and how many it has. Raises RefusedFile as `open_offered` does."""
    with open_offered(path) as stream:
        opening = stream.read(_OPENING_BYTES)
        return opening, stream.seek(0, os.SEEK_END)


def hash_file(path: Offered) -> str:
    """The sha256 of an offered file that is too large for memory. Raises RefusedFile as `open_offered` does."""
    with open_offered(path) as stream:
        return file_digest(stream, "sha256").hexdigest()


def format_name(path: Offered) -> str:
    """The base name as text; bytes that are no text become question marks."""
    return path.name.encode("utf-8", "replace").decode("utf-8")
