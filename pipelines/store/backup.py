"""Writes a backup: one file with all of a data folder that cannot be made again, and the newest version.

A backup is a tar file. The files of the home stand in it byte for byte, so what is encrypted there is encrypted here;
`manifest.json` comes last and holds the sha256 of each, so a backup that was cut off has none.

Decision 0081.
"""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol

from pipelines.errors import NotPublished, UsageError
from pipelines.settings import Settings
from pipelines.store.home import Home, hold_home
from pipelines.store.verify import verify_home
from pipelines.store.warehouse import find_versions

MANIFEST = "manifest.json"
FORMAT = "kxwatch backup 1"
CHUNK_BYTES = 1 << 20
_PATIENCE_SECONDS = 3600.0
# What is made again, or says something about a running program only.
_LEFT_OUT = {"versions", "drafts", "build.lock", "build_status.json", "build_status.tmp"}


class Readable(Protocol):
    """Something that bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, none at the end."""


Keep = Callable[[str, Readable], None]


@dataclass(frozen=True)
class Backup:
    """One backup that was written or read: where, and how much it holds."""

    path: Path
    files: int
    size: int

    def to_json(self, message: str) -> dict[str, object]:
        """The object that `--json` prints."""
        return {"exit_code": 0, "message": message, "file": str(self.path), "files": self.files, "bytes": self.size}


def write_backup(settings: Settings, path: Path, say: Callable[[str], None]) -> Backup:
    """Back the home of `settings` up into the new file `path`, and read it again to check every hash.

    Waits for a running build, and keeps other builds out meanwhile. Raises UsageError for a home that is none or a
    file that exists, NotPublished for a home that is not whole.
    """
    home = Home(settings.home)
    path = path.absolute()
    if os.path.lexists(path):
        raise UsageError(f"{path} already exists. No changes were made; choose another file name.")
    if not path.parent.is_dir() or path.resolve().is_relative_to(home.root.resolve()):
        raise UsageError(f"{path.parent} is not an existing folder outside the data folder. No changes were made.")
    if not home.archive.exists():
        raise UsageError(f"{home.root} is not a kxwatch data folder. Choose another one with --home.")
    with hold_home(home, _PATIENCE_SECONDS, lambda: say("Waiting for the running build to end.")):
        _check_whole(settings)
        return _write(home, path, _snapshot_casebook(settings, home))


def _snapshot_casebook(settings: Settings, home: Home) -> list[Path]:
    """A copy of the casebook that nobody writes to, with its head recorded for later; none where there is none."""
    from pipelines.casebook.copying import has_casebook, write_snapshot
    from pipelines.casebook.opening import open_casebook

    if not has_casebook(settings):
        return []
    open_casebook(settings).record_head("backup")
    snapshot = home.drafts / home.casebook.name
    write_snapshot(settings, snapshot)
    return [snapshot]


def _check_whole(settings: Settings) -> None:
    problems = verify_home(settings).problems
    if problems:
        raise NotPublished("No backup was written, because the data folder is not intact. " + "; ".join(problems) + ".")


def _write(home: Home, path: Path, snapshots: list[Path]) -> Backup:
    draft = path.with_name(f"{path.name}.partial")
    try:
        with draft.open("wb") as stream:
            os.chmod(draft, 0o600)
            digests = _write_members(home, stream, snapshots)
            stream.flush()
            os.fsync(stream.fileno())
        backup = check_backup(draft)
        if backup.files != len(digests):
            raise describe_damaged_backup(path)
        os.replace(draft, path)
    finally:
        for made in (draft, *snapshots):
            made.unlink(missing_ok=True)
    return Backup(path, backup.files, backup.size)


def _write_members(home: Home, stream: IO[bytes], snapshots: list[Path]) -> dict[str, str]:
    digests: dict[str, str] = {}
    with tarfile.open(fileobj=stream, mode="w|") as archive:
        named = [(path.relative_to(home.root).as_posix(), path) for path in _list_files(home)]
        for name, path in [*named, *((path.name, path) for path in snapshots)]:
            with path.open("rb") as handle:
                hashing = _Hashing(handle)
                archive.addfile(_describe(name, os.fstat(handle.fileno()).st_size), hashing)
            digests[name] = hashing.digest.hexdigest()
        manifest = {
            "format": FORMAT,
            "version": version("kxwatch"),
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": digests,
        }
        content = json.dumps(manifest, indent=1).encode("utf-8")
        archive.addfile(_describe(MANIFEST, len(content)), BytesIO(content))
    return digests


def _list_files(home: Home) -> Iterator[Path]:
    """What goes into a backup, in path order; of the versions the newest one, of the public copy and the
    casebook that is in use nothing."""
    for entry in sorted(home.root.iterdir()):
        if (
            entry.name in _LEFT_OUT
            or entry.name.startswith(("warehouse", "casebook.sqlite", "build_note.json", "."))
            or entry.is_symlink()
        ):
            continue
        found = sorted(entry.rglob("*")) if entry.is_dir() else [entry]
        yield from (path for path in found if path.is_file() and not path.is_symlink())
    versions = find_versions(home)
    if versions:
        yield versions[-1][1]


def _describe(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


class _Hashing:
    """A file that is hashed while it is copied."""

    def __init__(self, stream: Readable) -> None:
        self.digest = sha256()
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._stream.read(size)
        self.digest.update(chunk)
        return chunk


def describe_damaged_backup(path: Path) -> NotPublished:
    """The sentence for a backup whose bytes are not what was written."""
    return NotPublished(f"{path} is not a complete kxwatch backup. Nothing was restored; use another backup.")


def check_backup(path: Path) -> Backup:
    """Read a backup from end to end and hold every file against its hash. Raises NotPublished."""
    return read_backup(path, lambda name, stream: None)


def read_backup(path: Path, keep: Keep) -> Backup:
    """Read a backup, handing every file to `keep`, and hold each against its hash. Raises NotPublished."""
    digests: dict[str, str] = {}
    manifest: dict[str, object] = {}
    try:
        with tarfile.open(path, mode="r|") as archive:
            for member in archive:
                stream = archive.extractfile(member)
                if stream is None or manifest or not _is_inside(member.name):
                    raise describe_damaged_backup(path)
                if member.name == MANIFEST:
                    manifest = json.loads(stream.read())
                else:
                    digests[member.name] = _keep_and_hash(member.name, stream, keep)
    except (tarfile.TarError, ValueError, EOFError):
        manifest = {}
    if manifest.get("format") != FORMAT or manifest.get("files") != digests:
        raise describe_damaged_backup(path)
    return Backup(path, len(digests), path.stat().st_size)


def _keep_and_hash(name: str, stream: Readable, keep: Keep) -> str:
    hashing = _Hashing(stream)
    keep(name, hashing)
    while hashing.read(CHUNK_BYTES):
        pass
    return hashing.digest.hexdigest()


def _is_inside(name: str) -> bool:
    """Whether a name in a backup stays inside the folder that it is restored to."""
    parts = name.split("/")
    return not any(part in {"", ".", ".."} or "\\" in part or ":" in part for part in parts)
