"""Remembers in each data folder how its last portfolio build ended, so that the next one builds only what changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipelines.portfolio.members import Member
from pipelines.store.home import Home
from pipelines.store.warehouse import find_versions

_NAME = "portfolio_build.json"
# What `kxwatch build --json` says of a build, and a portfolio build repeats; no names of files.
ANSWERED = ("files", "lines", "set_aside", "set_aside_in_this_call", "data_through_date")
_PROGRAM = (".py", ".sql", ".csv", ".json", ".toml")


@dataclass(frozen=True)
class Record:
    """One build that was published: of what (`inputs`), as which file (`published`), and what it answered."""

    inputs: str
    published: str
    exit_code: int
    message: str
    answer: Mapping[str, Any] = field(default_factory=dict)


def read_current(member: Member, inputs: str) -> Record | None:
    """The record of a build that would come out the same now; None where something changed, or nothing is known."""
    try:
        record = Record(**json.loads((member.home / _NAME).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    home = Home(member.home)
    is_current = record.inputs == inputs and record.published == _describe_newest(home) and home.warehouse.exists()
    return record if is_current else None


def write_record(member: Member, inputs: str, answer: Mapping[str, Any], message: str) -> None:
    """Remember a published build; one that cannot be remembered is repeated by the next call."""
    kept = {name: answer[name] for name in ANSWERED}
    record = Record(inputs, _describe_newest(Home(member.home)), answer["exit_code"], message, kept)
    with suppress(OSError):
        (member.home / _NAME).write_text(json.dumps(asdict(record), indent=2), encoding="utf-8")


def describe_inputs(member: Member, as_of: str | None, practice: str, *, is_encrypted: bool) -> str:
    """A digest of all that decides what a build makes: offered files, profiles, settings, the program."""
    offered = list(_describe_files(member.incoming)) if member.incoming else []
    profiles = list(_describe_files(Home(member.home).profiles))
    said = json.dumps([offered, profiles, as_of, practice, is_encrypted, _describe_program()])
    return sha256(said.encode("utf-8")).hexdigest()


def _describe_files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):  # a file that cannot be looked at is offered to the build, which says so
            found = path.stat()
            yield path.relative_to(folder).as_posix(), found.st_size, found.st_mtime_ns


def _describe_newest(home: Home) -> str:
    versions = find_versions(home)
    if not versions:
        return ""
    found = versions[-1][1].stat()
    return f"{versions[-1][1].name} {found.st_size} {found.st_mtime_ns}"


@cache
def _describe_program() -> str:
    """The version, and the files themselves: between two versions a clone changes too."""
    folder = Path(__file__).parents[1]
    digest = sha256(version("kxwatch").encode("ascii"))
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _PROGRAM):
        digest.update(path.read_bytes())
    return digest.hexdigest()
