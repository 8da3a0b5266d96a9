"""Writes tables as CSV and XLSX with typed cells, the filters in the file, and no formula that could run."""

import csv
import io
from dataclasses import dataclass
from typing import Any

import pandas as pd
import xlsxwriter

from dashboard.formats import as_date, dollars, format_cents_plain

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Sheet:
    """A table with what a reader of the file needs: headings, facts about the filter, meanings of the columns."""

    table: pd.DataFrame
    headings: dict[str, str]
    facts: list[tuple[str, str]]
    definitions: list[tuple[str, str, str]]


def neutralise(value: str) -> str:
    """A text that no spreadsheet takes for a formula: a leading apostrophe where it could be."""
    return f"'{value}" if value.startswith(DANGEROUS) else value


def write_csv(table: pd.DataFrame, *, is_synthetic: bool) -> bytes:
    """UTF-8 with byte-order mark (Excel needs it); amounts in dollars with cents, dates ISO, null empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    mark = ["synthetic_data"] if is_synthetic else []
    writer.writerow([*(_plain_name(column) for column in map(str, table)), *mark])
    columns = [[_csv_cell(column, value) for value in table[column]] for column in map(str, table)]
    writer.writerows([*row, *(["yes"] if is_synthetic else [])] for row in zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig")


def _plain_name(column: str) -> str:
    """The column's name as a file header; amounts leave the warehouse as dollars, so the suffix says so."""
    return f"{column.removesuffix('_cents')}_dollars" if column.endswith("_cents") else column


def _csv_cell(column: str, value: Any) -> str:
    if pd.isna(value):
        return ""
    if column.endswith("_cents"):
        return format_cents_plain(int(value))
    if isinstance(value, pd.Timestamp):
        return value.isoformat() if column.endswith("_at") else value.date().isoformat()
    return neutralise(value) if isinstance(value, str) else str(value)


def write_workbook(sheet: Sheet) -> bytes:
    """Three sheets: Rows (typed cells, frozen header), Filters, Definitions. Text stays text: no formula, no link."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _write_rows(book, sheet, bold)
        _write_texts(book, "Filters", [("What", "Value"), *sheet.facts], bold)
        _write_texts(book, "Definitions", [("Heading", "Column", "Meaning"), *sheet.definitions], bold)
    return out.getvalue()


def _write_rows(book: Any, sheet: Sheet, bold: Any) -> None:
    page = book.add_worksheet("Rows")
    page.freeze_panes(1, 0)
    for place, column in enumerate(map(str, sheet.table)):
        page.write_string(0, place, sheet.headings.get(column, column), bold)
        page.set_column(place, place, 16)
        _write_column(page, place, sheet.table[column], _cell_format(book, sheet.table[column]))
    if len(sheet.table):
        page.autofilter(0, 0, len(sheet.table), len(sheet.table.columns) - 1)


def _cell_format(book: Any, values: "pd.Series[Any]") -> Any:
    """Excel's number format by the suffix of the column; a date is one under any name."""
    column = str(values.name)
    codes = {"_cents": "$#,##0.00", "_ratio": "0.0%", "_date": "mmm d, yyyy", "_month": "mmm yyyy"}
    codes["_at"] = "mmm d, yyyy hh:mm"
    found = [code for suffix, code in codes.items() if column.endswith(suffix)]
    if not found and pd.api.types.is_datetime64_any_dtype(values):
        found = [codes["_date"]]
    return book.add_format({"num_format": found[0]} if found else {})


def _write_column(page: Any, place: int, values: "pd.Series[Any]", form: Any) -> None:
    """Every value as the type that it has; null leaves the cell empty."""
    column = str(values.name)
    typed = dollars(values) if column.endswith("_cents") else values
    for row, value in enumerate(typed, start=1):
        if pd.isna(value):
            continue
        if isinstance(value, str):
            page.write_string(row, place, value, form)
        elif isinstance(value, pd.Timestamp):
            page.write_datetime(row, place, value if column.endswith("_at") else as_date(value), form)
        elif value is True or value is False:
            page.write_boolean(row, place, value, form)
        else:
            page.write_number(row, place, float(value), form)


def _write_texts(book: Any, name: str, texts: list[tuple[str, ...]], bold: Any) -> None:
    page = book.add_worksheet(name)
    page.set_column(0, 1, 26)
    page.set_column(2, 2, 90)
    for row, line in enumerate(texts):
        for place, text in enumerate(line):
            page.write_string(row, place, text, bold if row == 0 else None)
