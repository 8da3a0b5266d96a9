"""Lost, recoverable and recovered: the lead of the denials page, over all months, each with its rows."""

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.denial_labels import LEAD_NAMES
from dashboard.components.frame import show_answer
from dashboard.components.table import show_table
from dashboard.formats import each_row, format_count, format_dollars_rounded
from dashboard.state.filters import ALL, Filters, read_filters
from dashboard.state.url_choice import read_address
from dashboard.views.denials.charts.denials import draw_strip
from dashboard.views.denials.text.denials import say_beside, say_change, say_lead, say_nearest, title_strip
from dashboard.warehouse import rows


def show_lead(question: str, asked: Filters, totals: pd.Series, category: str | None) -> None:
    """The answer, the three amounts with links to their services, and the strip with its table.

    `asked` and `totals` are of all months.
    """
    nearest = rows("denial_nearest", asked).iloc[0]
    change = f"{say_nearest(nearest)} {say_change(totals, asked.since_date)}"
    show_answer(question, say_lead(totals, category), change)
    states = rows("denial_states", asked)
    _show_amounts(states)
    title = title_strip(totals, category)
    show_chart(title, draw_once(draw_strip, states), say_lead(totals, category), "strip")
    st.caption(f"{say_beside(totals)} The period filter does not narrow these amounts.".replace("$", "\\$"))
    if box := fold("The amounts as a table", "denial_states"):
        with box:
            show_table(states, "denial_states", alt=title)


def _show_amounts(states: pd.DataFrame) -> None:
    """Each amount with its n and the way to the services that it counts."""
    address = read_filters().address(period=ALL) | {"view": "services"}
    reason = read_address("reason")
    if reason:
        address["reason"] = reason
    for state, column in zip(each_row(states), st.columns(max(len(states), 1)), strict=False):
        with column:
            name, count = LEAD_NAMES[state.state], format_count(state.services, "service")
            amount = format_dollars_rounded(state.expected_cents).replace("$", "\\$")
            label, link = f"**{name} {amount}** · {count} →", address | {"state": state.state}
            st.page_link("views/denials/page.py", label=label, query_params=link)
