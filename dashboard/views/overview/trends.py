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
COUNTED = ("crossings", "kx_lines", "early_kx_lines", "denied_services", "recovered_services")
SUMMED = ("open_cents", "expired_cents", "recovered_cents")


def read_trends(asked: Filters, data_through: Any, first_service: Any) -> pd.DataFrame:
    """One row a month from the first service on, at most MONTHS: COUNTED, SUMMED; `is_complete` false for the last."""
    last = pd.Period(as_date(data_through) or date(1970, 1, 1), "M")
    first = pd.Period(as_date(first_service) or date(1970, 1, 1), "M")
    months = pd.period_range(max(last - (MONTHS - 1), min(first, last)), last, freq="M")
    start = months[0].start_time.date()
    trend = pd.DataFrame(index=months.to_timestamp())
    for query_name in ("trend_crossings", "trend_kx", "trend_denials"):
        found = rows(query_name, asked, trend_start=start).set_index("trend_month")
        trend = trend.join(found)
    trend = trend[[*COUNTED, *SUMMED]].fillna(0).astype("int64")
    trend["is_complete"] = [month < last for month in months]
    return trend.rename_axis("trend_month").reset_index()
