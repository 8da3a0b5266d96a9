"""The page that answers: can I rely on this month?"""

import streamlit as st

from dashboard import layout
from dashboard.charts import data_quality as charts
from dashboard.filters import read_filters
from dashboard.names import add_names
from dashboard.quality_tables import TABLES, show_payments_of, show_quality_table
from dashboard.sentences import data_quality as words
from dashboard.tables import show_table
from dashboard.upload import show_upload
from dashboard.warehouse import rows

asked = read_filters().parameters()


def show_arrivals() -> None:
    """When payments arrived, and where a month is missing."""
    complete = charts.complete_months(add_names(rows("payment_months", **asked)))
    title = words.title_arrivals(complete)
    figure = layout.draw_once(charts.draw_arrivals, complete)
    marks = layout.show_chart(title, figure, f"Time line by clinic. {title}", "arrivals", is_selectable=True)
    if marks:
        show_payments_of(asked, *marks[0]["customdata"])
    if box := layout.fold("The time line as a table", "arrivals"):
        with box:
            show_table(complete, "arrivals", alt="Payments by clinic and month")


def show_balance() -> None:
    """What became of every line that was read."""
    balance = rows("line_balance", **asked)
    title = words.title_balance(balance)
    figure = layout.draw_once(charts.draw_line_balance, balance)
    layout.show_chart(title, figure, f"Bars that add up. {title}", "line_balance")
    st.markdown(words.say_claims_without_lines(rows("claim_balance", **asked).iloc[0]))
    if box := layout.fold("The sum as a table", "line_balance"):
        with box:
            show_table(words.name_balance(balance), "line_balance", alt="What became of the lines read")


verdict = rows("quality_verdict").iloc[0]
answer = words.answer_quality(verdict, rows("set_aside_rules"))
end = layout.read_build()["previous_month_end_date"]
change = words.change_quality(rows("quality_change", **asked, known_by=end).iloc[0], end) if verdict["payments"] else ""
layout.show_answer("Can I rely on this month?", answer, change)
if box := layout.fold("Take in files", "upload"):
    with box:
        show_upload()
has_payments = not rows("payment_months", **asked).empty
if not has_payments and verdict["payments"]:
    layout.show_nothing_found("payments")
if has_payments:
    show_arrivals()
    show_balance()
chosen = st.segmented_control("Look closer", list(TABLES), default="Files", key="quality_table", required=True)
show_quality_table(chosen or "Files", asked)
layout.show_method("data_quality")
