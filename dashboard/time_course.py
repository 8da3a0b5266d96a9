"""The first part of the time page: the curve of those who crossed, and the accounts behind it."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.time_to_threshold import draw_incidence
from dashboard.courses import choose_curves, name_groups, read_click, read_courses
from dashboard.layout import draw_once, fold, show_answer, show_chart, show_method, show_nothing_found
from dashboard.outcomes import show_outcomes
from dashboard.sentences.time_to_threshold import say_outcomes, say_time, title_groups, title_incidence
from dashboard.tables import show_table
from dashboard.warehouse import rows

QUESTION = "When will my caseload get there?"


def show_course(filtered: dict[str, Any]) -> None:
    """The answer over everyone, the curve (or curves), and the accounts behind it."""
    asked = filtered | {"clock": st.session_state.get("clock", "days")}
    everyone = rows("time_incidence", **asked, compare="all")
    if everyone.empty:
        st.title(QUESTION)
        show_nothing_found("patients in a threshold pool")
        show_method("time_to_threshold")
        return
    clock = str(asked["clock"])
    elsewhere = len(rows("time_accounts", **asked, outcome="passed_elsewhere", up_to=None))
    show_answer(QUESTION, say_time(everyone, clock), say_outcomes(everyone, elsewhere))
    compare = choose_curves()
    points = show_curves(read_courses(asked, compare), clock)
    st.caption("A patient counts once a pool and calendar year. Choose a point to see who had crossed by then.")
    show_outcomes(asked, everyone.iloc[-1], elsewhere, read_click(points, compare))
    show_method("time_to_threshold")


def show_curves(courses: pd.DataFrame, clock: str) -> list[dict[str, object]]:
    """The chart and its table twin; returns the points that were clicked."""
    names = name_groups(courses)
    title = title_incidence(courses, clock) if len(names) == 1 else title_groups(courses, names)
    figure = draw_once(draw_incidence, courses, clock, names)
    points = show_chart(title, figure, title, "curve", is_selectable=True)
    if box := fold("The same as a table", "time_to_threshold"):
        named = courses.assign(group_name=[names[str(group)] for group in courses["group_name"]])
        with box:
            show_table(named, "time_to_threshold", alt=title, hidden=("waiting_ratio",))
    return points
