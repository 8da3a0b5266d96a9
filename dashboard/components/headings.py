"""The headings of columns in words, and what each column means."""

import tomllib
from functools import cache
from pathlib import Path

from dashboard.warehouse import rows

HEADINGS = Path(__file__).parent / "columns.toml"


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
