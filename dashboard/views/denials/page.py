"""The page that answers: what was denied, what is recoverable, by when?"""

import streamlit as st

from dashboard.components.chart import draw_once, show_chart
from dashboard.components.frame import read_build, show_answer, show_method, show_nothing_found
from dashboard.state.filters import read_filters
from dashboard.views.denials.all_denied import choose_category, show_outside
from dashboard.views.denials.charts.denials import draw_waterfall
from dashboard.views.denials.tabs import choose_denial_part
from dashboard.views.denials.text.denials import name_denials, say_beside, say_change, say_leakage, title_waterfall
from dashboard.warehouse import rows

QUESTION = "What was denied, what is recoverable, by when?"


def show_denials(asked: dict[str, object], category: str | None) -> None:
    """The answer, where the dollars went, and the part that was chosen: the work list unless another."""
    totals = rows("denial_totals", **asked).iloc[0]
    if not totals[["services", "duplicates", "signed_notices"]].any():
        st.title(QUESTION, anchor=False)
        show_nothing_found(name_denials(category))
        return
    change = say_change(totals, asked["since_date"])
    show_answer(QUESTION, say_leakage(totals, category), change)
    show_outside(asked)
    title = title_waterfall(totals, category)
    figure = draw_once(draw_waterfall, totals)
    bar = show_chart(title, figure, title, "waterfall", is_selectable=True)
    st.caption(say_beside(totals))
    choose_denial_part(bar)(asked, totals)


category = choose_category()
since = read_build()["previous_month_end_date"]
show_denials(read_filters().parameters() | {"category": category, "since_date": since}, category)
show_method("denials")
