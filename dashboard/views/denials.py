"""The page that answers: What did it cost, what can I still get, and who must do what by when?"""

import streamlit as st

from dashboard.charts.denials import draw_categories, draw_months, draw_waterfall
from dashboard.filters import read_filters
from dashboard.layout import read_build, read_palette, show_answer, show_chart, show_method, show_nothing_found
from dashboard.sentences.denials import (
    say_beside,
    say_change,
    say_leakage,
    title_categories,
    title_months,
    title_waterfall,
)
from dashboard.services import choose_category, follow_clicks, show_outside, show_services
from dashboard.tables import show_table
from dashboard.warehouse import rows


def show_denials(asked: dict[str, object], category: str | None) -> None:
    """The answer, where the dollars went, when and why, and the work list."""
    totals = rows("denial_totals", **asked).iloc[0]
    if not totals["services"] and not totals["duplicates"]:
        show_nothing_found("denials of this kind")
        return
    change = say_change(totals, asked["since_date"])
    show_answer("What did it cost, what can I still get, by when?", say_leakage(totals, category), change)
    show_outside(asked)
    title = title_waterfall(totals, category)
    clicks = show_chart(title, draw_waterfall(totals, read_palette()), title, "waterfall", is_selectable=True)
    st.caption(say_beside(totals))
    left, right = st.columns(2)
    with left:
        clicks += show_months(asked)
    with right:
        clicks += show_categories(asked)
    show_services(asked, totals, follow_clicks(clicks))


def show_months(asked: dict[str, object]) -> list[dict[str, object]]:
    """Small bars by month of first denial, with their table."""
    months = rows("denial_months", **asked)
    if months.empty:
        return []
    title = title_months(months)
    clicks = show_chart(title, draw_months(months, read_palette()), title, "months", is_selectable=True)
    with st.expander("The months as a table"):
        show_table(months, "denial_months", alt=title)
    return clicks


def show_categories(asked: dict[str, object]) -> list[dict[str, object]]:
    """One bar a reason, over all reasons, with their table."""
    categories = rows("denial_categories", **asked | {"category": None})
    title = title_categories(categories)
    clicks = show_chart(title, draw_categories(categories, read_palette()), title, "reasons", is_selectable=True)
    with st.expander("The reasons as a table"):
        show_table(categories, "denial_categories", alt=title)
    return clicks


category = choose_category()
since = read_build()["previous_month_end_date"]
show_denials(read_filters().parameters() | {"category": category, "since_date": since}, category)
show_method("denials")
