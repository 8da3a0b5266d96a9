"""Sums up each practice from its newest published warehouse, in counts and dollars without any patient data."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import duckdb
from pydantic import SecretStr

from pipelines.errors import KxwatchError, NotPublished
from pipelines.models.named_query import Row, run_query
from pipelines.portfolio.environment import make_environment
from pipelines.portfolio.members import Member
from pipelines.store.home import Home
from pipelines.store.home_files import open_version
from pipelines.store.home_key import HomeKey
from pipelines.store.warehouse import find_versions

SOON_DAYS = 60
_QUERY = Path(__file__).parent / "queries/practice.sql"
_READERS = 4
_KEY_LENGTH = 16
_EARLIER = "Its warehouse was built by an earlier kxwatch. Run `kxwatch portfolio build` with it."
_EMPTY = "Nothing has been published in this data folder yet. Run `kxwatch portfolio build` with it."


@dataclass(frozen=True)
class Summary:
    """One practice on one day: its figures, or why there are none; `seen` tells whether its files changed since."""

    member: Member
    seen: tuple[object, ...]
    figures: Row
    reason: str = ""
    failed_build: str = ""

    @property
    def practice_key(self) -> str:
        """Stands for the practice in addresses."""
        return sha256(str(self.member.home).encode("utf-8", "surrogateescape")).hexdigest()[:_KEY_LENGTH]


def summarize(members: Sequence[Member], environment: Mapping[str, str], today: date) -> list[Summary]:
    """A summary of every practice; one that cannot be read has a reason in place of figures."""
    with ThreadPoolExecutor(_READERS) as pool:
        return list(pool.map(lambda member: summarize_one(member, environment, today), members))


def summarize_one(member: Member, environment: Mapping[str, str], today: date) -> Summary:
    """The summary of one practice."""
    seen, failed = look(member, today), _read_failed_build(Home(member.home))
    key = make_environment(member, environment).get("KXWATCH_KEY")
    try:
        figures = _read_figures(Home(member.home), key, today)
    except (KxwatchError, OSError) as error:
        return Summary(member, seen, {}, _explain(error), failed)
    except duckdb.Error:  # its text may repeat what it found
        return Summary(member, seen, {}, _EARLIER, failed)
    return Summary(member, seen, figures, "", failed)


def look(member: Member, today: date) -> tuple[object, ...]:
    """What changes when the summary may: the day, the newest version, how the last build ended."""
    home = Home(member.home)
    newest = [path for _, path in find_versions(home)[-1:]]
    return (today, *(describe for path in [*newest, home.status] for describe in _describe(path)))


def _describe(path: Path) -> Iterable[object]:
    with suppress(OSError):
        found = path.stat()
        return (path.name, found.st_mtime_ns, found.st_size)
    return (path.name,)


def _read_figures(home: Home, key: str | None, today: date) -> Row:
    versions = find_versions(home)
    if not versions:
        raise NotPublished(_EMPTY)
    # a warehouse opens with the text of the key itself, so key.json is not needed
    home_key = HomeKey(SecretStr(key), None) if key else None
    with open_version(versions[-1][1], home_key) as connection:
        connection.execute("use opened")
        (row,) = run_query(connection, _QUERY, today=today, soon_days=SOON_DAYS)
    return row


def _read_failed_build(home: Home) -> str:
    """Why the last build published nothing; empty when it did."""
    with suppress(OSError, ValueError):
        ended = dict(json.loads(home.status.read_text("utf-8")))
        if ended.get("exit_code") == NotPublished.exit_code:
            return str(ended.get("message", ""))
    return ""


def _explain(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"Its warehouse cannot be read ({error.strerror or os.strerror(error.errno or 0)})."
    return str(error)
