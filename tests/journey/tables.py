"""All mart tables of a warehouse as plain rows, without the columns that a law leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import closing
from datetime import date

from tests.planned_models import open_planned
from tests.warehouses import NamedFile, Warehouse

# Where something stood in the files; a reason may quote it, and a payment's key is made of it.
PLACES = (
    *("file_name", "file_sha256", "file_number", "segment_number", "reason", "raw_segments", "byte_count"),
    "payment_key",
)
MARTS = "select table_name from duckdb_tables() where schema_name = 'mart'"
Tables = dict[str, Counter[tuple[object, ...]]]


def read_tables(
    warehouse: Warehouse,
    without_columns: Collection[str] = (),
    only: Collection[str] = (),
    cents_times: int = 1,
) -> Tables:
    """Every `mart` table (or `only` those named) as a bag of rows, money multiplied by `cents_times`."""
    names = only or [f"mart.{name}" for (name,) in warehouse.execute(MARTS).fetchall()]
    return {name: _read_rows(warehouse, name, without_columns, cents_times) for name in sorted(names)}


def _read_rows(
    warehouse: Warehouse, name: str, without_columns: Collection[str], cents_times: int
) -> Counter[tuple[object, ...]]:
    answer = warehouse.execute(f"from {name}")
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
    with closing(open_planned(list(files), as_of)) as warehouse:
        return read_tables(warehouse, without_columns, only, cents_times)


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
