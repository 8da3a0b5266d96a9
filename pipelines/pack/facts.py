"""Gathers what the report of a month is written from: counts, tables and versions, read once from the marts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from pipelines.digest.figures import Extent, Figures, read_extent, read_figures
from pipelines.errors import UsageError
from pipelines.models.named_query import Row, run_query
from pipelines.month import Month
from pipelines.pack.tables import Table, read_table

QUERIES = Path(__file__).parent / "queries"
# In the order in which they lie in the pack and stand in the workbook.
TABLES = (
    "threshold_crossing",
    "provider_kx",
    "denial",
    "leakage_by_month",
    "refund_check",
    "line",
    "payment",
    "file",
    "set_aside",
    "clinic_year",
    "threshold",
    "rule_parameter",
)
_COUNTS = ("patients", "coverage", "unestimated")


@dataclass(frozen=True)
class Facts:
    """One month: the digest's figures, more counts, the tables of evidence, and the segments behind the lines."""

    month: Month
    extent: Extent
    figures: Figures
    counts: Row
    tables: Mapping[str, Table]
    segments: list[Row]
    month_figures: list[Row]

    def rows(self, name: str) -> list[Row]:
        """The rows of a table, by column."""
        table = self.tables[name]
        return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def read_facts(connection: duckdb.DuckDBPyConnection, month: Month) -> Facts:
    """Everything of one month. Raises UsageError for a month outside the data."""
    extent = read_extent(connection)
    figures = read_figures(connection, extent, month)
    if figures is None:
        raise UsageError("No remittances have been imported yet. No pack was written; run `kxwatch build` first.")
    start = month.start
    dates = {"month_start": start, "month_end": month.end, "year_before": date(start.year - 1, start.month, 1)}
    counts: Row = {}
    for name in _COUNTS:
        counts.update(run_query(connection, QUERIES / f"{name}.sql", **dates)[0])
    tables = {name: read_table(connection, QUERIES / f"{name}.sql", **dates) for name in TABLES}
    segments = run_query(connection, QUERIES / "segments.sql", **dates)
    month_figures = run_query(connection, QUERIES / "month_figures.sql", **dates)
    return Facts(month, extent, figures, counts, tables, segments, month_figures)
