"""Counts of few patients: marked on the screen, left out of downloads.

Decision 0061.
"""

from functools import partial

import pandas as pd

from dashboard.components.table_download import Whole

MARK = "few_patients"
LEFT_OUT = "left out: fewer than {fewest} patients"


def mark_small(table: pd.DataFrame, count: str, part: str, fewest: int) -> pd.DataFrame:
    """The rows with a column that says where fewer than `fewest` patients, with or without KX, are counted."""
    marked = table.copy()
    marked[MARK] = [f"under {fewest}" if is_few else "" for is_few in _is_small(table, count, part, fewest)]
    return marked


def has_small(table: pd.DataFrame, count: str, part: str, fewest: int) -> bool:
    """Whether a row counts fewer than `fewest` patients, with or without KX."""
    return any(_is_small(table, count, part, fewest))


def without_small(table: pd.DataFrame, count: str, part: str, fewest: int, kept: tuple[str, ...]) -> Whole:
    """What files hold of the table (`leave_small_out`), made when somebody asks for one."""
    return Whole(len(table), partial(leave_small_out, table, count, part, fewest, kept))


def leave_small_out(table: pd.DataFrame, count: str, part: str, fewest: int, kept: tuple[str, ...]) -> pd.DataFrame:
    """The rows as they may leave the house: where patients are few, only `kept` columns stay, and a note says so.

    Patients without KX are few as well where `count` less `part` is: the difference would tell them. Zero stays.
    """
    away = table.copy()
    is_small = pd.Series(_is_small(table, count, part, fewest), index=table.index)
    for column in away.columns.difference([*kept, MARK]) if is_small.any() else ():
        away[column] = away[column].mask(is_small)
    away[MARK] = [LEFT_OUT.format(fewest=fewest) if is_few else "" for is_few in is_small]
    return away


def _is_small(table: pd.DataFrame, count: str, part: str, fewest: int) -> list[bool]:
    """Whether any of the three counts (all, with KX, without) lies from 1 to `fewest` - 1."""
    pairs = zip(table[count], table[part], strict=True)
    return [any(0 < int(each) < fewest for each in (whole, some, whole - some)) for whole, some in pairs]
