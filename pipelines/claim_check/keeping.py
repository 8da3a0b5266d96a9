"""Keeps checked lines in the archive when asked: they count as submitted, and a later build says what came true.

Decision 0142.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb
import pyarrow as pa

from pipelines.errors import NotPublished
from pipelines.settings import Settings
from pipelines.sources.kept_tables import KEPT_TABLES
from pipelines.store.archive import connect
from pipelines.store.crash_recovery import open_archive
from pipelines.store.home import Home, hold_home
from pipelines.store.home_files import attach_archive
from pipelines.store.home_key import HomeKey
from pipelines.store.warehouse import find_versions

_LINES = """
select
    file.file_sha256, file.file_name, line.segment_number, line.line_number, line.patient_control_number,
    line.payee_npi, line.service_date, line.procedure_code, line.modifiers,
    coalesce(string_agg(broken_rule.rule_name, ',' order by broken_rule.rule_name), '') as rule_names,
    $check_date::date as check_date,
    -- a file that was given later was checked later
    $checked_at::timestamp + to_microseconds(file_number) as checked_at,
    line.patient_number as patient_id, line.claim_ordinal, line.claim_frequency_code,
    line.original_claim_control_number, line.claim_filing_indicator_code, line.paid_units, line.created_date
from claim.line
inner join claim.file using (file_number)
left join (
    from claim.broken_rule inner join reference.claim_rule using (rule_name) where severity <> 'look'
) as broken_rule using (line_place)
where line.is_judged
group by all
"""

# an archive of an earlier kxwatch may lack columns: what is not there is null
_KEPT = """
insert into source.claim_check by name
select kept.* exclude (batch_number)
from archive.source.claim_check as kept
inner join archive.source.batch using (batch_number)
where batch.is_published
"""


def gather_lines(
    connection: duckdb.DuckDBPyConnection, files: list[tuple[int, str, str]], check_date: date | None
) -> pa.Table:
    """The judged lines of a check with the rules that they break; `files` are number, sha256 and name.

    A file that was given twice is kept once.
    """
    connection.execute("create table claim.file (file_number bigint, file_sha256 varchar, file_name varchar)")
    once = {sha256: (number, sha256, name) for number, sha256, name in reversed(files)}
    if once:
        connection.executemany("insert into claim.file values (?, ?, ?)", list(once.values()))
    now = datetime.now(UTC).replace(tzinfo=None)
    lines = connection.execute(_LINES, {"check_date": check_date, "checked_at": now}).to_arrow_table()
    return lines.cast(KEPT_TABLES["claim_check"])


def read_kept(connection: duckdb.DuckDBPyConnection, home: Home, key: HomeKey | None) -> list[str]:
    """Let `source.claim_check` hold the lines of kept checks; what hinders that, as sentences."""
    connection.register("no_kept_lines", KEPT_TABLES["claim_check"].empty_table())
    connection.execute("create table source.claim_check as from no_kept_lines")
    if not home.archive.exists():
        return []
    try:
        attach_archive(connection, home.archive, key, "read")
    except NotPublished as fault:
        return [f"Claims that were kept earlier were not counted: {fault}"]
    known = connection.execute(
        "select 1 from duckdb_tables() where database_name = 'archive' and table_name = 'claim_check'"
    ).fetchone()
    if known:
        connection.execute(_KEPT)
    connection.execute("detach archive")
    return []


def keep_lines(settings: Settings, lines: pa.Table) -> None:
    """Append `lines` to the archive as a batch that counts from now on; the next build tells what became of them."""
    home = Home(settings.home)
    with hold_home(home), connect(settings, home) as connection:
        archive = open_archive(connection, home, settings.key)
        with archive.transaction():
            batch = archive.begin_batch(find_versions(home)[-1][0])
            archive.append(batch, "claim_check", lines)
            archive.mark_published(batch)
