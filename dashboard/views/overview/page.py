"""The page that answers: what needs attention this month?"""

import streamlit as st

from dashboard.components.frame import read_build, show_answer, show_method
from dashboard.components.receipt import show_first_import
from dashboard.state.filters import read_filters
from dashboard.views.overview import text as words
from dashboard.views.overview.decisions import read_decisions, read_standing, show_decisions
from dashboard.views.overview.trend_panel import open_month, show_trends

build = read_build()
asked = read_filters()
decisions = read_decisions(asked)
through, end = build["data_through_date"], build["previous_month_end_date"]
change = words.change_overview(read_standing(asked, through, through), read_standing(asked, end, through), end)
show_answer("What needs attention this month?", words.answer_overview(decisions), change)
show_first_import(build)
list_side, chart_side = st.columns([5, 6], gap="large")
with list_side:
    show_decisions(decisions)
with chart_side:
    clicked = show_trends(asked, through, build["trend_start_date"])
if clicked:
    open_month(*clicked, asked)
show_method("overview")
