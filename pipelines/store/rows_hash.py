"""One number for all rows that a file has in the archive: made at import, and again by `kxwatch verify`.

Decision 0216.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from pipelines.sources.schema import SOURCE_TABLES

# The first is not of the reading; a file's rows are found by the other two, so the text need not hold them.
_NOT_IN_TEXT = {"batch_number", "file_number", "file_sha256"}


def write_rows_hash(table: str, columns: Collection[str]) -> str:
    """The SQL aggregate (HUGEINT) over rows of a source table: the same in any order, and with more null columns."""
    # `concat` passes over nulls; joining each name to its value first would take a quarter longer
    named = ", ".join(
        f"if({column} is null, null, '\x1f{column}='), {column}" for column in sorted(set(columns) - _NOT_IN_TEXT)
    )
    return f"sum(md5_number_lower(concat('{table}', {named})))"


def find_changed_files(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    """Number and name of every file whose rows in the attached archive are not those that were imported.

    Files that an earlier version imported have no number to compare with, and are passed over.
    """
    known = connection.execute(
        "select table_name, column_name from duckdb_columns()"
        " where database_name = 'archive' and schema_name = 'source'"
    ).fetchall()
    if ("offer", "rows_hash") not in known:
        return []
    sums = []
    for name, schema in SOURCE_TABLES.items():
        columns = [column for column in schema.names if (name, column) in known]
        if columns:
            hashed = write_rows_hash(name, columns)
            sums.append(f"select file_number, file_sha256, {hashed} as part from archive.source.{name} group by all")
    return connection.execute(
        "select offer.file_number, offer.file_name from archive.source.offer"
        f" left join ({' union all '.join(sums)}) as found using (file_number, file_sha256)"
        " where offer.status = 'accepted' and offer.rows_hash is not null"
        " group by offer.file_number, offer.file_name, offer.rows_hash"
        " having offer.rows_hash <> coalesce(sum(found.part), 0)::varchar order by offer.file_number"
    ).fetchall()
