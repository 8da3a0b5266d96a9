"""Holds originals, archive, published versions, casebook, users and samples against each other, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb

from pipelines.access.user_file import list_problems as list_user_problems
from pipelines.errors import KxwatchError, NotPublished, UsageError
from pipelines.intake.offer import load_kept, load_known, load_unfinished
from pipelines.sampling.stored_sample import list_sample_problems
from pipelines.settings import Settings
from pipelines.store.home import Home
from pipelines.store.home_check import list_traces, locate, name_some
from pipelines.store.home_files import attach_archive, open_memory
from pipelines.store.home_key import HomeKey, load_key
from pipelines.store.home_layout import check_not_newer
from pipelines.store.originals import find_originals, read_original
from pipelines.store.rows_hash import find_changed_files
from pipelines.store.verify_version import check_versions, quote_cause, read_all
from pipelines.store.warehouse import find_versions


@dataclass(frozen=True)
class Verification:
    """What was held against each other, and every place where it does not agree, as a sentence."""

    originals: int
    versions: int
    problems: list[str]

    @property
    def exit_code(self) -> int:
        """0 whole, 4 not."""
        return NotPublished.exit_code if self.problems else 0

    @property
    def message(self) -> str:
        """The outcome in one sentence."""
        if self.problems:
            found = f"{len(self.problems):,} problem" + ("" if len(self.problems) == 1 else "s")
            return f"{found} found; nothing was changed. Restore what is named from your backup of the data folder."
        return f"No problems found. Originals: {self.originals:,}. Published versions: {self.versions:,}."

    def to_json(self) -> dict[str, object]:
        """The object that `--json` prints."""
        return {"exit_code": self.exit_code, "message": self.message, **vars(self)}


@dataclass(frozen=True)
class _Expected:
    """Which originals there should be, which there may be, and which batches are not finished."""

    kept: dict[tuple[int, str], str]
    known: set[tuple[int, str]]
    unfinished: set[int]


def verify_home(settings: Settings) -> Verification:
    """Read all that the home of `settings` holds.

    Raises UsageError where there is no home, for a wrong key, and for what a newer kxwatch wrote.
    """
    home = Home(settings.home)
    if not home.archive.exists():
        return _verify_without_archive(home)
    key = load_key(home, settings.key)
    check_not_newer(home, settings.key)
    with open_memory(key) as connection:
        try:
            attach_archive(connection, home.archive, key, "read")
            expected = _Expected(load_kept(connection), load_known(connection), load_unfinished(connection))
        except (NotPublished, duckdb.Error, OSError) as error:
            return Verification(0, 0, [f"changed: archive.duckdb cannot be read{quote_cause(error)}"])
        problems = [
            *_check_rows(connection),
            *_check_originals(home, key, expected),
            *check_versions(home, key, connection),
            *_check_casebook(settings),
            *list_user_problems(home, key),
            *list_sample_problems(home, key),
        ]
    return Verification(len(expected.kept), len(find_versions(home)), problems)


def _check_casebook(settings: Settings) -> list[str]:
    if not Home(settings.home).casebook_secret.exists() and settings.casebook_url is None:
        return []
    from pipelines.casebook.verification import list_problems  # only a home with a casebook waits for these
    from pipelines.sampling.drawing import list_missing_samples

    return list_problems(settings) or list_missing_samples(settings)


def _verify_without_archive(home: Home) -> Verification:
    traces = list_traces(home) + ([home.key_file.name] if home.key_file.exists() else [])
    if not traces:
        raise UsageError(f"{home.root} is not a kxwatch data folder. Choose another one with --home.")
    return Verification(0, 0, [f"missing: archive.duckdb, while the data folder holds {name_some(traces)}"])


def _check_rows(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Every row is read, so that damage is seen; of every file there are the rows that were imported."""
    damage = read_all(connection, "archive")
    if damage:
        yield f"changed: archive.duckdb is damaged ({damage})"
        return
    named: set[int] = set()
    for table, column in (("claim_payment", "claim_payments"), ("service_line", "service_lines")):
        rows = connection.execute(
            f"select offer.file_number, offer.file_name, coalesce(offer.{column}, 0) as expected,"
            f" count(counted.file_number) as found from archive.source.offer"
            f" left join archive.source.{table} as counted using (file_number)"
            f" where offer.status = 'accepted' group by offer.file_number, offer.file_name, offer.{column}"
            " having expected <> found order by offer.file_number"
        ).fetchall()
        for number, name, expected, found in rows:
            named.add(number)
            yield f"changed: archive.duckdb has {found:,} rows of {table} from {name}, not {expected:,}"
    for number, name in find_changed_files(connection):
        if number not in named:
            yield f"changed: archive.duckdb does not hold the rows of {name} as they were imported"


def _check_originals(home: Home, key: HomeKey | None, expected: _Expected) -> Iterator[str]:
    found: set[tuple[int, str]] = set()
    for path in find_originals(home):
        place = locate(home, path)
        where = path.relative_to(home.root)
        if place is not None and place[0] in expected.unfinished:
            continue
        if place is None or place not in expected.known:
            yield f"unknown: {where}"
            continue
        found.add(place)
        problem = _check_original(path, key)
        if problem:
            yield f"changed: {where} ({expected.kept.get(place, 'refused file')}){problem}"
    for place, name in expected.kept.items():
        if place not in found and place[0] not in expected.unfinished:
            yield f"missing: originals/{place[0]}/{place[1]} ({name})"


def _check_original(path: Path, key: HomeKey | None) -> str | None:
    try:
        content = read_original(path, key)
    except (KxwatchError, OSError) as error:
        return quote_cause(error)
    return None if sha256(content).hexdigest() == path.name else " does not match its hash"
