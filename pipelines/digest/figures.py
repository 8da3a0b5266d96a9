"""Reads what the digest counts: one month beside the month before, from the marts.

Decision 0133.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from pipelines.models.named_query import Row, run_query
from pipelines.month import Month, choose_month, month_of
from pipelines.plain_words import say_name

_QUERIES = Path(__file__).parent / "queries"
_SUBJECTS = ("posted", "crossings", "kx_lines", "denied", "still_open", "refunds")


@dataclass(frozen=True)
class Extent:
    """What the data are of: the practice, their last date, and the versions behind them."""

    practice_name: str
    data_through_date: date | None
    first_date: date | None
    is_synthetic: bool
    version: str
    reference_version: str


@dataclass(frozen=True)
class Figures:
    """The counts of a month, known by its last day in the data, and of the month before.

    `flagged` are the NPIs of providers flagged for 100% KX.
    """

    month: Month
    known_by: date
    now: Row
    before: Row
    flagged: frozenset[str]
    flagged_before: frozenset[str]
    denials: list[Row]

    @property
    def newly_flagged(self) -> list[str]:
        """NPIs flagged in this month and not in the month before."""
        return sorted(self.flagged - self.flagged_before)

    @property
    def no_longer_flagged(self) -> list[str]:
        """NPIs flagged in the month before and not in this one."""
        return sorted(self.flagged_before - self.flagged)


def read_extent(connection: duckdb.DuckDBPyConnection) -> Extent:
    """Practice, dates and versions of the warehouse."""
    (row,) = run_query(connection, _QUERIES / "extent.sql")
    return Extent(**{**row, "practice_name": say_name(row["practice_name"]) or "This practice"})


def read_figures(connection: duckdb.DuckDBPyConnection, extent: Extent, asked: Month | None) -> Figures | None:
    """The counts of the month asked for, else of the newest complete one; None in a warehouse without lines.

    Raises UsageError for a month outside the data.
    """
    if extent.data_through_date is None or extent.first_date is None:
        return None
    month = choose_month(asked, extent.first_date, extent.data_through_date)
    dates = {"previous_start": month.previous.start, "month_start": month.start, "month_end": month.end}
    denials = run_query(connection, _QUERIES / "denials_by_category.sql", **dates)
    return Figures(
        month,
        min(month.end, extent.data_through_date),
        _read_month(connection, month, extent.data_through_date),
        _read_month(connection, month.previous, extent.data_through_date),
        _read_flagged(connection, month),
        _read_flagged(connection, month.previous),
        denials,
    )


def _read_month(connection: duckdb.DuckDBPyConnection, month: Month, through: date) -> Row:
    next_month = month_of(month.end + timedelta(days=1))
    dates = {"month_start": month.start, "month_end": min(month.end, through), "next_month_end": next_month.end}
    counts: Row = {}
    for subject in _SUBJECTS:
        (row,) = run_query(connection, _QUERIES / f"{subject}.sql", **dates)
        counts.update(row)
    return counts


def _read_flagged(connection: duckdb.DuckDBPyConnection, month: Month) -> frozenset[str]:
    rows = run_query(connection, _QUERIES / "flagged.sql", month_start=month.start)
    return frozenset(str(row["provider_npi"]) for row in rows)
