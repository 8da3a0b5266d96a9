"""The page that answers: what needs me this month?"""

import streamlit as st

from dashboard import layout
from dashboard.charts import overview as charts
from dashboard.decisions import read_decisions, read_standing, show_decisions, with_minimum
from dashboard.filters import read_filters
from dashboard.sentences import overview as words
from dashboard.tables import show_table
from dashboard.trends import read_trends

COURSES = (
    ("crossings", words.title_crossings, charts.draw_crossings),
    ("below_share", words.title_below, charts.draw_below_share),
    ("leakage", words.title_leakage, charts.draw_leakage),
    ("recovery", words.title_recovery, charts.draw_recovery),
)

build = layout.read_build()
asked = with_minimum(read_filters().parameters())
decisions = read_decisions(asked)
through, end = build["data_through_date"], build["previous_month_end_date"]
change = words.change_overview(read_standing(asked, through, through), read_standing(asked, end, through), end)
layout.show_answer("What needs me this month?", words.answer_overview(decisions), change)
list_side, chart_side = st.columns([5, 6], gap="large")
with list_side:
    show_decisions(decisions)
trend = read_trends(asked, through)
with chart_side:
    for row in (COURSES[:2], COURSES[2:]):
        for column, (name, title, draw) in zip(st.columns(2), row, strict=True):
            with column:
                layout.show_chart(title(trend), draw(trend, layout.read_palette()), title(trend), name)
    with st.expander("The four courses as a table"):
        show_table(trend, "courses", alt="The four courses by month")
layout.show_method("overview")
