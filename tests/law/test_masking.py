"""Every text column of every dashboard query is declared: harmless, or masked while identifiers are hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from dashboard.masking import IDENTIFIER_COLUMNS, NAME_COLUMNS, SEGMENTS_COLUMN, is_public
from dashboard.warehouse import MACROS, PARAMETER, PATIENT_MACROS, query_files, query_text
from pipelines.portfolio.overview_file import make_tables

_MASKED = {*IDENTIFIER_COLUMNS, *NAME_COLUMNS, SEGMENTS_COLUMN}


def _fill(name: str) -> Any:
    """A value of the type that a parameter of this name has."""
    if name.endswith("_keys"):
        return ["x"]
    if name.endswith(("_date", "_start", "_end", "_month")):
        return date(2026, 1, 1)
    return 0 if name.endswith(("_rows", "_year")) else None


def list_text_columns(draft: duckdb.DuckDBPyConnection, query_name: str) -> list[str]:
    text = query_text(query_name)
    found = draft.execute(text, {name: _fill(name) for name in PARAMETER.findall(text)})
    return [name for name, kind, *_ in found.description or () if "VARCHAR" in str(kind)]


@pytest.fixture
def read_by_pages(empty_draft: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The draft with what only pages have: macros, and the tables of the portfolio. Other tests do not see them."""
    empty_draft.begin()
    for path in (MACROS, PATIENT_MACROS):
        empty_draft.execute(path.read_text(encoding="utf-8"))
    for name, rows in make_tables([], date(2026, 1, 1)).items():
        empty_draft.register("incoming", rows)
        empty_draft.execute(f"create table mart.{name} as from incoming")
    yield empty_draft
    empty_draft.rollback()


def test_every_text_column_is_known_to_be_harmless_or_is_masked(read_by_pages: duckdb.DuckDBPyConnection) -> None:
    for query_name in query_files():
        for column in list_text_columns(read_by_pages, query_name):
            assert is_public(column) or column in _MASKED, (
                f"{query_name}.sql: the pages show {column} as ••• while identifiers are hidden. If it never holds"
                " anything of a patient, add it to PUBLIC_COLUMNS of dashboard/masking.py; else to IDENTIFIER_COLUMNS."
            )


def test_no_identifier_is_also_declared_harmless() -> None:
    assert not [column for column in _MASKED if is_public(column)]
