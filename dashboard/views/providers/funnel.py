"""The comparison of providers: the funnel of each share of patients, and what chance does."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.frame import read_build
from dashboard.components.review_list import read_review, read_unjudged
from dashboard.components.small_counts import has_small, mark_small, without_small
from dashboard.components.table import show_table
from dashboard.formats import as_date
from dashboard.lookups import add_names, read_rule
from dashboard.state.filters import read_filters
from dashboard.state.url_choice import Switch
from dashboard.views.providers.charts.funnel import draw_funnel
from dashboard.views.providers.text import funnel as words
from dashboard.warehouse import rows

COUNTS = ("rated_beneficiaries", "rated_kx_beneficiaries")
# Out of files: with them the counts that were left out could be worked back.
OTHERS = ["others_beneficiaries", "others_kx_beneficiaries", "others_ratio"]
KEPT = ("provider_name", "provider_npi")


def show_funnel(explained: set[str]) -> list[Any]:
    """The funnel of the chosen share and what it means; returns the clicked dot, whose first part is the NPI.

    `explained`: NPIs of providers with KX on every patient, expected because most of it is at or over the threshold.
    """
    rate_name = Switch("share", words.RATES).show("Share", is_labelled=False)
    rates, cell, month = read_comparison(rate_name)
    if cell is None:
        st.info("No line in this period names a provider (NPI), so there is nothing to compare.")
        return []
    title = words.title_funnel(rates, rate_name)
    marked = words.mark_rates(rates, _read_marks(explained))
    figure = draw_once(draw_funnel, marked, cell)
    dot = show_chart(title, figure, f"Funnel. {title}", f"funnel_{rate_name}", is_selectable=True)
    st.caption(f"{words.say_funnel(cell, month)} {_say_filters()}")
    if box := fold("The comparison as a table", "funnel_table"):
        with box:
            _show_table(rates)
    return dot


def _read_marks(explained: set[str]) -> dict[str, str]:
    """NPIs with the mark of their dot: on the review list, not judged, expected."""
    listed, unjudged = (
        set(each["provider_npi"]) for each in (read_review(is_of_all=True), read_unjudged(is_of_all=True))
    )
    return dict.fromkeys(explained, "explained") | dict.fromkeys(unjudged, "unjudged") | dict.fromkeys(listed, "listed")


def read_comparison(rate_name: str) -> "tuple[pd.DataFrame, pd.Series[Any] | None, pd.Series[Any] | None]":
    """Rows of the chosen period, pool and clinic, the comparison as a whole, and that of its newest month."""
    filters = read_filters()
    rates = add_names(rows("provider_rates", filters, rate_name=rate_name))
    if rates.empty:
        return rates, None, None
    complete = as_date(read_build()["previous_month_end_date"])
    newest = min(each for each in (filters.period.end, complete) if each)
    month = rows("provider_funnel", filters, rate_name=rate_name, period_code=f"{newest:%Y-%m}")
    cell = rows("provider_funnel", filters, rate_name=rate_name).iloc[0]
    return rates, cell, None if month.empty else month.iloc[0]


def _show_table(rates: pd.DataFrame) -> None:
    """The rows with few patients marked; in files they are left out."""
    fewest = read_rule("small_count_below")
    whole = without_small(rates.drop(columns=OTHERS, errors="ignore"), *COUNTS, fewest, KEPT)
    alt = "Providers with their share and the range expected by chance"
    show_table(mark_small(rates, *COUNTS, fewest), "provider_rates", alt=alt, whole=whole)
    if has_small(rates, *COUNTS, fewest):
        st.caption(f"Counts of 1 to {fewest - 1} patients are shown here and left out of downloads.")


def _say_filters() -> str:
    """What the comparison does not narrow by: a provider is compared with the others."""
    filters = read_filters()
    unused = [name for name in ("provider", "payer") if getattr(filters, name)]
    return f"The {' and the '.join(unused)} filter does not narrow this comparison." if unused else ""
