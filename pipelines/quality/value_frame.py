"""Gathers what expectations look at: the distinct values of each column, from the built tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd

from pipelines.quality.suite import NOT_NULL, Expectation, Suite

# A column with more distinct values is judged on so many of them, its least and its greatest among them; one that
# leads to another table on fewer, because Great Expectations copies the list of what was found there many times.
VALUES_KEPT = 500
LINKS_KEPT = 50
# Stands in a frame for an empty value that is not expected: Great Expectations leaves empty ones out.
NOTHING = "(empty)"


@dataclass(frozen=True)
class Looked:
    """What one expectation looks at: its values (of a pair: two lists), and whether they are all that there are.

    `counts_empty`: that there are no empty values is what is judged.
    """

    values: tuple[list[Any], ...]
    is_sample: bool
    counts_empty: bool = False

    @property
    def count(self) -> int:
        return len(self.values[0])

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it to judge."""
        return all(value is None for value in self.values[0])


def look_at(connection: duckdb.DuckDBPyConnection, suite: Suite) -> dict[str, Looked]:
    """Label of each thing that the suite looks at -> its values; empty for a table without rows."""
    if not connection.execute(f"select 1 from {suite.table} limit 1").fetchone():
        return {}
    wanted = {expectation.label: expectation for expectation in suite.expectations}
    return {label: _read_values(connection, suite.table, one) for label, one in wanted.items()}


def _read_values(connection: duckdb.DuckDBPyConnection, table: str, expectation: Expectation) -> Looked:
    columns = ", ".join(expectation.columns)
    if expectation.is_key:
        counted = f"select distinct count(*) as value from {table} group by {columns}"
        return Looked(([value for (value,) in connection.execute(counted).fetchall()],), False)
    kept = LINKS_KEPT if expectation.linked_table else VALUES_KEPT
    if expectation.is_pair:
        distinct, bounds = f"select distinct {columns} from {table}", ""
    else:
        value = columns if len(expectation.columns) == 1 else f"unnest([{columns}])"
        distinct, columns = f"select distinct {value} as value from {table}", "value"
        bounds = " union select unnest([min(value), max(value)]) from looked"
    found = connection.execute(
        f"with looked as materialized ({distinct}), kept as"
        f" ((from looked order by hash({columns}) limit {kept + 1}){bounds}) from kept order by hash({columns})"
    ).fetchall()
    values = tuple([_show(row[at]) for row in found] for at in range(1 + expectation.is_pair))
    if expectation.is_required and expectation.arguments:
        values = tuple([NOTHING if value is None else value for value in column] for column in values)
    return Looked(values, len(found) > kept, expectation.kind == NOT_NULL)


def _show(value: Any) -> Any:
    """Dates as ISO text, which sorts as they do; a frame would lose digits of decimals, so no suite looks at them."""
    if isinstance(value, Decimal):
        raise TypeError("an expectation looks at no decimal column")
    return value.isoformat() if isinstance(value, date | datetime) else value


def build_value_frame(looked: dict[str, Looked]) -> pd.DataFrame:
    """A column per thing looked at (two for a pair); shorter ones go on empty, or with their last value."""
    rows = max(one.count for one in looked.values())
    columns = {
        name: values + (values[-1:] if one.counts_empty else [None]) * (rows - len(values))
        for label, one in looked.items()
        for name, values in zip(name_columns(label, len(one.values)), one.values, strict=True)
    }
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


def name_columns(label: str, number: int) -> list[str]:
    """The columns of the frame for a label."""
    return [label] if number == 1 else [f"{label} ({at})" for at in range(1, number + 1)]


def resolve_value_set(connection: duckdb.DuckDBPyConnection, value_set: Any, values: list[Any]) -> list[Any]:
    """A list as it is; of a column those of its values that are among `values`."""
    if not isinstance(value_set, str):
        return list(value_set)
    table, _, column = value_set.rpartition(".")
    asked = f"select distinct {column} from {table} where {column} in (select unnest($values))"
    return [value for (value,) in connection.execute(asked, {"values": values}).fetchall()]
