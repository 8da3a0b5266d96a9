"""The same rows as a plain table that only paper shows: the grid of the screen prints no more than its visible rows.

The page carries the words of the cells alone. `print.js` writes the table when somebody prints, so no screen waits
for some thousand cells that nobody sees there.

Decision 0201.
"""

import json
from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.headings import heading
from dashboard.formats import format_date, format_dollars, format_moment, format_month

# Paper with more rows is not read; it says how many there are and where all of them are.
MOST_ROWS = 400
_BY_SUFFIX: dict[str, Callable[[Any], str]] = {
    "_cents": lambda value: format_dollars(int(value)),
    "_ratio": lambda value: f"{value:.1%}",
    "_date": format_date,
    "_month": format_month,
    "_at": format_moment,
}


def show_for_print(shown: pd.DataFrame, alt: str, every: int) -> None:
    """Put the rows beneath the grid, unseen on the screen; `shown` is what the grid shows of `every` row."""
    if len(shown):
        st.html(carry_table(shown, alt, every))


def carry_table(shown: pd.DataFrame, alt: str, every: int) -> str:
    """An empty element that carries what paper shows, values as the grid writes them."""
    some = shown.head(MOST_ROWS)
    table = {
        "caption": alt,
        "headings": [heading(name) for name in map(str, some)],
        "isNumber": [_holds_numbers(some[name]) for name in some],
        "rows": list(zip(*(_write(str(name), some[name]) for name in some), strict=True)),
        "note": "" if len(some) == every else _say_cut(len(some), every),
    }
    # the browser drops an attribute in which a text looks like the end of a tag
    carried = json.dumps(table, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    return f'<div class="print-only print-table" data-table="{escape(carried)}"></div>'


def _say_cut(some: int, every: int) -> str:
    return f"{some:,} of {every:,} rows. The download beneath the table on the screen holds all of them."


def _holds_numbers(values: "pd.Series[Any]") -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _write(name: str, values: "pd.Series[Any]") -> list[str]:
    write = next((write for suffix, write in _BY_SUFFIX.items() if name.endswith(suffix)), _say)
    return ["" if is_missing else write(value) for value, is_missing in zip(values, values.isna(), strict=True)]


def _say(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return format_date(value)
    return ("yes" if value else "no") if pd.api.types.is_bool(value) else str(value)
