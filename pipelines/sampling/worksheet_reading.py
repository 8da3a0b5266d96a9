"""Imports a filled worksheet: every unit of the sample once, unchanged, with plain amounts, or a sentence why not."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

from pipelines.errors import RefusedFile, UsageError
from pipelines.sampling.audit_table import parse_cents
from pipelines.sampling.review import REASONS, ReviewedUnit, list_drawn_rows
from pipelines.sampling.stored_sample import StoredSample
from pipelines.sampling.worksheet import AUDITED, HEADINGS, KEY, MISSING, NOTE, PAID, REASON, SHEET
from pipelines.sources.tabular.sheet import FoundTable
from pipelines.sources.tabular.workbook import find_sheet_tables, is_workbook

_UNCHANGED = "Nothing was imported."
_YES = {"yes", "y", "x", "true"}
_NO = {"", "no", "n", "false"}
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*>\s*<f[\s/>]')
_LARGEST_SHEET = 50_000_000
_MOST_NAMED = 5
_LONGEST_NOTE = 500

Cells = list[str]


def read_worksheet(sample: StoredSample, content: bytes) -> list[ReviewedUnit]:
    """The review in a filled worksheet. Raises UsageError with the rows that are wrong; then nothing counts."""
    if not is_workbook(content):
        raise UsageError(f"The file is not an XLSX workbook. {_UNCHANGED}")
    _refuse_formulas(content)
    table = _find_review(content)
    headings = [heading for heading, _ in HEADINGS]
    if list(table.header[: len(headings)]) != headings:
        raise UsageError(f"The columns of the sheet {SHEET} have changed. {_UNCHANGED} Start again from the worksheet.")
    return check_rows(sample, _list_rows(table))


def _refuse_formulas(content: bytes) -> None:
    found: list[str] = []
    with zipfile.ZipFile(BytesIO(content)) as package:
        for member in package.infolist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename) and member.file_size <= _LARGEST_SHEET:
                found += [cell.decode() for cell in _FORMULA.findall(package.read(member))]
    if found:
        raise UsageError(f"{_name(found, 'Cell')} holds a formula. {_UNCHANGED} Enter values instead of formulas.")


def _find_review(content: bytes) -> FoundTable:
    try:
        tables = [table for table in find_sheet_tables(content) if table.name == SHEET]
    except RefusedFile as error:
        raise UsageError(f"The file cannot be read: {error} {_UNCHANGED}") from None
    if not tables:
        raise UsageError(f"The file has no sheet {SHEET}. {_UNCHANGED} Use the worksheet of this sample.")
    return tables[0]


def _list_rows(table: FoundTable) -> list[tuple[int, Cells]]:
    sheet = table.read_rows()
    columns = [column.to_pylist() for column in sheet.columns]
    rows = [[(cell or "").strip() for cell in row] for row in zip(*columns, strict=True)]
    return [(int(number), row) for number, row in zip(sheet.row_numbers, rows, strict=True) if any(row)]


def check_rows(sample: StoredSample, rows: list[tuple[int, Cells]]) -> list[ReviewedUnit]:
    """The units of rows with their row numbers; all of the sample, once each. Raises UsageError."""
    expected = {row["unit_key"]: (order, row["paid_cents"]) for order, _, _, row in list_drawn_rows(sample)}
    unknown = [str(number) for number, row in rows if row[KEY] not in expected]
    if unknown:
        raise UsageError(
            f"{_name(unknown, 'Row')} has a unit key that is not in the sample {sample.name}. {_UNCHANGED} Use the"
            " worksheet of this sample, with its keys unchanged."
        )
    keys = [row[KEY] for _, row in rows]
    twice = [str(number) for place, (number, row) in enumerate(rows) if row[KEY] in keys[:place]]
    if twice:
        raise UsageError(f"{_name(twice, 'Row')} repeats a unit. {_UNCHANGED} Each unit has one row.")
    missing = [str(order) for key, (order, _) in expected.items() if key not in keys]
    if missing:
        raise UsageError(
            f"{_name(missing, 'Unit no.')} of the sample is missing from the sheet. {_UNCHANGED} Put the row back; a"
            " missing record is marked with yes, not removed."
        )
    return [_read_unit(number, row, *expected[row[KEY]]) for number, row in rows]


def _read_unit(number: int, row: Cells, order: int, paid_cents: int) -> ReviewedUnit:
    if _read_amount(row[PAID], f"Row {number}: Paid") != paid_cents:
        raise UsageError(f"Row {number}: Paid was changed. {_UNCHANGED} Use the worksheet as it was written.")
    mark = row[MISSING].lower()
    if mark not in _YES | _NO:
        raise UsageError(f'Row {number}: "Record missing" must be yes or empty. {_UNCHANGED}')
    is_missing, audited = mark in _YES, row[AUDITED]
    if not is_missing and not audited:
        raise UsageError(
            f'Row {number} is not reviewed yet: "Should have been paid" is empty. {_UNCHANGED} Enter the amount, or yes'
            " in Record missing."
        )
    cents = _read_amount(audited, f"Row {number}: Should have been paid") if audited else 0
    if is_missing and cents:
        raise UsageError(f"Row {number} has both a missing record and an amount. {_UNCHANGED} Clear one of them.")
    if cents < 0:
        raise UsageError(f"Row {number}: Should have been paid is negative. {_UNCHANGED}")
    reason = row[REASON].lower()
    if reason and reason not in {one.lower() for one in REASONS}:
        raise UsageError(f"Row {number}: Reason is not in the list. {_UNCHANGED} Choose one from the list.")
    return ReviewedUnit(order, row[KEY], cents, is_missing, reason, row[NOTE][:_LONGEST_NOTE])


def _read_amount(text: str, place: str) -> int:
    """Spreadsheets keep dollars as floating point: what lies within a hundredth of a cent is the amount."""
    cents = parse_cents(text)
    if cents is None and re.fullmatch(r"-?\d{1,9}\.\d+", text, re.ASCII):
        near = round(float(text), 2)
        cents = parse_cents(f"{near:.2f}") if abs(near - float(text)) < 1e-4 else None
    if cents is None:
        raise UsageError(
            f"{place} is not an amount. {_UNCHANGED} Enter dollars with at most two decimals, without text."
        )
    return cents


def _name(found: Iterable[str], what: str) -> str:
    """The first places by name, the others by their number."""
    places = list(found)
    more = f" and {len(places) - _MOST_NAMED:,} more" if len(places) > _MOST_NAMED else ""
    return f"{what} {', '.join(places[:_MOST_NAMED])}{more}"
