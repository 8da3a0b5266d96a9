"""What an account takes over New Year from the account of the year before: pace, amounts and length of care."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.inference._forecast_rows import NEVER, Columns

# The account of the same patient and pool a year earlier has a number lower by this.
_YEAR = 10
_GAPS = ("gap_count", ("gap_count", "gap_days", "gap_square", "usual_gap_days", "usual_gap_square"))
_PRICES = ("priced_visits", ("priced_visits", "priced_cents", "priced_square"))


def carry_over(months: Columns, last_date: NDArray[np.int64], pace_visits: int, end_of_care_days: int) -> Columns:
    """`months` (columns of ledger.account_month) with what is carried into each row from the year before.

    `last_date` is for each row the last date at which the accounts of the year before were looked at. Of that account's
    newest visits as many count as the new year's lack of `pace_visits`; its visits belong to the same course of care
    when no more than `end_of_care_days` lie between the years.
    """
    before = _find_before(months, last_date)
    is_there = before >= 0
    carried = dict(months)
    for count, names in (_GAPS, _PRICES):
        room = np.maximum(pace_visits - months[count], 0)
        share = np.where(is_there, np.minimum(room / np.maximum(months[count][before], 1), 1), 0)
        carried |= {name: months[name] + share * months[name][before] for name in names}
    away = months["first_service_date"] - months["last_service_date"][before]
    is_one_course = is_there & (away <= end_of_care_days) & (months["course_visits"] == months["visits"])
    return carried | {"course_visits": months["course_visits"] + is_one_course * months["course_visits"][before]}


def find_dates_before_year(dates: NDArray[np.int64], days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The newest of the sorted `dates` before the year of each day; -1 if there is none."""
    year_start = days.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    place = np.searchsorted(dates, year_start, side="left") - 1
    return np.where(place >= 0, dates[np.maximum(place, 0)], -1)


def _find_before(months: Columns, last_date: NDArray[np.int64]) -> NDArray[np.int64]:
    """The row of the account of the year before, as it stood at `last_date`; -1 if there is none."""
    key = months["account_ordinal"] * NEVER + months["as_of_date"]
    order = np.argsort(key, kind="stable")
    wanted = (months["account_ordinal"] - _YEAR) * NEVER + last_date
    place = order[np.minimum(np.searchsorted(key[order], wanted), len(key) - 1)]
    return np.where(key[place] == wanted, place, -1)
