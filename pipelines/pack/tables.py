"""Tables of evidence: typed rows, written as CSV that no spreadsheet runs as a formula, and read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb

_KINDS = {"BIGINT": "integer", "INTEGER": "integer", "DATE": "date", "BOOLEAN": "boolean"}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = str | int | bool | date | None


@dataclass(frozen=True)
class Table:
    """One table: for each column its name and kind (text, integer, cents, date, boolean), then the rows."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def headings(self) -> list[str]:
        """The names of the columns."""
        return [name for name, _ in self.columns]


def read_table(connection: duckdb.DuckDBPyConnection, path: Path, **asked: object) -> Table:
    """The rows of the query in `path`, named like it; of `asked` it takes the parameters that it names."""
    sql = path.read_text("utf-8")
    answer = connection.execute(sql, {name: value for name, value in asked.items() if f"${name}" in sql} or None)
    columns = tuple((str(column[0]), _find_kind(str(column[0]), str(column[1]))) for column in answer.description or ())
    return Table(path.stem, columns, tuple(answer.fetchall()))


def _find_kind(name: str, database_type: str) -> str:
    if name.endswith("_cents"):
        return "cents"
    return _KINDS.get(database_type, "text")


def write_csv(table: Table) -> bytes:
    """UTF-8, line feeds, dates ISO, amounts in cents, null empty; text that could run gets an apostrophe first."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.headings)
    writer.writerows([_write_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8")


def _write_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    return neutralize(cell) if isinstance(cell, str) else str(cell)


def neutralize(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before whatever could be one."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def write_columns(tables: Sequence[Table]) -> bytes:
    """The columns of all tables with their kinds, to read the CSV files back as what they were."""
    described = {table.name: [list(column) for column in table.columns] for table in tables}
    return write_json(described)


def read_csv(name: str, content: bytes, columns: Sequence[Sequence[str]]) -> Table:
    """The table in a CSV file that `write_csv` wrote."""
    kinds = tuple((str(column), str(kind)) for column, kind in columns)
    lines = csv.reader(StringIO(content.decode("utf-8"), newline=""))
    # An event of the casebook holds all cases that were found at once in one cell, which may exceed the usual 128 kB.
    usual = csv.field_size_limit(len(content))
    try:
        next(lines)
        rows = (tuple(_read_cell(text, kind) for text, (_, kind) in zip(line, kinds, strict=True)) for line in lines)
        return Table(name, kinds, tuple(rows))
    finally:
        csv.field_size_limit(usual)


def _read_cell(text: str, kind: str) -> Cell:
    if not text:
        return None
    if kind in ("integer", "cents"):
        return int(text)
    if kind == "date":
        return date.fromisoformat(text)
    return text == "true" if kind == "boolean" else text


def write_json(value: Any) -> bytes:
    """JSON that two writings make alike."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).encode("utf-8") + b"\n"
