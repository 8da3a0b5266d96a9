"""Reads the dates of an eligibility response: single days, ranges, and the calendar year that a benefit is for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

_RANGE = re.compile(r"(\d{8})-(\d{8})", re.ASCII)
_FORMS = {8: "%Y%m%d", 6: "%y%m%d"}


def read_date(text: object) -> date | None:
    """A day such as 20260131 or 260131; None for anything else."""
    form = _FORMS.get(len(str(text))) if str(text).isascii() and str(text).isdigit() else None
    if form is None:
        return None
    try:
        return datetime.strptime(str(text), form).date()  # noqa: DTZ007
    except ValueError:
        return None


def find_benefit_year(benefit_date: object, plan_dates: Iterable[object], service_date: object) -> int | None:
    """The calendar year of a benefit (DTP*292), else of a plan within one year (291), else of the date asked for (472).

    None where a date spans several years or cannot be read. A plan's single date is its beginning and says no year.
    """
    if benefit_date is not None:
        return _find_year(str(benefit_date))
    ranges = [_find_year(str(text)) for text in plan_dates if _RANGE.fullmatch(str(text))]
    return next((year for year in ranges if year is not None), _find_year(str(service_date)))


def _find_year(text: str) -> int | None:
    match = _RANGE.fullmatch(text)
    first, last = (read_date(match[1]), read_date(match[2])) if match else (read_date(text), read_date(text))
    if first is None or last is None or last < first:
        return None
    # some responses end a year on the first day of the next one
    if (last.month, last.day) == (1, 1) and last > first:
        last -= timedelta(days=1)
    return first.year if first.year == last.year else None
