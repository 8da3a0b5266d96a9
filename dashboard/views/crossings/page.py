"""The crossings page: who is over or near the KX threshold, and one patient's year."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, show_chart
from dashboard.components.frame import read_build, show_answer, show_method, show_nothing_found
from dashboard.formats import as_date, format_date
from dashboard.lookups import add_names
from dashboard.state.filters import read_filters
from dashboard.views.crossings.caseload import follow_click, show_groups
from dashboard.views.crossings.charts.caseload import draw_caseload, draw_nearest
from dashboard.views.crossings.charts.caseload_bars import MOST_MARKS, STEP_CENTS, draw_caseload_bars
from dashboard.views.crossings.patient import read_chosen_patient, show_patient
from dashboard.views.crossings.text import (
    LINES,
    MARKS,
    say_bars,
    say_crossings,
    say_new_crossings,
    title_caseload,
    title_nearest,
)
from dashboard.warehouse import rows

NEAREST = 12
QUESTION = "Who is over, or near, the KX threshold?"


def show_caseload() -> None:
    """The answer, the charts and the list."""
    build = read_build()
    filters, since = read_filters(), as_date(build["previous_month_end_date"])
    year = (filters.period.end or build["data_through_date"]).year
    asked = replace(filters, calendar_year=year, since_date=since)
    patients, counts = rows("crossing_patients", asked), rows("crossing_counts", asked).iloc[0]
    if patients.empty:
        st.title(QUESTION, anchor=False)
        show_nothing_found("patients counted toward a threshold")
        return
    answer = say_crossings(counts, year, int(patients["kx_threshold_cents"].iloc[0]))
    change = say_new_crossings(counts, since)
    show_answer(QUESTION, answer, change)
    shown = patients[patients["is_open"]] if counts["open_pairs"] else patients
    show_charts(shown, counts, year)
    show_groups(patients, year, format_date(since))


def show_charts(shown: pd.DataFrame, counts: pd.Series, year: int) -> None:
    """All on one axis, and the nearest as bars; a click opens the patient."""
    title = title_caseload(counts)
    if len(shown) > MOST_MARKS:
        show_chart(title, draw_once(draw_caseload_bars, shown), title, "dots")
        st.caption(say_bars(len(shown), STEP_CENTS) + LINES)
    else:
        follow_click(show_chart(title, draw_once(draw_caseload, shown), title, "dots", is_selectable=True), year)
        st.caption(MARKS + LINES)
    near = add_names(shown[shown["is_open"] & (shown["left_cents"] >= 0)].head(NEAREST))
    if len(near):
        title = title_nearest(near)
        follow_click(show_chart(title, draw_once(draw_nearest, near), title, "bars", is_selectable=True), year)
        st.caption("Solid: at this practice. Hatched: at other providers. A question mark: prior use unknown.")


chosen = read_chosen_patient()
if chosen:
    show_patient(chosen)
else:
    show_caseload()
show_method("crossings")
