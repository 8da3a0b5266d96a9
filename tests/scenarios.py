"""Scenarios that read like a manual: files in a few words, expected rows as a small text table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal
from textwrap import dedent
from typing import cast

import duckdb

from tests.planned_models import open_planned

LINE = "mart.line"
POSITION = """(
    select line.payer_claim_control_number, line.line_number, line.procedure_code, line_position.*
    from mart.line inner join mart.line_position using (service_line_key)
)"""
RECEIVED = "order_basis = 'received'"


@contextmanager
def told(*files: bytes, as_of: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of these files, offered in this order; the names are file1, file2 and so on."""
    named = [(f"file{number}", content) for number, content in enumerate(files, start=1)]
    with closing(open_planned(named, date.fromisoformat(as_of) if as_of else None)) as warehouse:
        yield cast("duckdb.DuckDBPyConnection", warehouse)


def expect(warehouse: duckdb.DuckDBPyConnection, source: str, table: str, where: str = "true") -> None:
    """Asserts that `source` holds exactly the rows of the text table, in any order.

    The header names the columns; dates are ISO, flags yes or no, cents whole, and `-` is null.
    """
    header, *expected = [[cell.strip() for cell in row.split("|")] for row in dedent(table).strip().splitlines()]
    answer = warehouse.execute(f"select {', '.join(header)} from {source} where {where}").fetchall()
    found = sorted([_format(value) for value in row] for row in answer)
    assert found == sorted(expected), f"{source} holds{_draw(header, found)}\n\nexpected was{_draw(header, expected)}"


def _draw(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join("\n" + " | ".join(row) for row in [header, *rows])


def _format(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal | float):
        return f"{value:f}".rstrip("0").rstrip(".")
    return str(value)
