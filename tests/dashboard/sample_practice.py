"""Questions to the warehouse of the practice that the tests of the pages share."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.warehouse import PARAMETER, open_cursor, query_text

# Two days after the newest payment of the practice of the tests.
TODAY = date(2026, 10, 30)


def ask(home: Path, sql: str, **parameters: Any) -> pd.DataFrame:
    """Rows of any SQL over the warehouse of `home`, with the macros of the pages."""
    with open_cursor(f"{home / 'warehouse.duckdb'}|0") as cursor:
        return cursor.execute(sql, parameters).df()


def ask_query(home: Path, query_name: str, **parameters: Any) -> pd.DataFrame:
    """Rows of the query file <query_name>.sql; parameters that are not given are null."""
    text = query_text(query_name)
    known = {"today": TODAY, **parameters}
    return ask(home, text, **{name: known.get(name) for name in PARAMETER.findall(text)})


def ask_text(home: Path, sql: str, **parameters: Any) -> str:
    """The first value of the first row, as text."""
    return str(ask(home, sql, **parameters).iloc[0, 0])


def ask_number(home: Path, sql: str, **parameters: Any) -> int:
    """The first value of the first row, as a whole number."""
    return int(ask_text(home, sql, **parameters))
