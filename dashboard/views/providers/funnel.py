"""The comparison of providers: funnel, what chance does, and the list of those to review more closely."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.frame import read_build
from dashboard.components.small_counts import MARK, leave_small_out, mark_small
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
LISTED = "below_kx_beneficiaries"
KEPT = ("provider_name", "provider_npi")


def show_funnel(explained: set[str]) -> list[dict[str, Any]]:
    """The funnel of the chosen share and what it means; returns the clicked points.

    `explained`: NPIs of providers with KX on every patient, most of it at or over the threshold.
    """
    rate_name = Switch("share", words.RATES).show("Share", is_labelled=False)
    rates, cell, month = read_comparison(rate_name)
    if cell is None:
        st.info("No provider has a number (NPI) and such lines in this period, so there is nothing to compare.")
        return []
    title = words.title_funnel(rates, rate_name)
    marked = words.mark_rates(rates, _list_npis(), explained)
    figure = draw_once(draw_funnel, marked, cell)
    points = show_chart(title, figure, f"Funnel. {title}", f"funnel_{rate_name}", is_selectable=True)
    st.caption(f"{words.say_funnel(cell, month)} {_say_filters()}")
    if box := fold("The comparison as a table", "funnel_table"):
        with box:
            _show_table(rates, "provider_rates", "Providers with their share and what chance gives")
    return points


def show_list(explained: set[str]) -> str | None:
    """The providers whose KX below the threshold chance does not explain; returns the NPI of the chosen row.

    `explained` as in `show_funnel`: on the list it is said beside the reason.
    """
    rates, cell, _ = read_comparison(LISTED)
    if cell is None:
        return None
    asked = read_filters().provider
    own = rates if asked is None else rates[rates["provider_npi"] == asked]
    st.markdown(f"**{words.title_list(rates)}**")
    listed = words.list_reasons(own, explained)
    if listed.empty:
        return None
    st.markdown(words.write_reasons(listed))
    row = _show_table(listed, "provider_review_list", "Providers to review more closely", is_selectable=True)
    return None if row is None else str(listed["provider_npi"].iloc[row])


def _list_npis() -> set[str]:
    rates, _, _ = read_comparison(LISTED)
    return set() if rates.empty else set(rates.loc[rates["is_listed"], "provider_npi"])


def read_comparison(rate_name: str) -> "tuple[pd.DataFrame, pd.Series[Any] | None, pd.Series[Any] | None]":
    """Rows of the chosen period, pool and clinic, the comparison as a whole, and that of its newest month."""
    filters = read_filters()
    asked = {"pool": filters.pool, "payee_npi": filters.clinic, "rate_name": rate_name}
    rates = add_names(rows("provider_rates", **asked, period_code=filters.period.code))
    if rates.empty:
        return rates, None, None
    complete = as_date(read_build()["previous_month_end_date"])
    newest = min(each for each in (filters.period.end, complete) if each)
    month = rows("provider_funnel", **asked, period_code=f"{newest:%Y-%m}")
    cell = rows("provider_funnel", **asked, period_code=filters.period.code).iloc[0]
    return rates, cell, None if month.empty else month.iloc[0]


def _show_table(rates: pd.DataFrame, name: str, alt: str, *, is_selectable: bool = False) -> int | None:
    """The rows with few patients marked; in files they are left out."""
    fewest = read_rule("small_count_below")
    away = leave_small_out(rates, *COUNTS, fewest, KEPT).drop(columns=OTHERS, errors="ignore")
    row = show_table(mark_small(rates, *COUNTS, fewest), name, alt=alt, is_selectable=is_selectable, away=away)
    if (away[MARK] != "").any():
        st.caption(f"Counts of 1 to {fewest - 1} patients stand on the screen and are left out of the files.")
    return row


def _say_filters() -> str:
    """What the comparison does not narrow by: a provider is compared with the others."""
    filters = read_filters()
    unused = [name for name in ("provider", "payer") if getattr(filters, name)]
    return f"The {' and the '.join(unused)} filter does not narrow this comparison." if unused else ""
