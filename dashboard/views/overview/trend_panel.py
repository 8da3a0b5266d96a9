"""Shows the four trends of the overview, and the rows behind a month that somebody clicked.

Decision 0087.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.line_list import Lines, show_lines
from dashboard.components.table import show_table
from dashboard.figure import Figure
from dashboard.formats import format_count, format_month
from dashboard.lookups import add_names
from dashboard.state.filters import Filters, read_filters
from dashboard.theme import Palette
from dashboard.views.overview import charts
from dashboard.views.overview import text as words
from dashboard.views.overview.trends import read_trends
from dashboard.warehouse import rows


@dataclass(frozen=True)
class Trend:
    """One small chart: its key, its message, and how it is drawn."""

    key: str
    title: Callable[[pd.DataFrame], str]
    draw: Callable[[pd.DataFrame, Palette], Figure]


TRENDS = (
    Trend("crossings", words.title_crossings, charts.draw_crossings),
    Trend("below_share", words.title_below, charts.draw_below_share),
    Trend("leakage", words.title_leakage, charts.draw_leakage),
    Trend("recovery", words.title_recovery, charts.draw_recovery),
)


def show_trends(asked: Filters, data_through: Any, first_day: Any) -> tuple[str, date] | None:
    """Draw the trends two by two with their table; returns the trend and month that were clicked."""
    trend = read_trends(asked, data_through, first_day)
    if trend["is_complete"].sum() < words.FEWEST_MONTHS:
        st.info(words.say_short_history(trend))
        return None
    clicked = None
    for pair in (TRENDS[:2], TRENDS[2:]):
        for column, each in zip(st.columns(2), pair, strict=True):
            with column:
                title, figure = each.title(trend), draw_once(each.draw, trend)
                mark = show_chart(title, figure, title, each.key, is_selectable=True)
            if mark:
                clicked = each.key, date.fromisoformat(mark[0])
    if box := fold("View trend data", "trends"):
        with box:
            show_table(trend, "trends", alt="Trends by month")
    return clicked


def open_month(name: str, month: date, asked: Filters) -> None:
    """The rows behind one mark: crossings and lines below the charts, denials on their own page."""
    if name == "crossings":
        found = add_names(rows("crossing_month", asked, crossing_month=month))
        count = format_count(len(found), "patient")
        st.markdown(f"**Crossed in {format_month(month)}**: {count}")
        show_table(found, "crossed", alt="Who crossed in this month", hidden=("beneficiary_key",))
    elif name == "below_share":
        title = f"Early KX lines in {format_month(month)}"
        wanted: Lines = {"period_start": None, "period_end": None, "service_month": month, "is_early": True}
        show_lines(title, "early_lines", wanted)
    else:
        address = read_filters().address(period=f"{month:%Y-%m}")
        label = f"Open the denials of {format_month(month)} →"
        st.page_link("views/denials/page.py", label=label, query_params=address)
