"""The same rows as a plain table that only paper shows: the grid of the screen prints no more than its visible rows."""

from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.headings import heading
from dashboard.formats import format_date, format_dollars, format_moment, format_month

# A longer table keeps a page waiting; paper then says how many rows it holds and where all of them are.
MOST_ROWS = 400
NUMBER = ' class="number"'
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
        st.html(write_table(shown, alt, every))


def write_table(shown: pd.DataFrame, alt: str, every: int) -> str:
    """The rows as HTML, values as the grid writes them."""
    names = list(map(str, shown))
    head = "".join(f'<th scope="col">{escape(heading(name))}</th>' for name in names)
    some = shown.head(MOST_ROWS)
    columns = [[_write(name, value) for value in some[name]] for name in names]
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(*columns, strict=True))
    note = "" if len(some) == every else f"<p>{_say_cut(len(some), every)}</p>"
    caption = f"<caption>{escape(alt)}</caption>"
    return (
        f'<div class="print-only print-table"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
        f"</table>{note}</div>"
    )


def _say_cut(some: int, every: int) -> str:
    return f"{some:,} of {every:,} rows. The download beneath the table on the screen holds all of them."


def _write(name: str, value: Any) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "<td></td>"
    write = next((write for suffix, write in _BY_SUFFIX.items() if name.endswith(suffix)), None)
    if write is None and isinstance(value, pd.Timestamp):
        write = format_date
    is_number = pd.api.types.is_number(value) and not pd.api.types.is_bool(value)
    said = write(value) if write else ("yes" if value else "no") if pd.api.types.is_bool(value) else str(value)
    return f"<td{NUMBER if is_number else ''}>{escape(said)}</td>"
