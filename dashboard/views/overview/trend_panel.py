"""The four courses of the overview, and the rows behind a month that somebody clicked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.line_list import show_lines
from dashboard.components.table import show_table
from dashboard.formats import format_count, format_month
from dashboard.lookups import add_names
from dashboard.state.filters import read_filters
from dashboard.theme import Palette
from dashboard.views.overview import charts
from dashboard.views.overview import text as words
from dashboard.views.overview.trends import read_trends
from dashboard.warehouse import rows


@dataclass(frozen=True)
class Course:
    """One small picture: its key, its message, and how it is drawn."""

    key: str
    title: Callable[[pd.DataFrame], str]
    draw: Callable[[pd.DataFrame, Palette], go.Figure]


COURSES = (
    Course("crossings", words.title_crossings, charts.draw_crossings),
    Course("below_share", words.title_below, charts.draw_below_share),
    Course("leakage", words.title_leakage, charts.draw_leakage),
    Course("recovery", words.title_recovery, charts.draw_recovery),
)


def show_courses(asked: dict[str, Any], data_through: Any) -> tuple[str, date] | None:
    """Draw the courses two by two with their table; returns the course and month that were clicked."""
    trend = read_trends(asked, data_through)
    clicked = None
    for pair in (COURSES[:2], COURSES[2:]):
        for column, course in zip(st.columns(2), pair, strict=True):
            with column:
                title, figure = course.title(trend), draw_once(course.draw, trend)
                points = show_chart(title, figure, title, course.key, is_selectable=True)
            if points:
                clicked = course.key, date.fromisoformat(points[0]["customdata"][0])
    if box := fold("The four courses as a table", "courses"):
        with box:
            show_table(trend, "courses", alt="The four courses by month")
    return clicked


def open_month(course: str, month: date, asked: dict[str, Any]) -> None:
    """The rows behind one mark: crossings and lines beneath the pictures, denials on their own page."""
    if course == "crossings":
        found = add_names(rows("crossing_month", **asked, crossing_month=month))
        count = format_count(len(found), "patient and pool", "patients and pools")
        st.markdown(f"**Crossed in {format_month(month)}**: {count}")
        show_table(found, "crossed", alt="Who crossed in this month", hidden=("beneficiary_key",))
    elif course == "below_share":
        months = {"period_start": None, "period_end": None, "service_month": month}
        title = f"Early KX lines in {format_month(month)}"
        show_lines(title, "early_lines", **months, is_early=True)
    else:
        address = read_filters().address(period=f"{month:%Y-%m}")
        label = f"Open the denials of {format_month(month)} →"
        st.page_link("views/denials/page.py", label=label, query_params=address)
