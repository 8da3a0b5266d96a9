"""The page that answers: is this month's data complete?"""

import streamlit as st

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.frame import read_build, show_answer, show_method, show_nothing_found
from dashboard.components.receipt import show_receipt, show_refused
from dashboard.components.table import show_table
from dashboard.components.upload import show_upload
from dashboard.lookups import add_names
from dashboard.state.filters import read_filters
from dashboard.views.data_quality import charts
from dashboard.views.data_quality import text as words
from dashboard.views.data_quality.tables import show_payments_of, show_quality_tables
from dashboard.warehouse import rows

asked, build = read_filters(), read_build()


def show_arrivals() -> None:
    """When payments arrived, and where a month is missing."""
    months = add_names(rows("payment_months", asked))
    title = words.title_arrivals(months)
    figure = draw_once(charts.draw_arrivals, months)
    mark = show_chart(title, figure, f"Timeline by clinic. {title}", "arrivals", is_selectable=True)
    if said := words.say_drawn(len(charts.pick_clinics(months)), months["payee_name"].nunique()):
        st.caption(said)
    if mark:
        show_payments_of(asked, *mark)
    if box := fold("View timeline data", "arrivals"):
        with box:
            show_table(months, "arrivals", alt="Payments by clinic and month")


def show_balance() -> None:
    """What became of every line that was read."""
    balance = rows("line_balance", asked)
    title = words.title_balance(balance)
    figure = draw_once(charts.draw_line_balance, balance)
    show_chart(title, figure, f"Bars that add up. {title}", "line_balance")
    st.markdown(words.say_claims_without_lines(rows("claim_balance", asked).iloc[0]))
    if bases := words.say_bases(rows("allowed_bases", asked).iloc[0]):
        st.markdown(bases.replace("$", "\\$"))
    if box := fold("View balance data", "line_balance"):
        with box:
            show_table(words.name_balance(balance), "line_balance", alt="What became of the lines read")


verdict = rows("quality_verdict").iloc[0]
answer = words.answer_quality(verdict, rows("set_aside_rules"))
end = build["previous_month_end_date"]
change = words.change_quality(rows("quality_change", asked, known_by=end).iloc[0], end) if verdict["payments"] else ""
show_answer("Is this month's data complete?", answer, change)
if build["is_synthetic"]:
    st.caption(words.SYNTHETIC)
show_refused()
show_receipt()
if box := fold("Import files", "upload"):
    with box:
        show_upload()
if not rows("payment_months", asked).empty:
    show_arrivals()
    show_balance()
elif verdict["payments"]:
    show_nothing_found("payments")
show_quality_tables(asked)
show_method("data_quality")
