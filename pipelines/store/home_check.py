"""Holds archive, originals and the published version against each other before a build changes anything."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipelines.errors import NotPublished
from pipelines.intake.offer import load_kept, load_known, load_offered
from pipelines.store.archive import Archive
from pipelines.store.home import Home
from pipelines.store.home_files import open_version
from pipelines.store.home_key import HomeKey
from pipelines.store.originals import find_originals, list_batch_folders, move_to_unknown
from pipelines.store.warehouse import find_versions

_NAMED_AT_MOST = 5
_RESTORE = (
    "Nothing was published and nothing was removed. Restore archive.duckdb from the backup that was made together with"
    " originals/ and versions/"
)


def check_archive_is_there(home: Home) -> None:
    """A data folder that holds something made from an archive has one. Raises NotPublished."""
    kept = [] if home.archive.exists() else list_traces(home)
    if kept:
        raise NotPublished(
            f"{home.archive} is missing, but the data folder holds {name_some(kept)}. {_RESTORE}, or choose a new data"
            " folder with --home."
        )


def list_traces(home: Home) -> list[str]:
    """What an archive has left in the data folder."""
    kept = [f"originals/{number}" for number in list_batch_folders(home)]
    kept += [f"versions/{path.name}" for _, path in find_versions(home)]
    return kept + ([home.warehouse.name] if home.warehouse.exists() else [])


def check_archive_is_current(archive: Archive, key: HomeKey | None) -> None:
    """The archive knows every batch that left originals and every file that was published. Raises NotPublished."""
    newer = [number for number in list_batch_folders(archive.home) if number > archive.last_batch_number]
    if newer:
        found = name_some(f"originals/{number}" for number in newer)
        raise NotPublished(
            f"{archive.home.archive} is older than the originals: it does not know {found}. {_RESTORE}; or move {found}"
            " out of the data folder and import those files again."
        )
    version, published = read_published_files(archive.home, key)
    offered = load_offered(archive.connection)
    missing = name_some(name for place, name in published.items() if place not in offered)
    if missing:
        raise NotPublished(
            f"{archive.home.archive} is older than versions/{version}: it does not know {missing}. {_RESTORE}."
        )


def read_published_files(home: Home, key: HomeKey | None) -> tuple[str, dict[tuple[int, str | None], str]]:
    """The newest version and the files that it lists: name by file number and sha256.

    A version that is damaged lists none: it is made again from the archive. Raises UsageError for a wrong key.
    """
    versions = find_versions(home)
    if not versions:
        return "", {}
    path = versions[-1][1]
    try:
        with open_version(path, key) as connection:
            rows = connection.execute("select file_number, file_sha256, file_name from opened.mart.file").fetchall()
    except (NotPublished, duckdb.Error):
        rows = []
    return path.name, {(number, digest): name for number, digest, name in rows}


def settle_originals(archive: Archive) -> list[str]:
    """Move originals that the archive does not know aside and notice the ones that vanished; a sentence for each."""
    known, there = load_known(archive.connection), set()
    moved: list[Path] = []
    for path in find_originals(archive.home):
        place = locate(archive.home, path)
        if place in known:
            there.add(place)
        else:
            moved.append(move_to_unknown(archive.home, path))
    gone = [name for place, name in load_kept(archive.connection).items() if place not in there]
    return [*_tell_moved(archive.home, moved), *_tell_gone(archive.home, gone)]


def locate(home: Home, path: Path) -> tuple[int, str] | None:
    """Batch number and sha256 that the place of an original says; None where no original stands."""
    folder, *rest = path.relative_to(home.originals).parts
    if not folder.isdecimal() or len(rest) != 1 or path.is_symlink():
        return None
    return int(folder), rest[0]


def _tell_moved(home: Home, moved: list[Path]) -> list[str]:
    if not moved:
        return []
    names = name_some(str(path.relative_to(home.root)) for path in moved)
    return [
        f"Warning: originals/ held {_count(len(moved), 'file')} that the archive does not know; moved to {names}."
        " Import them again if they are remittances, or delete them."
    ]


def _tell_gone(home: Home, gone: list[str]) -> list[str]:
    if not gone:
        return []
    return [
        f"Warning: {_count(len(gone), 'original')} missing from {home.originals}: {name_some(gone)}. The figures are"
        " not affected, but these files can no longer be shown. Restore originals/ from your backup; `kxwatch verify`"
        " names what is missing."
    ]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def name_some(names: Iterable[str]) -> str:
    """The first few names, and how many more there are."""
    every = list(names)
    rest = len(every) - _NAMED_AT_MOST
    return ", ".join(every[:_NAMED_AT_MOST]) + (f" and {rest:,} more" if rest > 0 else "")
