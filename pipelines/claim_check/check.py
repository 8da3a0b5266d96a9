"""Reads claim files, holds their lines against the warehouse of the data folder, and reports; changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from pipelines.claim_check.answer import Unread
from pipelines.claim_check.keeping import gather_lines, keep_lines, read_kept
from pipelines.claim_check.models import judge_lines, open_check, read_data_through
from pipelines.claim_check.report import LOOK, ClaimReport
from pipelines.claim_check.wording import read_findings
from pipelines.errors import RefusedFile, UsageError, find_place
from pipelines.intake.discovery import Offered, find_files, format_name, read_bytes
from pipelines.intake.upload import Upload
from pipelines.settings import Settings
from pipelines.sources.claim_837.reader import CLAIM_LINE_SCHEMA, read_claims
from pipelines.sources.schema import PLACES_PER_FILE
from pipelines.store.home import Home
from pipelines.store.home_key import load_key
from pipelines.store.warehouse import find_versions


def check_claims(
    settings: Settings,
    paths: Sequence[Path],
    as_of: date | None,
    say: Callable[[str], None],
    uploads: Sequence[Upload] = (),
    *,
    is_kept: bool = False,
) -> ClaimReport:
    """Check the claim files that `paths` and `uploads` offer, each by itself after all that the warehouse knows.

    Changes nothing unless the checked lines are to be kept. Raises UsageError for a path that does not exist, or where
    no warehouse was built.
    """
    home = Home(settings.home)
    files: list[Offered] = [*find_files(paths, home, say), *uploads]
    versions = find_versions(home)
    if not versions:
        raise UsageError(
            f"Nothing has been built in {home.root} yet. Run `kxwatch build` first, or name another --home."
        )
    names = [format_name(file) for file in files]
    read = _read_all(files, names)
    with open_check(versions[-1][1], load_key(home, settings.key)) as connection:
        notes = read_kept(connection, home, load_key(home, settings.key))
        check_date = as_of or read_data_through(connection)
        judge_lines(connection, read.lines, check_date)
        report = _report(connection, read, names, check_date, notes)
        kept = gather_lines(connection, read.known, check_date) if is_kept else None
    if kept is not None:
        keep_lines(settings, kept)
    return report


def _report(
    connection: duckdb.DuckDBPyConnection,
    read: _Read,
    names: Sequence[str],
    check_date: date | None,
    notes: Sequence[str],
) -> ClaimReport:
    findings = tuple(read_findings(connection, names, check_date))
    return ClaimReport(
        files=len(read.known),
        lines=read.lines.num_rows,
        judged_lines=_count_judged(connection),
        check_date=check_date,
        findings=tuple(one for one in findings if one["severity"] != LOOK),
        look=tuple(one for one in findings if one["severity"] == LOOK),
        unread=tuple(read.unread),
        notes=(*notes, *_note_unjudged(connection, check_date)),
    )


@dataclass(frozen=True)
class _Read:
    """The lines of the files that could be read, which are `known` by number, sha256 and name; and the others."""

    lines: pa.Table
    known: list[tuple[int, str, str]]
    unread: list[Unread]


def _read_all(files: Sequence[Offered], names: Sequence[str]) -> _Read:
    pieces = [_with_places(CLAIM_LINE_SCHEMA.empty_table(), 0)]
    known, unread = [], []
    for number, (file, name) in enumerate(zip(files, names, strict=True)):
        try:
            content = read_bytes(file)
            pieces.append(_with_places(read_claims(content, name), number))
            known.append((number, sha256(content).hexdigest(), name))
        except RefusedFile as refused:
            unread.append(Unread(file_name=name, reason=refused.reason.removeprefix(name).lstrip(":, ")))
        except Exception as fault:  # noqa: BLE001
            reason = f"kxwatch could not read it because of an internal error ({find_place(fault)})."
            unread.append(Unread(file_name=name, reason=reason))
    return _Read(pa.concat_tables(pieces), known, unread)


def _with_places(lines: pa.Table, number: int) -> pa.Table:
    """Even places in file order: between two claims there is room for what a replacement reverses."""
    first = number * PLACES_PER_FILE + 2
    places = pa.array(np.arange(first, first + 2 * lines.num_rows, 2))
    numbers = pa.array(np.full(lines.num_rows, number))
    return lines.append_column("line_place", places).append_column("file_number", numbers)


def _count_judged(connection: duckdb.DuckDBPyConnection) -> int:
    answer = connection.execute("select count(*) from claim.line where is_judged").fetchone()
    return int(answer[0]) if answer else 0


def _note_unjudged(connection: duckdb.DuckDBPyConnection, check_date: date | None) -> list[str]:
    """What the check could not judge, as sentences."""
    notes = []
    if check_date is None:
        notes.append("No payment is known yet, so late filing was not checked. Name the date with --as-of.")
    undated, nameless = connection.execute(
        "select count(*) filter (where service_date is null), count(*) filter (where patient_number is null)"
        " from claim.line where is_judged"
    ).fetchall()[0]
    if undated:
        notes.append(f"Lines without a readable date of service (DTP*472): {undated:,}. They were not fully checked.")
    if nameless:
        notes.append(f"Lines without a Medicare number (NM1*IL): {nameless:,}. KX was not checked on them.")
    years = connection.execute(
        "select distinct line.calendar_year from claim.line left join ledger.threshold using (calendar_year)"
        " where line.is_judged and line.discipline is not null and threshold.kx_threshold_cents is null"
        " and line.calendar_year >= (select min(calendar_year) from ledger.threshold) order by all"
    ).fetchall()
    notes.extend(
        f"No KX threshold is known for {year}, so KX was not checked in that year. Import it with `kxwatch build`."
        for (year,) in years
    )
    return notes
