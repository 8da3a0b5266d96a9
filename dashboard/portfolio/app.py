"""The page over many practices: which ones need attention, how they compare, and the way into each."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.frame import FAVICON, dress_page
from dashboard.components.labels import put_in_words
from dashboard.components.table import show_grid
from dashboard.formats import each_row, format_count, format_name
from dashboard.portfolio import text as words
from dashboard.portfolio.charts import draw_practices
from dashboard.portfolio.downloads import show_downloads
from dashboard.portfolio.pages import METHOD, OFF_SCREEN, RATE_COLUMNS
from dashboard.warehouse import WarehouseUnavailableError, rows


def main() -> None:
    """Draw the page; the file that it reads is made again when a practice was built."""
    st.set_page_config(page_title="kxwatch portfolio", page_icon=FAVICON, layout="wide")
    dress_page()
    try:
        practices, totals, day = rows("portfolio_practices"), _first("portfolio_totals"), _first("portfolio_day")
    except WarehouseUnavailableError as error:
        st.error(str(error))
        return
    _show_top_line(totals, day)
    st.title("Which practices need attention?")
    st.header(_plain(words.answer_portfolio(totals, int(day["soon_days"]))), anchor=False)
    st.markdown(_plain(words.say_totals(totals)))
    list_side, chart_side = st.columns([6, 5], gap="large")
    with list_side:
        _show_first(practices, int(day["soon_days"]))
    with chart_side:
        _show_funnel()
    _show_all(practices, day, is_synthetic=bool(totals["is_synthetic"]))
    if box := fold("Methodology and limitations", "portfolio_method"):
        box.markdown(METHOD.read_text(encoding="utf-8"))


def _first(query_name: str) -> "pd.Series[Any]":
    return rows(query_name).iloc[0]


def _show_top_line(totals: "pd.Series[Any]", day: "pd.Series[Any]") -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{format_count(int(totals['practices']), 'practice')}**", width="content")
        st.markdown(words.say_days(totals, day["today_date"]), width="content")
        if totals["is_synthetic"]:
            st.badge("synthetic data", color="gray", help="Made by kxwatch simulate. No real people.")


def _show_first(practices: pd.DataFrame, soon_days: int) -> None:
    """The practices that need attention most, each with its reasons and a link into its own dashboard."""
    needing = practices[practices["needs"] > 0]
    for row in each_row(needing.head(words.MOST_FIRST)):
        with st.container(border=True, gap="small"):
            said = f"**{words.name_practice(row)}:** {words.say_reasons(row, soon_days)}  \n{words.say_amounts(row)}"
            st.markdown(_plain(said))
            st.link_button(f"Open {words.name_practice(row)} →", f"/open/{row.practice_key}", type="tertiary")
    if len(needing) > words.MOST_FIRST:
        st.caption(f"{format_count(len(needing) - words.MOST_FIRST, 'more practice')} below.")


def _show_funnel() -> None:
    rates = rows("portfolio_rates")
    if rates.empty:
        st.info("No practice has a line below the threshold in its last 12 months, so there is nothing to compare.")
        return
    total = _first("portfolio_rate_total")
    title = words.title_funnel(rates, total)
    figure = draw_once(draw_practices, rates, total)
    mark = show_chart(title, figure, f"Funnel. {title}", "portfolio_funnel", is_selectable=True)
    st.caption(words.say_funnel(total))
    if mark:
        _show_link(rates[rates["practice_key"] == mark[0]])
    if box := fold("The comparison as a table", "portfolio_rates"):
        with box:
            show_grid(put_in_words(rates[RATE_COLUMNS]), "portfolio_rate_table", alt="Share of early KX by practice")


def _show_all(practices: pd.DataFrame, day: "pd.Series[Any]", *, is_synthetic: bool) -> None:
    st.markdown(f"**{format_count(len(practices), 'practice')} by what needs attention**")
    named = practices.assign(practice_name=practices["practice_name"].map(format_name))
    shown = named.drop(columns=OFF_SCREEN)
    chosen = show_grid(shown, "portfolio_table", alt="Practices by what needs attention", is_selectable=True)
    show_downloads(shown, day["today_date"], is_synthetic=is_synthetic)
    if chosen is not None:
        _show_link(practices.iloc[[chosen]])


def _show_link(practice: pd.DataFrame) -> None:
    for row in each_row(practice):
        st.link_button(f"Open the dashboard of {words.name_practice(row)}", f"/open/{row.practice_key}")


def _plain(text: str) -> str:
    """Dollar signs are no formulas."""
    return text.replace("$", "\\$")


main()
