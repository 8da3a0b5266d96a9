"""Workbooks after public reports: several sheets, error cells, long numbers, and a cell far away."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Sequence

import duckdb
import pytest
import xlsxwriter

from pipelines.errors import RefusedFile
from pipelines.sources.recognition import read_source
from tests.reported.files import offered
from tests.scenarios import LINE, expect, told
from tests.sources.export_rows import HEADER, list_findings, row

PRIOR_USE = ("patient_id", "pool", "calendar_year", "amount", "as_of_date", "grade")
Sheets = dict[str, Sequence[Sequence[object]]]


def write_book(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    """A workbook; a cell that begins with "=" is a formula, None is an error cell."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell is None:
                        sheet.write_formula(number, column, "=NA()", None, "#N/A")
                    else:
                        sheet.write(number, column, cell)
            if name in hidden:
                sheet.hide()
    return stream.getvalue()


def export_sheet(*rows: dict[str, str], **cells: object) -> list[list[object]]:
    """The rows under the canonical header; `cells` stand in the first of them in place of its own."""
    body: list[list[object]] = [[own[name] for name in HEADER] for own in rows]
    for name, cell in cells.items():
        body[0][HEADER.index(name)] = cell
    return [list(HEADER), *body]


def list_notes(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return warehouse.execute("select rule, reason from mart.file_note order by all").fetchall()


def test_every_sheet_of_a_workbook_is_read() -> None:
    with offered("XL09_three_sheets.xlsx") as warehouse:
        expect(warehouse, "mart.file", "kind | claim_payments\n remittance_export | 3")
        expect(warehouse, LINE, "segment_number\n 2\n 2\n 2")
        assert warehouse.execute("select sum(allowed_cents) from mart.line").fetchall() == [(24000,)]


@pytest.mark.parametrize("name", ["XM01_na_modifiers.xlsx", "XM02_na_adjustments.xlsx"])
def test_an_error_cell_sets_its_claim_payment_aside(name: str) -> None:
    with offered(name) as warehouse:
        expect(warehouse, LINE, "line_number")
        expect(warehouse, "mart.set_aside", "segment_number | rule\n 2 | error_cell")


def test_a_number_of_more_than_15_digits_sets_its_claim_payment_aside() -> None:
    with offered("XM10_icn15.xlsx") as warehouse:
        expect(warehouse, LINE, "line_number")
        expect(warehouse, "mart.set_aside", "segment_number | rule\n 2 | rounded_number")


def test_long_numbers_that_are_text_are_whole() -> None:
    sheet = export_sheet(row(payer_claim_control_number="11260700001234567"))
    with told(write_book({"Jan": sheet})) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n 11260700001234567")


def test_an_error_in_a_column_that_is_not_used_does_not_matter() -> None:
    header, first = export_sheet(row())
    with told(write_book({"Jan": [[*header, "comment"], [*first, None]]})) as warehouse:
        expect(warehouse, LINE, "segment_number\n 2")


def test_sheets_of_several_kinds_are_read_hidden_or_not_and_others_are_named() -> None:
    prior = [PRIOR_USE, ("9KX1KX1KX01", "PT_SLP", 2026, 1450, "2026-01-02", "verified")]
    sheets: Sheets = {
        "Pivot": [["Sum of paid", "Month"], [12, "Jan"]],
        "Jan": export_sheet(row()),
        "Empty": [],
        "Used": prior,
        "Feb": export_sheet(row(payer_claim_control_number="ICN2", payment_trace_number="EFT2")),
    }
    with told(write_book(sheets, hidden=["Used"])) as warehouse:
        expect(warehouse, "mart.file", "kind | status | claim_payments\n remittance_export | accepted | 2")
        expect(warehouse, LINE, "payer_claim_control_number | segment_number\n ICN1 | 2\n ICN2 | 2")
        assert [rule for rule, _ in list_notes(warehouse)] == ["unread_sheet"]
        assert '"Pivot"' in str(list_notes(warehouse)[0][1])
        assert warehouse.execute("select count(*) from staging.prior_use").fetchall() == [(1,)]


def test_error_cells_and_long_numbers_in_other_tables_are_not_used() -> None:
    rows = [(None, "OT", 2026, 1, "2026-01-01", "typed"), (1e16, "OT", 2026, 1, "2026-01-01", "typed")]
    source = read_source(write_book({"Used": [PRIOR_USE, *rows]}), 1, "a" * 64, "used.xlsx")
    assert list_findings(source) == [(2, "error_cell"), (3, "rounded_number")]


def test_a_cell_far_away_is_refused_at_once_and_the_other_file_counts() -> None:
    started = time.monotonic()
    with offered("ATTACK_corner.xlsx", "XL09_three_sheets.xlsx") as warehouse:
        expect(warehouse, "mart.file", "status\n refused\n accepted")
        expect(warehouse, LINE, "segment_number\n 2\n 2\n 2")
    assert time.monotonic() - started < 30


def test_a_workbook_that_unpacks_to_far_more_than_its_size_is_refused() -> None:
    stream = io.BytesIO(write_book({"Jan": export_sheet(row())}))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/blank.bin", bytes(400_000_000))
    with pytest.raises(RefusedFile, match="far more memory"):
        read_source(stream.getvalue(), 1, "a" * 64, "bomb.xlsx")


def change_sheet(book: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with a text of its first sheet replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as package, zipfile.ZipFile(stream, "w") as copy:
        for name in package.namelist():
            text = package.read(name)
            copy.writestr(name, text.replace(old, new) if name == "xl/worksheets/sheet1.xml" else text)
    return stream.getvalue()


def test_every_error_value_is_an_error_cell() -> None:
    """A claim payment each, with its error in the modifiers."""
    errors = ["#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "Err:502", ""]
    header, *rows = export_sheet(*(row(payer_claim_control_number=f"ICN{n}") for n in range(len(errors))))
    for cells in rows:
        cells[header.index("modifiers")] = None
    book = write_book({"Jan": [header, *rows]})
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        text = package.read("xl/worksheets/sheet1.xml")
    left = iter(errors)
    wrong = re.sub(rb"<v>#N/A</v>", lambda _: f"<v>{next(left)}</v>".encode(), text)
    source = read_source(change_sheet(book, text, wrong), 1, "a" * 64, "book.xlsx")
    assert list_findings(source) == [(n, "error_cell") for n in range(2, 2 + len(errors))]


def test_numbers_of_up_to_15_digits_are_whole_and_text_cells_are_told_from_numbers_without_references() -> None:
    sheet = export_sheet(row(payer_claim_control_number="11260700001234567"), patient_control_number=123456789012345)
    book = write_book({"Jan": sheet})
    text = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    bare = change_sheet(book, text, re.sub(rb' r="[A-Z]*\d+"', b"", text))
    for content in (book, bare):
        source = read_source(content, 1, "a" * 64, "book.xlsx")
        assert source.set_aside == 0
        claim = source.tables["claim_payment"].to_pylist()[0]
        assert claim["payer_claim_control_number"] == "11260700001234567"
        assert claim["patient_control_number"] == "123456789012345"


def test_many_sheets_of_one_part_are_refused() -> None:
    book = write_book({"Jan": [["word" * 100] * 20] * 2000})
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as package, zipfile.ZipFile(stream, "w") as copy:
        for name in package.namelist():
            text = package.read(name)
            if name == "xl/workbook.xml":
                sheets = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (i, i) for i in range(1, 51))
                text = re.sub(rb"<sheets>.*</sheets>", b"<sheets>" + sheets + b"</sheets>", text)
            copy.writestr(name, text)
    with pytest.raises(RefusedFile, match="far more memory"):
        read_source(stream.getvalue(), 1, "a" * 64, "sheets.xlsx")
