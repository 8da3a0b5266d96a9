"""Writes the worksheet of a sample: one row a unit, cells to fill, and no text that a spreadsheet could run.

Decision 0119.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from pipelines.sampling.frame import Row
from pipelines.sampling.review import REASONS, list_drawn_rows
from pipelines.sampling.stored_sample import StoredSample

SHEET = "Review"
# Heading, width; the first twelve are written, the last four are for the reviewer.
HEADINGS = (
    ("No.", 6),
    ("Stratum", 18),
    ("Frame no.", 10),
    ("First DOS", 12),
    ("Last DOS", 12),
    ("Account no.", 16),
    ("Claim no. (ICN)", 22),
    ("Codes", 18),
    ("Lines", 7),
    ("Rendering NPI", 14),
    ("Paid", 12),
    ("Unit key", 36),
    ("Should have been paid", 14),
    ("Record missing (yes)", 12),
    ("Reason", 26),
    ("Note", 40),
)
KEY, PAID, AUDITED, MISSING, REASON, NOTE = 11, 10, 12, 13, 14, 15
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CENTS = 100
_HOW = (
    'Enter in "Should have been paid" the dollars that the chart supports for the unit: the amount in "Paid" when all'
    " is in order.",
    'Enter yes in "Record missing (yes)" when no record can be found: the unit then counts as an overpayment in full.',
    "Do not add, remove or change rows, and do not enter formulas. Import the sheet with `kxwatch sample import`.",
    "Do not replace a unit with a spare. Spares are for extending the sample, in the order drawn.",
)


def write_worksheet(sample: StoredSample) -> bytes:
    """The workbook: the review sheet, how to fill it, and the spares."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        _write_review(book, sample)
        _write_lines(book, "How to", [*sample.definition.describe(), sample.size_reason, *_HOW])
        _write_lines(book, "Spares", _list_spares(sample))
    return out.getvalue()


def _write_review(book: Any, sample: StoredSample) -> None:
    page = book.add_worksheet(SHEET)
    bold, money = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "#,##0.00"})
    fill = book.add_format({"num_format": "#,##0.00", "bg_color": "#FFF8DC"})
    for place, (heading, width) in enumerate(HEADINGS):
        page.write_string(0, place, heading, bold)
        page.set_column(place, place, width)
    page.freeze_panes(1, 1)
    drawn = list_drawn_rows(sample)
    for order, stratum, number, row in drawn:
        _write_row(page, order, [order, stratum, number, *_list_cells(row)], money)
        for place in range(AUDITED, NOTE + 1):
            page.write_blank(order, place, None, fill)
    page.data_validation(1, MISSING, len(drawn), MISSING, {"validate": "list", "source": ["yes"]})
    page.data_validation(1, REASON, len(drawn), REASON, {"validate": "list", "source": list(REASONS)})


def _list_cells(row: Row) -> list[Any]:
    dates = [row["first_service_date"], row["last_service_date"]]
    texts = [row["patient_control_number"] or "", row["claim_numbers"] or "", row["procedure_codes"] or ""]
    return [*dates, *texts, row["lines"], row["provider_npi"] or "", row["paid_cents"], row["unit_key"]]


def _write_row(page: Any, place: int, cells: list[Any], money: Any) -> None:
    for column, cell in enumerate(cells):
        if column == PAID:
            page.write_number(place, column, cell / _CENTS, money)
        elif isinstance(cell, str):
            page.write_string(place, column, cell)
        else:
            page.write_number(place, column, cell)


def _write_lines(book: Any, name: str, lines: list[str]) -> None:
    page = book.add_worksheet(name)
    page.set_column(0, 0, 120)
    for place, line in enumerate(lines):
        page.write_string(place, 0, line)


def _list_spares(sample: StoredSample) -> list[str]:
    lines = ["Spares in the order drawn: stratum, frame number, unit key"]
    for one in sample.strata:
        lines += [f"{one.name}, {number}, {one.rows[number - 1]['unit_key']}" for number in one.spares]
    return lines
