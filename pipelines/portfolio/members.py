"""Finds the data folders of a portfolio, and names whatever else lies beside them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.store.home import Home

_NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Member:
    """One practice: its data folder, a name that no other one has, and where its new files lie (None: nowhere)."""

    name: str
    home: Path
    incoming: Path | None = None


@dataclass(frozen=True)
class Portfolio:
    """The practices in the order given, and a sentence for each place that holds something else.

    `unmatched` are folders of new files that belong to no practice.
    """

    members: tuple[Member, ...]
    sentences: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()


def find_portfolio(paths: Sequence[Path], incoming: Path | None = None) -> Portfolio:
    """The data folders that `paths` are or hold; new ones too, for which `incoming` has a folder of files.

    Raises UsageError for a path that is and holds no data folder, and for an `incoming` that is no folder.
    """
    if incoming is not None and not incoming.is_dir():
        raise UsageError(f"{incoming} is not a folder. No changes were made; check the path after --import.")
    found: dict[Path, None] = {}
    sentences: list[str] = []
    for path in (Path(os.path.abspath(path)) for path in paths):
        homes = [path] if _is_home(path) else _list_homes(path)
        if homes and homes != [path]:
            sentences.extend(_name_others(path, homes))
        found.update(dict.fromkeys(homes or [_check_new(path, incoming)]))
    members = tuple(_name_members(list(found), incoming))
    return Portfolio(members, tuple(sentences), tuple(_find_unmatched(members, incoming)))


def _is_home(folder: Path) -> bool:
    """A folder that may not be looked into, such as lost+found, is none."""
    home = Home(folder)
    return any(os.path.exists(place) for place in (home.lock, home.archive, home.warehouse))


def _list_homes(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(entry for entry in _list_entries(folder) if entry.is_dir() and _is_home(entry))


def _list_entries(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise UsageError(f"{folder} cannot be read ({found}). No changes were made; check its permissions.") from None


def _name_others(folder: Path, homes: list[Path]) -> Iterator[str]:
    others = [entry.name for entry in _list_entries(folder) if entry not in homes]
    if others:
        rest = len(others) - _NAMED_AT_MOST
        named = ", ".join(others[:_NAMED_AT_MOST]) + (f" and {rest:,} more" if rest > 0 else "")
        yield f"Not a data folder of kxwatch, left alone in {folder}: {named}."


def _check_new(path: Path, incoming: Path | None) -> Path:
    """A data folder that the build is to make. Raises UsageError where there is nothing to make it from."""
    if os.path.lexists(path) and not path.is_dir():
        raise UsageError(f"{path} is a file, not a data folder. No changes were made; give data folders of practices.")
    if path.is_dir() and _list_entries(path):
        raise UsageError(
            f"{path} is not a data folder of kxwatch and holds none. No changes were made; check the path."
        )
    if incoming is None or not (incoming / path.name).is_dir():
        raise UsageError(
            f"{path} does not exist yet. No changes were made; check the path, or put the files of the new practice"
            f" into a folder {path.name} and name the folder above it after --import."
        )
    return path


def _name_members(homes: list[Path], incoming: Path | None) -> Iterator[Member]:
    """Each by the name of its folder, with the folder above it where two folders have the same name."""
    often = Counter(home.name for home in homes)
    for home in homes:
        name = home.name if often[home.name] == 1 else f"{home.parent.name}/{home.name}"
        own = incoming / name if incoming is not None else None
        yield Member(name, home, own if own is not None and own.is_dir() else None)


def _find_unmatched(members: Sequence[Member], incoming: Path | None) -> Iterator[str]:
    if incoming is None:
        return
    used = {member.name.split("/")[0] for member in members}
    for entry in _list_entries(incoming):
        if entry.name not in used:
            yield entry.name
