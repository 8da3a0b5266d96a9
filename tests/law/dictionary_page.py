"""`make dictionary`: writes docs/dictionary.md, the words of `kxwatch describe` for reading without a terminal."""

from __future__ import annotations

from pipelines.commands.describe import load_columns
from pipelines.models.dictionary import describe_column, read_columns, read_tables
from tests.law.repository import ROOT

PAGE = ROOT / "docs" / "dictionary.md"
_OPENING = """# The data dictionary

Every table of `warehouse.duckdb` that others may rely on, as `kxwatch describe` tells it.
Written by `make dictionary`: do not edit.
Money is whole US cents (`_cents`), a month is its first day, keys are the same after every rebuild.
"""


def build_page() -> str:
    """The page as it should be."""
    columns = load_columns()
    parts = [_OPENING]
    for table, header in read_tables().items():
        grain = header["grain"][0].upper() + header["grain"][1:]
        parts.append(f"## {table}\n\n{grain}. Key: {header['key']}. Units: {header['units']}.\n")
        rows = [
            f"| {column} | {kind} | {read_columns()[column].unit} | {describe_column(table, column)} |"
            for column, kind in columns[table]
        ]
        parts.append("\n".join(["| column | type | unit | meaning |", "|---|---|---|---|", *rows]) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(build_page(), "utf-8")
