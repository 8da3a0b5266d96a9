"""The History tab of the time page: the curve of those who crossed, and the accounts behind it."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.frame import show_answer, show_method, show_nothing_found
from dashboard.components.table import show_table
from dashboard.lookups import read_rule
from dashboard.state.filters import Filters
from dashboard.views.time_to_threshold.accounts import show_outcomes
from dashboard.views.time_to_threshold.charts.incidence import draw_incidence
from dashboard.views.time_to_threshold.incidence_data import (
    MOST_CURVES,
    narrow,
    read_choice,
    read_curves,
    read_groups,
    show_choice,
)
from dashboard.views.time_to_threshold.text import incidence as say
from dashboard.warehouse import rows

QUESTION = "How quickly do patients reach the threshold?"
METHOD = "time_to_threshold"
BESIDE = ["patients", "passed_elsewhere", "too_new"]
POINTS = [
    "label", "elapsed", "at_risk", "crossed_so_far", "ended_so_far", "censored_so_far", "crossed_ratio",
    "crossed_lower_ratio", "crossed_upper_ratio", "ended_ratio",
]  # fmt: skip
GROUPS = [
    "label", "patients", "crossed", "ended", "censored", "median_elapsed", "median_lower_elapsed",
    "median_upper_elapsed", "crossed_ratio", "crossed_lower_ratio", "crossed_upper_ratio",
]  # fmt: skip


def show_history(filtered: Filters) -> None:
    """The answer over everyone, the curve (or curves), and the accounts behind it."""
    asked = read_choice(filtered)
    found = rows("time_summary", asked, compare="all")
    if found.empty or not found[BESIDE].to_numpy().any():
        st.title(QUESTION, anchor=False)
        show_nothing_found("patients with visits that count toward a threshold")
        show_method(METHOD)
        return
    everyone = found.iloc[0]
    outcomes = say.say_outcomes(everyone, read_rule("end_of_care_days"))
    show_answer(QUESTION, say.say_time(everyone, asked.clock, asked.threshold), outcomes)
    show_choice()
    point = show_curves(asked)
    st.caption(
        "A patient counts once per threshold category and calendar year, with every treating clinic and provider. "
        "Select a point to see who had crossed by then."
        + (" The payer filter does not apply here: the amount counts all payers." if filtered.payer else "")
    )
    show_outcomes(asked, everyone, narrow(asked, point))
    show_method(METHOD, say.say_kaplan_meier(everyone, asked.threshold))


def show_curves(asked: Filters) -> list[Any]:
    """The chart, what the test says, and the tables behind both; returns group and time of the clicked point."""
    groups = read_groups(asked)
    curves = read_curves(asked, groups)
    if curves.empty:
        return []
    is_single = asked.compare == "all"
    title = say.title_incidence(curves, asked.clock) if is_single else say.title_groups(groups, MOST_CURVES)
    figure = draw_once(draw_incidence, curves, asked.clock)
    point = show_chart(title, figure, title, "curve", is_selectable=True)
    if not is_single:
        st.markdown(say.say_test(rows("time_comparison", asked), asked.compare, len(groups)))
        _show_groups(groups, title)
    if box := fold("View curve data", METHOD):
        with box:
            show_table(curves[POINTS], METHOD, alt=title)
    return point


def _show_groups(groups: pd.DataFrame, title: str) -> None:
    if box := fold("All groups with their medians", "time_groups"):
        with box:
            show_table(groups[GROUPS], "time_groups", alt=title)
