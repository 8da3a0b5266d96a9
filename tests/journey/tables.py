"""All mart tables of a warehouse as plain rows, without the columns that a law leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import closing
from datetime import date

import duckdb

from tests.warehouses import NamedFile, build_in_memory, build_some_in_memory

# Where something stood in the files; a reason may quote it, and a payment's key is made of it.
PLACES = (
    *("file_name", "file_sha256", "file_number", "segment_number", "reason", "raw_segments", "byte_count"),
    "payment_key",
)
Tables = dict[str, Counter[tuple[object, ...]]]


def read_tables(
    connection: duckdb.DuckDBPyConnection,
    without_columns: Collection[str] = (),
    only: Collection[str] = (),
    cents_times: int = 1,
) -> Tables:
    """Every `mart` table (or `only` those named) as a bag of rows, money multiplied by `cents_times`."""
    listed = connection.execute("select table_name from duckdb_tables() where schema_name = 'mart'").fetchall()
    names = [name for (name,) in listed if not only or f"mart.{name}" in only]
    return {f"mart.{name}": _read_rows(connection, name, without_columns, cents_times) for name in sorted(names)}


def _read_rows(
    connection: duckdb.DuckDBPyConnection, name: str, without_columns: Collection[str], cents_times: int
) -> Counter[tuple[object, ...]]:
    answer = connection.execute(f'select * from mart."{name}"')
    header = [column[0] for column in answer.description or []]
    kept = [(place, column.endswith("_cents")) for place, column in enumerate(header) if column not in without_columns]
    return Counter(
        tuple(
            row[place] * cents_times if is_money and row[place] is not None else row[place] for place, is_money in kept
        )
        for row in answer.fetchall()
    )


def build_tables(
    files: Iterable[NamedFile],
    as_of: date | None = None,
    without_columns: Collection[str] = (),
    only: Collection[str] = (),
    cents_times: int = 1,
) -> Tables:
    """The tables that these files make."""
    offered = list(files)
    built = build_some_in_memory(offered, only, as_of) if only else build_in_memory(offered, as_of)
    with closing(built) as connection:
        return read_tables(connection, without_columns, only, cents_times)


def assert_unchanged(before: Tables, after: Tables, without_tables: Collection[str] = ()) -> None:
    """Fails with a line for each table whose rows differ, and some of them."""
    changes = find_changes(before, after, without_tables)
    assert not changes, "\n".join(changes)


def find_changes(before: Tables, after: Tables, without_tables: Collection[str] = ()) -> list[str]:
    """A line for each table whose rows differ, with some of them."""
    changed = [name for name in before if name not in without_tables and before[name] != after[name]]
    return [
        f"{name}: {_take_some(before[name], after[name])} -> {_take_some(after[name], before[name])}"
        for name in changed
    ]


def _take_some(rows: Counter[tuple[object, ...]], without: Counter[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return list(rows - without)[:3]
