"""The frame around every page: who, through when, what is filtered, the answer, the chart, the method."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.filters import read_filters, show_filters
from dashboard.formats import format_date, format_moment, format_name
from dashboard.theme import Palette, choose_palette
from dashboard.upload import show_upload
from dashboard.warehouse import WarehouseUnavailableError, current_version, home, rows

FAVICON = str(Path(__file__).parent / "assets" / "favicon.png")
WORDS = Path(__file__).parent / "words"
STYLE = Path(__file__).parent / "assets" / "frame.css"
PAGES_WITHOUT_LINES = ("data-quality", "definitions")
CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False}
NOT_PUBLISHED = 4


def show_frame(url_path: str) -> bool:
    """Draw everything above a page; False when there is nothing that the page could show."""
    st.html(STYLE)
    try:
        return _show_open_frame(url_path)
    except WarehouseUnavailableError as error:
        st.error(str(error))
        return False


def _show_open_frame(url_path: str) -> bool:
    if current_version() is None:
        show_failed_build()
        show_empty_home()
        return False
    build = read_build()
    _show_top_line(build)
    show_failed_build()
    if not build["lines"] and url_path not in PAGES_WITHOUT_LINES:
        show_empty_home()
        return False
    show_filters()
    return True


def read_build() -> "pd.Series[Any]":
    """The one row of mart.build_info."""
    return rows("build_info").iloc[0]


def read_palette() -> Palette:
    """The palette of the theme that the browser shows."""
    return choose_palette(st.context.theme.type)


def draw_once(draw: Callable[..., go.Figure], *arguments: Any) -> go.Figure:
    """draw(*arguments, palette) of the shown theme; the same rows are drawn once, because plotly checks every part."""
    return _drawn(f"{draw.__module__}.{draw.__qualname__}", draw, arguments, read_palette())


@st.cache_resource(max_entries=200, show_spinner=False)
def _drawn(name: str, _draw: Callable[..., go.Figure], arguments: tuple[Any, ...], palette: Palette) -> go.Figure:
    """One figure per drawing, rows and theme; figures are shown and never changed."""
    return _draw(*arguments, palette)


def _show_top_line(build: "pd.Series[Any]") -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="top_line"):
        st.markdown(f"**{format_name(build['practice_name']) or 'Your practice'}**", width="content")
        st.markdown(_say_data_through(build), width="content")
        if build["is_synthetic"]:
            st.badge("synthetic data", color="gray", help="Made by kxwatch simulate: nobody here is real.")
        st.toggle("Show patient identifiers", key="identifiers_shown")


def _say_data_through(build: "pd.Series[Any]") -> str:
    through = build["data_through_date"]
    return "no payment read yet" if pd.isna(through) else f"data through {format_date(through)}"


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
        st.error(f"The newest build (finished {since}) published nothing: {status.get('message', 'no reason given')}")


def show_empty_home() -> None:
    """What to do when no remittance was taken in yet."""
    st.title("No remittances yet")
    st.markdown(
        "Drop remittance files here, or run `kxwatch build FOLDER` in a terminal. "
        "To look around with a synthetic practice first, run `kxwatch demo`."
    )
    show_upload()


def show_answer(question: str, answer: str, change: str = "") -> None:
    """The page's first words: the question it answers, the answer with numbers, what changed since last month."""
    st.title(question)
    st.markdown(f"#### {answer}")
    if change:
        st.markdown(change)
    st.caption(f"Shown: {read_filters().words}.")


def show_chart(
    title: str, figure: go.Figure, alt: str, key: str, *, is_selectable: bool = False
) -> list[dict[str, Any]]:
    """A chart under its message; returns the chosen points (with `customdata`) when it can be clicked."""
    st.markdown(f"**{title}**")
    if not is_selectable:
        st.plotly_chart(figure, theme=None, key=key, alt=alt, config=CHART_CONFIG)
        return []
    state: Any = st.plotly_chart(
        figure, theme=None, key=key, alt=alt, config=CHART_CONFIG, on_select="rerun", selection_mode="points"
    )
    points: list[dict[str, Any]] = state["selection"]["points"]
    return points


def show_nothing_found(what: str) -> None:
    """Say that nothing is left under the filters, and which of them to lift."""
    filters = read_filters()
    set_ones = [name for name in ("clinic", "provider", "pool", "payer") if getattr(filters, name)]
    lift = f"Lift the {' or the '.join(set_ones)} filter" if set_ones else "Choose a longer period"
    st.info(f"No {what} under this filter ({filters.words}). {lift} above to see more.")


def show_method(page: str, figures: str = "") -> None:
    """How the numbers of the page are made and what they cannot know, from words/<page>.md, then `figures`."""
    if box := fold("How this is counted, and what it cannot know", f"method_{page}"):
        box.markdown((WORDS / f"{page}.md").read_text(encoding="utf-8"))
        box.markdown(figures)


def fold(label: str, key: str) -> DeltaGenerator | None:
    """A part that stays folded until somebody opens it; None until then, so that nobody waits for its content."""
    box = st.expander(label, key=f"{key}_fold", on_change="rerun")
    return box if box.open else None


def choose(
    name: str, dots: list[dict[str, Any]], pairs: list[dict[str, Any]], keys: "pd.Series[Any]", row: int | None,
    listed: str | None = None,
) -> str | None:  # fmt: skip
    """The key chosen by a click in one of two charts, a table row, a list or the address (`?name=`); kept there.

    Of several, the one that changed since the last run; points carry their key first in `customdata`.
    """
    clicked = [str(points[0]["customdata"][0]) if points else None for points in (dots, pairs)]
    offered = [*clicked, None if row is None else str(keys.iloc[row]), listed]
    before = st.session_state.get(f"{name}_offered", [None] * len(offered))
    st.session_state[f"{name}_offered"] = offered
    changed = [new for new, old in zip(offered, before, strict=True) if new != old]
    still = next((each for each in [*changed, *offered] if each), None)
    chosen = still if changed else st.query_params.get(name)
    if chosen in set(keys):
        st.query_params[name] = str(chosen)
        return str(chosen)
    if name in st.query_params:
        del st.query_params[name]
    return None
