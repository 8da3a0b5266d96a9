"""Shows what surrounds every page: practice, data-through date, filters, the answer and the methodology.

Decision 0195.
"""

import json
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access_log import may_view, show_switch
from dashboard.components import receipt_text
from dashboard.components.chart import fold
from dashboard.components.receipt import show_receipt
from dashboard.components.search import show_search
from dashboard.components.upload import show_upload
from dashboard.data_folder import home
from dashboard.formats import format_count, format_date, format_moment, format_name, plain_text
from dashboard.lookups import fill_rules, read_rule
from dashboard.state.filters import read_filters, show_filters
from dashboard.state.url_choice import read_address
from dashboard.viewer import find_viewer, may_see_identifiers
from dashboard.warehouse import WarehouseUnavailableError, current_version, rows

ASSETS = Path(__file__).parents[1] / "assets"
FAVICON = str(ASSETS / "favicon.png")
STYLE = ASSETS / "frame.css"
SCRIPTS = "".join(f"<script>{path.read_text('utf-8')}</script>" for path in sorted(ASSETS.glob("*.js")))
VIEWS = Path(__file__).parents[1] / "views"
PAGES_WITHOUT_LINES = ("claim-check", "data-quality", "definitions")
NOT_PUBLISHED = 4
DEFINITIONS = "Definitions and sources"
SIGN_OUT = '<a href="/sign-out" target="_self">Sign out</a>'


def show_frame(url_path: str) -> bool:
    """Draw everything above a page; False when there is nothing that the page could show."""
    dress_page()
    try:
        return _show_open_frame(url_path)
    except WarehouseUnavailableError as error:
        st.error(str(error))
        return False


def dress_page() -> None:
    """The style of every page; one entry in the browser's history for each step; whole tables on paper."""
    st.html(STYLE)
    st.html(SCRIPTS, unsafe_allow_javascript=True)


def _show_open_frame(url_path: str) -> bool:
    if current_version() is None:
        show_failed_build()
        show_empty_home()
        return False
    build = read_build()
    _show_top_line(build)
    show_failed_build()
    _show_age(build)
    if not build["lines"] and url_path not in PAGES_WITHOUT_LINES:
        show_empty_home()
        return False
    show_filters()
    st.html(say_for_print(build, read_filters().words))
    return may_view(url_path, read_address("patient"))


def read_build() -> "pd.Series[Any]":
    """The one row of mart.build_info."""
    return rows("build_info").iloc[0]


def _show_top_line(build: "pd.Series[Any]") -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="top_line"):
        st.markdown(f"**{format_name(build['practice_name']) or 'Your practice'}**", width="content")
        st.markdown(_say_data_through(build), width="content")
        if build["is_synthetic"]:
            st.badge("synthetic data", color="gray", help="Made by kxwatch simulate. No real people.")
        show_search()
        if may_see_identifiers():
            show_switch()
        if viewer := find_viewer():
            st.markdown(f"{plain_text(viewer.name)}, {plain_text(viewer.role)}", width="content")
            st.html(SIGN_OUT, width="content")


def _say_data_through(build: "pd.Series[Any]") -> str:
    through = build["data_through_date"]
    return "no payments imported yet" if pd.isna(through) else f"data through {format_date(through)}"


def say_for_print(build: "pd.Series[Any]", narrowed: str) -> str:
    """What paper must say of itself: filters, data-through date, version, synthetic mark; unseen on the screen."""
    parts = [f"Filters: {narrowed}", _say_data_through(build), f"kxwatch {build['version']}"]
    parts += ["synthetic data"] if build["is_synthetic"] else []
    return f'<p class="print-only print-line">{escape(" · ".join(parts))}</p>'


def _show_age(build: "pd.Series[Any]") -> None:
    """A note where the newest payment is older than `stale_data_days`; deadlines go on while no remittance arrives."""
    if not pd.isna(build["age_days"]) and build["age_days"] > read_rule("stale_data_days"):
        newest = format_date(build["data_through_date"])
        st.warning(
            f"Newest payment: {newest}, {format_count(int(build['age_days']), 'day')} ago. Deadlines count from today, "
            "figures through that date. Import newer remittances on Data quality."
        )


def read_build_status() -> dict[str, Any]:
    """The outcome of the last build call as it wrote it; empty before the first one."""
    path = home() / "build_status.json"
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def show_failed_build() -> None:
    """Say that the newest build published nothing, why and since when; silent when all is well."""
    status = read_build_status()
    if status.get("exit_code") == NOT_PUBLISHED:
        since = format_moment(status.get("finished_at"))
        why = plain_text(status.get("message", "no reason given"))
        st.error(f"The latest import ({since}) failed, and nothing changed: {why}")


def show_empty_home() -> None:
    """What happened so far and what to do next when no remittance was imported yet."""
    st.title("No remittances yet", anchor=False)
    files = pd.DataFrame({"status": []}) if current_version() is None else rows("last_import")
    st.header(receipt_text.answer_no_remittances(files), anchor=False)
    if len(files):
        show_receipt()
    st.markdown(receipt_text.STEPS)
    show_upload()


def show_answer(question: str, answer: str, change: str = "") -> None:
    """The page's first words: the question it answers, the answer with numbers, what changed since last month."""
    st.title(question, anchor=False)
    st.header(answer, anchor=False)
    if change:
        st.markdown(receipt_text.FIRST_MONTH if read_build()["is_first_month"] else change)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"Filters: {read_filters().words}.", width="content")
        if question != DEFINITIONS:
            st.page_link("views/definitions/page.py", label=DEFINITIONS, width="content")


def show_nothing_found(what: str) -> None:
    """Say that nothing is left under the filters, and which of them to clear."""
    filters = read_filters()
    names = {"clinic": "clinic", "provider": "provider", "pool": "threshold category", "payer": "payer"}
    set_ones = [words for name, words in names.items() if getattr(filters, name)]
    clear = f"Clear the {' or the '.join(set_ones)} filter" if set_ones else "Select a longer period"
    st.info(f"No {what} for these filters ({filters.words}). {clear} above to see more.")


def show_method(page: str, figures: str = "", name: str = "method") -> None:
    """How the numbers of the page are made and what they cannot know, from views/<page>/<name>.md, then `figures`."""
    if box := fold("Methodology and limitations", f"{name}_{page}"):
        box.markdown(fill_rules((VIEWS / page / f"{name}.md").read_text(encoding="utf-8")))
        box.markdown(figures)
