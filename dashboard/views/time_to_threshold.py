"""The page that answers: When will my caseload get there?"""

import pandas as pd
import streamlit as st

from dashboard.charts.time_to_threshold import draw_incidence, name_group
from dashboard.filters import read_filters
from dashboard.layout import read_palette, show_answer, show_chart, show_method, show_nothing_found
from dashboard.outcomes import read_clicked_time, show_outcomes
from dashboard.sentences.time_to_threshold import say_outcomes, say_time, title_groups, title_incidence
from dashboard.tables import show_table
from dashboard.warehouse import rows

CLOCKS = {"days": "Days since the first visit", "visits": "Visits"}
COMPARISONS = {"all": "Everyone", "pool": "By pool", "year": "By year"}


def show_course(asked: dict[str, object]) -> None:
    """The answer over everyone, the curve (or curves), and the accounts behind it."""
    everyone = rows("time_incidence", **asked, compare="all")
    if everyone.empty:
        show_nothing_found("patients in a threshold pool")
        return
    clock = str(asked["clock"])
    elsewhere = len(rows("time_accounts", **asked, outcome="passed_elsewhere", up_to=None))
    show_answer("When will my caseload get there?", say_time(everyone, clock), say_outcomes(everyone, elsewhere))
    compare = choose_curves()
    courses = everyone if compare == "all" else rows("time_incidence", **asked, compare=compare)
    clicked = show_curves(courses, clock)
    st.caption("A patient counts once a pool and calendar year. Choose a point to see who had crossed by then.")
    show_outcomes(asked, everyone.iloc[-1], elsewhere, clicked)


def choose_curves() -> str:
    """Days or visits on the axis; everyone together, or one curve a pool or year."""
    with st.container(horizontal=True, gap="medium"):
        st.segmented_control(
            "Counted in", list(CLOCKS), default="days", required=True, key="clock", format_func=CLOCKS.__getitem__
        )  # fmt: skip
        chosen = st.segmented_control(
            "Curves", list(COMPARISONS), default="all", required=True, key="curves", format_func=COMPARISONS.__getitem__
        )  # fmt: skip
    return str(chosen)


def show_curves(courses: pd.DataFrame, clock: str) -> int | None:
    """The chart and its table twin; returns the day or visit that was clicked."""
    names = {str(group): name_group(str(group)) for group in courses["group_name"].unique()}
    title = title_incidence(courses, clock) if len(names) == 1 else title_groups(courses, names)
    points = show_chart(title, draw_incidence(courses, clock, read_palette()), title, "curve", is_selectable=True)
    with st.expander("The same as a table"):
        show_table(courses, "time_to_threshold", alt=title, hidden=("waiting_ratio",))
    return read_clicked_time(points)


show_course(read_filters().parameters() | {"clock": st.session_state.get("clock", "days")})
show_method("time_to_threshold")
