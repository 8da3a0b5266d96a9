"""Shows the table of a chart: typed columns on the screen, and all its rows as CSV and XLSX to download."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from pandas.api.types import is_integer_dtype

from dashboard.components.headings import heading, read_meanings
from dashboard.components.labels import put_in_words
from dashboard.components.print_table import show_for_print
from dashboard.components.table_download import KEY, Whole, leave_out, show_downloads
from dashboard.formats import dollars
from dashboard.state.url_choice import restore_selection

LONG_TEXTS = ("reason", "finding_said", "description", "offender")


def show_table(
    table: pd.DataFrame, name: str, *, alt: str, is_selectable: bool = False, hidden: tuple[str, ...] = (),
    whole: Whole | None = None, keys: "pd.Series[Any] | None" = None,
) -> int | None:  # fmt: skip
    """Show rows with downloads beneath; returns the ordinal of the chosen row, None when nothing is chosen.

    `name` is unique on its page and becomes the file name. Columns are typed by their suffix: `_cents` as dollars,
    `_date`, `_month`, `_ratio` as such. `hidden` columns stay off the screen and out of the files, the patient key
    alone is in those (`keys`, where the table has none). `whole` is what the files hold where the screen shows
    less, or more.
    """
    shown = put_in_words(table.drop(columns=[column for column in hidden if column in table]))
    mode = "single-row" if is_selectable else None
    chosen = _draw_grid(shown, name_grid(name), alt, mode, read_meanings())
    show_for_print(shown, alt, len(shown) if whole is None else whole.count)
    known = table if keys is None else table.assign(**{KEY: keys})
    show_downloads(whole or Whole(len(known), partial(leave_out, known, hidden)), name, alt)
    return chosen[0] if chosen else None


def name_grid(name: str) -> str:
    """The key of the grid that `show_table` draws under this name."""
    return f"{name}_table"


def show_grid(shown: pd.DataFrame, key: str, *, alt: str, is_selectable: bool = False) -> int | None:
    """Show rows with typed columns and no downloads; returns the ordinal of the chosen row, None without one."""
    chosen = _draw_grid(shown, key, alt, "single-row" if is_selectable else None)
    show_for_print(shown, alt, len(shown))
    return chosen[0] if chosen else None


def select_rows(shown: pd.DataFrame, key: str, *, alt: str) -> list[int]:
    """Show rows of which several can be chosen; returns their ordinals."""
    return _draw_grid(shown, key, alt, "multi-row")


def _draw_grid(
    shown: pd.DataFrame, key: str, alt: str, mode: str | None, meanings: Mapping[str, str] | None = None
) -> list[int]:
    choice: dict[str, Any] = {"on_select": "rerun", "selection_mode": mode} if mode else {}
    if mode:
        restore_selection(key)
    state: Any = st.dataframe(
        _for_screen(shown),
        key=key,
        hide_index=True,
        alt=alt,
        placeholder="",
        column_config={
            column: _column_config(column, (meanings or {}).get(column), is_whole=is_integer_dtype(shown[column]))
            for column in map(str, shown)
        },
        **choice,
    )
    return [int(place) for place in state["selection"]["rows"] if place < len(shown)] if mode else []


def _for_screen(table: pd.DataFrame) -> pd.DataFrame:
    """Cents become dollars and shares percent for the grid; everything else stays typed as it is."""
    shown = table.copy()
    for column in shown.columns:
        if column.endswith("_cents"):
            shown[column] = dollars(shown[column])
    return shown


def _column_config(column: str, meaning: str | None = None, *, is_whole: bool = False) -> Any:
    """How the grid shows a column, by its suffix; its meaning shows at the heading. Whole numbers but years: 2,953."""
    label = heading(column)
    if column.endswith("_cents"):
        return st.column_config.NumberColumn(label, help=meaning, format="dollar")
    if column.endswith("_ratio"):
        return st.column_config.NumberColumn(label, help=meaning, format="percent")
    if column.endswith("_date"):
        return st.column_config.DateColumn(label, help=meaning, format="MMM D, YYYY")
    if column.endswith("_month"):
        return st.column_config.DateColumn(label, help=meaning, format="MMM YYYY")
    if column.endswith("_at"):
        return st.column_config.DatetimeColumn(label, help=meaning, format="MMM D, YYYY, HH:mm")
    if is_whole and not column.endswith("year"):
        return st.column_config.NumberColumn(label, help=meaning, format="localized")
    return st.column_config.Column(label, help=meaning, width="large" if column in LONG_TEXTS else None)
