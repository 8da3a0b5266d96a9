"""Shows the table of a chart: typed columns on the screen, CSV and XLSX to download."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access_log import logged_export
from dashboard.components.export import Sheet, write_csv, write_workbook
from dashboard.components.labels import put_in_words
from dashboard.formats import dollars, format_count
from dashboard.state.filters import read_filters
from dashboard.warehouse import rows

HEADINGS = Path(__file__).parent / "columns.toml"
LONG_TEXTS = ("reason", "finding_said", "description", "offender")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@cache
def read_headings() -> dict[str, str]:
    """Column name -> heading in words."""
    return {name: str(words) for name, words in tomllib.loads(HEADINGS.read_text(encoding="utf-8")).items()}


def heading(column: str) -> str:
    """The heading of one column; its own name with spaces when nobody wrote a better one."""
    plain = column.removesuffix("_cents").replace("_", " ")
    return read_headings().get(column, plain[:1].upper() + plain[1:])


def read_meanings() -> dict[str, str]:
    """Column name -> what it means, as the data dictionary says."""
    defined = rows("column_descriptions")
    return dict(zip(defined["column_name"], defined["description"], strict=True))


def show_table(
    table: pd.DataFrame, name: str, *, alt: str, is_selectable: bool = False, hidden: tuple[str, ...] = (),
    away: pd.DataFrame | None = None,
) -> int | None:  # fmt: skip
    """Show rows with downloads beneath; returns the ordinal of the chosen row, None when nothing is chosen.

    `name` is unique on its page and becomes the file name. Columns are typed by their suffix: `_cents` as dollars,
    `_date`, `_month`, `_ratio` as such. `hidden` columns stay off the screen and out of the files; `away` is what the
    files hold where that is less than the screen shows.
    """
    shown = put_in_words(table.drop(columns=[column for column in hidden if column in table]))
    chosen = _draw_grid(shown, f"{name}_table", alt, "single-row" if is_selectable else None, read_meanings())
    _show_downloads(shown if away is None else put_in_words(away), name)
    return chosen[0] if chosen else None


def show_grid(shown: pd.DataFrame, key: str, *, alt: str, is_selectable: bool = False) -> int | None:
    """Show rows with typed columns and no downloads; returns the ordinal of the chosen row, None without one."""
    chosen = _draw_grid(shown, key, alt, "single-row" if is_selectable else None)
    return chosen[0] if chosen else None


def select_rows(shown: pd.DataFrame, key: str, *, alt: str) -> list[int]:
    """Show rows of which several can be chosen; returns their ordinals."""
    return _draw_grid(shown, key, alt, "multi-row")


def _draw_grid(
    shown: pd.DataFrame, key: str, alt: str, mode: str | None, meanings: Mapping[str, str] | None = None
) -> list[int]:
    choice: dict[str, Any] = {"on_select": "rerun", "selection_mode": mode} if mode else {}
    state: Any = st.dataframe(
        _for_screen(shown),
        key=key,
        hide_index=True,
        alt=alt,
        placeholder="",
        column_config={column: _column_config(column, (meanings or {}).get(column)) for column in map(str, shown)},
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


def _column_config(column: str, meaning: str | None = None) -> Any:
    """How the grid shows a column, by its suffix; its meaning shows at the heading."""
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
    return st.column_config.Column(label, help=meaning, width="large" if column in LONG_TEXTS else None)


def _show_downloads(table: pd.DataFrame, name: str) -> None:
    """The count of rows, and the same rows as files; they are made when the button is pressed."""
    build = rows("build_info").iloc[0]
    synthetic = bool(build["is_synthetic"])
    file_name = f"kxwatch-{name.replace('_', '-')}{'-synthetic' if synthetic else ''}"
    make_workbook = _workbook_maker(table, synthetic, str(build["data_through_date"])[:10])
    make_csv = partial(write_csv, table, is_synthetic=synthetic)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(format_count(len(table), "row"), width="content")
        for kind, make, mime in (("csv", make_csv, "text/csv"), ("xlsx", make_workbook, XLSX)):
            make_logged = logged_export(name, len(table), make=make)
            st.download_button(
                kind.upper(), make_logged, f"{file_name}.{kind}", mime,
                key=f"{name}_{kind}", on_click="ignore", type="tertiary",
            )  # fmt: skip


def _workbook_maker(table: pd.DataFrame, is_synthetic: bool, data_through: str) -> Callable[[], bytes]:
    words = read_filters().words
    headings = {column: heading(column) for column in map(str, table)}
    meanings = read_meanings()
    facts = [("Filter", words), ("Data through", data_through), ("Synthetic data", "yes" if is_synthetic else "no")]
    definitions = [(headings[column], column, meanings.get(column, "")) for column in headings]
    return lambda: write_workbook(Sheet(table, headings, facts, definitions))
