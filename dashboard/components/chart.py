"""Shows figures: drawn once per rows and theme, with a title, selectable points and parts that stay folded."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.state.url_choice import read_address, write_address
from dashboard.theme import Palette, choose_palette

CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False}


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
    chosen = still if changed else read_address(name)
    kept = str(chosen) if chosen in set(keys) else None
    write_address({name: kept})
    return kept
