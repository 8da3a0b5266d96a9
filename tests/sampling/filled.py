"""Fills a worksheet as a reviewer would: reads what kxwatch wrote, writes a workbook with cells filled in."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import xlsxwriter

from pipelines.sampling.worksheet import HEADINGS, PAID, SHEET
from pipelines.sources.tabular.workbook import find_sheet_tables

Grid = list[list[object]]
_NUMBERS = {0, 2, 8, PAID}


def read_grid(content: bytes) -> Grid:
    """The review sheet with its header, numbers as numbers, as wide as its headings."""
    table = next(one for one in find_sheet_tables(content) if one.name == SHEET)
    columns = [column.to_pylist() for column in table.read_rows().columns]
    rows: Grid = [list(table.header)]
    for cells in zip(*columns, strict=True):
        row = [float(cell) if place in _NUMBERS and cell else cell or "" for place, cell in enumerate(cells)]
        rows.append(row + [""] * (len(HEADINGS) - len(row)))
    return rows


def write_grid(grid: Grid, sheet: str = SHEET) -> bytes:
    """A workbook of one sheet; a text that starts with = is written as a formula."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(grid):
            for place, cell in enumerate(row):
                page.write(number, place, cell)
    return out.getvalue()


def fill(content: bytes, change: Callable[[Grid], None]) -> bytes:
    """The worksheet with everything paid rightly, then changed."""
    grid = read_grid(content)
    for row in grid[1:]:
        row[PAID + 2] = row[PAID]
    change(grid)
    return write_grid(grid)
