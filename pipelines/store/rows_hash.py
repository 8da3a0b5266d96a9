"""One number for all rows that a file has in the archive: made at import, and again by `kxwatch verify`.

Decision 0216.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce

import duckdb

from pipelines.sources.schema import SOURCE_TABLES

# The first is not of the reading; a file's rows are found by the other two, so the hash need not hold them.
_NOT_HASHED = {"batch_number", "file_number", "file_sha256"}
# `hash` may give other numbers in another version of DuckDB, so each is kept behind the version.
_VERSION = f"{duckdb.__version__} "


def write_rows_hash(table: str, columns: Collection[str]) -> str:
    """The SQL aggregate (HUGEINT) over rows of a source table: the same in any order, and with more null columns."""
    own = sorted(set(columns) - _NOT_HASHED)
    hashed = (f"if({column} is null, 0::ubigint, hash({column}, '{column}'))" for column in own)
    return f"sum(hash({reduce(lambda row, value: f'xor({row}, {value})', hashed)}, '{table}'))"


def name_hash(number: int) -> str:
    """How the number is kept."""
    return f"{_VERSION}{number}"


def find_changed_files(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str]]:
    """Number and name of every file whose rows in the attached archive are not those that were imported.

    Files that were imported with another version of DuckDB, or before there was a number, are passed over.
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
        f" where offer.status = 'accepted' and starts_with(offer.rows_hash, '{_VERSION}')"
        " group by offer.file_number, offer.file_name, offer.rows_hash"
        f" having offer.rows_hash <> concat('{_VERSION}', coalesce(sum(found.part), 0))"
        " order by offer.file_number"
    ).fetchall()
