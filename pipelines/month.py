"""A calendar month as commands take it: read from YYYY-MM, with its last day, its neighbors and its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.errors import UsageError


@dataclass(frozen=True, order=True)
class Month:
    """One month by its first day."""

    start: date

    @property
    def end(self) -> date:
        """The last day."""
        return _first_day_after(self.start) - timedelta(days=1)

    @property
    def previous(self) -> Month:
        """The month before."""
        return month_of(self.start - timedelta(days=1))

    @property
    def code(self) -> str:
        """As it is typed, 2026-10."""
        return f"{self.start:%Y-%m}"

    @property
    def name(self) -> str:
        """As it is read, October 2026."""
        return f"{self.start:%B} {self.start.year}"


def _first_day_after(start: date) -> date:
    return date(start.year + start.month // 12, start.month % 12 + 1, 1)


def month_of(day: date) -> Month:
    """The month in which a day lies."""
    return Month(day.replace(day=1))


def parse_month(text: str) -> Month:
    """The month that YYYY-MM says. Raises UsageError."""
    found = re.fullmatch(r"(2\d{3})-(0[1-9]|1[0-2])", text, re.ASCII)
    if found is None:
        raise UsageError(f'"{text}" is not a month. No changes were made; use YYYY-MM, for example 2026-10.')
    return Month(date(int(found[1]), int(found[2]), 1))


def newest_complete_month(data_through: date) -> Month:
    """The newest month whose last day lies within the data."""
    month = month_of(data_through)
    return month if month.end == data_through else month.previous


def choose_month(asked: Month | None, first: date, data_through: date) -> Month:
    """The month asked for, else the newest complete one, which may be incomplete where the data begins.

    Raises UsageError for a month without any data.
    """
    oldest, newest = month_of(first), month_of(data_through)
    if asked is None:
        return max(newest_complete_month(data_through), oldest)
    if not oldest <= asked <= newest:
        raise UsageError(
            f"{asked.name} is outside the data, which runs from {oldest.name} to {newest.name}. No changes were made;"
            " choose one of these months, or import its remittances first."
        )
    return asked
