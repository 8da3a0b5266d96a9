"""Shows figures: drawn once per rows and theme, with a title, selectable points and parts that stay folded."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.figure import Figure
from dashboard.state.url_choice import key_chart
from dashboard.theme import Palette, choose_palette

CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False}


def read_palette() -> Palette:
    """The palette of the theme that the browser shows."""
    return choose_palette(st.context.theme.type)


def draw_once(draw: Callable[..., Figure], *arguments: Any) -> Figure:
    """draw(*arguments, palette) of the shown theme; the same rows are drawn once, because plotly checks every part."""
    return _drawn(f"{draw.__module__}.{draw.__qualname__}", draw, arguments, read_palette())


@st.cache_resource(max_entries=200, show_spinner=False)
def _drawn(name: str, _draw: Callable[..., Figure], arguments: tuple[Any, ...], palette: Palette) -> Figure:
    """One figure per drawing, rows and theme; figures are shown and never changed."""
    return _draw(*arguments, palette)


def show_chart(title: str, figure: Figure, alt: str, key: str, *, is_selectable: bool = False) -> list[Any]:
    """A chart under its message; returns the `customdata` of the mark that was clicked, empty for none."""
    st.markdown(f"**{title}**")
    if not is_selectable:
        st.plotly_chart(figure, theme=None, key=key, alt=alt, config=CHART_CONFIG)
        return []
    figure.let_select()
    state: Any = st.plotly_chart(
        figure, theme=None, key=key_chart(key), alt=alt, config=CHART_CONFIG, on_select="rerun", selection_mode="points"
    )
    keys = (point.get("customdata") for point in state["selection"]["points"])
    return next(filter(None, keys), [])


def fold(label: str, key: str) -> DeltaGenerator | None:
    """A part that stays folded until somebody opens it; None until then, so that nobody waits for its content."""
    box = st.expander(label, key=f"{key}_fold", on_change="rerun")
    return box if box.open else None
