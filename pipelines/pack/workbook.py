"""Writes the workbook of a pack: a sheet with the report's figures, then one sheet for each table of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from pipelines.pack.tables import Cell, Table

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FORMATS = {"cents": "$#,##0.00", "date": "mmm d, yyyy"}
_MOST_ROWS = 1_048_575
_WIDTH = 16
# What a cell can hold; xlsxwriter leaves a longer text out.
_MOST_TEXT = 32_767
_CUT = " (cut here; whole in the CSV file of this table)"


def write_workbook(report: Mapping[str, Any], tables: Sequence[Table]) -> bytes:
    """The same bytes for the same report and tables. Text stays text: no formula, no link."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        day = date.fromisoformat(report["data_through_date"] or report["month_start"])
        book.set_properties(
            {
                "title": report["title"],
                "author": report["practice"],
                "comments": report["status"],
                "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001
            }
        )
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _write_summary(book, report, bold)
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        for table in tables:
            _write_table(book, table, bold, formats)
    return out.getvalue()


def _write_summary(book: Any, report: Mapping[str, Any], bold: Any) -> None:
    page = book.add_worksheet("Summary")
    page.set_column(0, 0, 60)
    page.set_column(1, 8, _WIDTH)
    lines: list[tuple[Sequence[str], Any]] = [
        ([report["title"]], bold),
        (["Practice", report["practice"]], None),
        (["Status", report["status"]], None),
        (["Data through", report["data_through"]], None),
        (["kxwatch", report["version"]], None),
        (["Rules", report["reference_version"]], None),
    ]
    if report["is_synthetic"]:
        lines.append((["Synthetic data", "yes"], None))
    for section in report["sections"]:
        lines += [((), None), ([section["title"]], bold), *(([sentence], None) for sentence in section["sentences"])]
        for table in section["tables"]:
            lines += [([table["caption"]], None), (table["headings"], bold), *((row, None) for row in table["rows"])]
    for row, (texts, form) in enumerate(lines):
        for place, text in enumerate(texts):
            page.write_string(row, place, text, form)


def _write_table(book: Any, table: Table, bold: Any, formats: Mapping[str, Any]) -> None:
    page = book.add_worksheet(table.name[:31])
    page.freeze_panes(1, 0)
    page.set_column(0, max(len(table.columns) - 1, 0), _WIDTH)
    for place, (name, kind) in enumerate(table.columns):
        page.write_string(0, place, name.removesuffix("_cents") if kind == "cents" else name, bold)
    for row, cells in enumerate(table.rows[:_MOST_ROWS], start=1):
        for place, (cell, (_, kind)) in enumerate(zip(cells, table.columns, strict=True)):
            _write_cell(page, row, place, cell, kind, formats)
    if table.rows:
        page.autofilter(0, 0, min(len(table.rows), _MOST_ROWS), len(table.columns) - 1)


def _write_cell(page: Any, row: int, place: int, cell: Cell, kind: str, formats: Mapping[str, Any]) -> None:
    """A cell as the type that it has; null leaves it empty, and amounts are dollars."""
    if cell is None:
        return
    if isinstance(cell, bool):
        page.write_boolean(row, place, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), formats["date"])  # noqa: DTZ001
    elif kind == "cents":
        page.write_number(row, place, float(Decimal(int(cell)).scaleb(-2)), formats["cents"])
    elif kind == "integer":
        page.write_number(row, place, int(cell))
    else:
        text = str(cell)
        page.write_string(row, place, text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT - len(_CUT)] + _CUT)
