"""Reads the four trends of the overview month by month, absent months as zero.

Decision 0025.
"""

from datetime import date
from typing import Any

import pandas as pd

from dashboard.formats import as_date
from dashboard.state.filters import Filters
from dashboard.warehouse import rows

MONTHS = 24


def read_trends(asked: Filters, data_through: Any, first_day: Any) -> pd.DataFrame:
    """One row a month from that of `first_day` on, at most MONTHS; `is_complete` is false for the last."""
    last = pd.Period(as_date(data_through) or date(1970, 1, 1), "M")
    first = pd.Period(as_date(first_day) or date(1970, 1, 1), "M")
    start = max(last - (MONTHS - 1), min(first, last))
    return rows("trend_months", asked, trend_start=start.start_time.date(), last_month=last.start_time.date())
