"""What an export becomes: payments, claim payments, lines, adjustments and remarks."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
import xlsxwriter

from pipelines.sources.schema import PLACES_PER_FILE, SOURCE_TABLES
from pipelines.sources.source_file import SourceFile
from tests.sources.export_rows import (
    HEADER,
    list_findings,
    list_rows,
    read_export,
    read_rows,
    refusal_of,
    row,
    write_rows,
)


def test_one_row_becomes_a_line_of_a_claim_payment_of_a_payment() -> None:
    source = read_rows(row(remarks="N362;N851"))
    (payment,) = list_rows(source, "payment")
    (claim,) = list_rows(source, "claim_payment")
    (line,) = list_rows(source, "service_line")
    place = PLACES_PER_FILE + 1
    assert (source.kind, source.claim_payments, source.service_lines, source.payment_cents, source.set_aside) == (
        ("remittance_export", 1, 1, 9094, 0)
    )
    assert payment["payment_place"] == claim["payment_place"] == claim["claim_place"] == line["claim_place"] == place
    assert (payment["payment_trace_number"], payment["payment_date"]) == ("EFT1", date(2026, 1, 23))
    assert (payment["payer_name"], payment["payer_id"]) == ("MB", None)
    assert (payment["payee_id_qualifier"], payment["payee_id"]) == ("XX", "1999000015")
    assert (claim["patient_id"], claim["received_date"]) == ("9KX1KX1KX01", date(2026, 1, 9))
    assert (line["service_date"], line["rendering_npi"], line["is_export"]) == (date(2026, 1, 6), "1999001013", True)
    assert (line["modifier_1"], line["modifier_2"], line["modifier_3"]) == ("GP", "KX", None)
    assert (line["charge_amount"], line["allowed_amount"], line["paid_units"]) == (150, 116, 2)
    assert [remark["remark_code"] for remark in list_rows(source, "remark")] == ["N362", "N851"]
    assert all(table.schema == SOURCE_TABLES[name] for name, table in source.tables.items())


def test_adjustments_stand_in_their_order() -> None:
    adjustments = list_rows(read_rows(row(adjustments="co-45=34 ; PR-2=23.2;CO-253=1.86;")), "adjustment")
    assert [
        (entry["adjustment_group_code"], entry["adjustment_reason_code"], entry["adjustment_amount"])
        for entry in adjustments
    ] == [("CO", "45", 34), ("PR", "2", Decimal("23.2")), ("CO", "253", Decimal("1.86"))]


def test_rows_of_one_claim_payment_may_stand_apart() -> None:
    source = read_rows(row(), row(payer_claim_control_number="ICN2"), row(procedure_code="97140", modifiers="GP"))
    first, second = list_rows(source, "claim_payment")
    assert (first["segment_number"], first["charge_amount"], first["paid_amount"]) == (2, 300, Decimal("181.88"))
    assert (second["segment_number"], second["charge_amount"]) == (3, 150)
    lines = [(line["segment_number"], line["line_number"]) for line in list_rows(source, "service_line")]
    assert lines == [(2, 1), (4, 2), (3, 1)]
    assert first["raw_segments"].split("\n")[1].startswith("9KX1KX1KX01,SAMPLE,ADA,ACCT1,ICN1,1,MB")
    assert ",97140,GP,2," in first["raw_segments"].split("\n")[1]


def test_status_and_trace_number_part_claim_payments() -> None:
    reversal = row(
        claim_status_code="22",
        charge="-150",
        allowed="-116",
        paid="-90.94",
        adjustments="CO-45=-34;PR-2=-23.2;CO-253=-1.86",
    )
    source = read_rows(row(), reversal, row(payment_trace_number="EFT2"))
    assert [claim["claim_status_code"] for claim in list_rows(source, "claim_payment")] == ["1", "22", "1"]
    assert [payment["payment_amount"] for payment in list_rows(source, "payment")] == [0, Decimal("90.94")]
    assert source.payment_cents == 9094


@pytest.mark.parametrize("text", ["GP KX", "GP:KX", "GP,KX", " GP , KX "])
def test_modifiers_have_three_separators(text: str) -> None:
    (line,) = list_rows(read_rows(row(modifiers=text)), "service_line")
    assert (line["modifier_1"], line["modifier_2"]) == ("GP", "KX")


@pytest.mark.parametrize("text", ["2026-01-06", "01/06/2026", "1/6/2026", "2026-01-06 00:00:00"])
def test_dates_are_iso_or_american(text: str) -> None:
    (line,) = list_rows(read_rows(row(service_date=text)), "service_line")
    assert line["service_date"] == date(2026, 1, 6)


def test_empty_cells_that_may_be_empty_stay_empty() -> None:
    empty = dict.fromkeys(
        ("rendering_npi", "received_date", "modifiers", "paid_units", "allowed", "line_item_control_number"), ""
    )
    (line,) = list_rows(read_rows(row(**empty)), "service_line")
    assert [line[name] for name in ("rendering_npi", "modifier_1", "paid_units", "allowed_amount")] == [None] * 4


def test_a_header_without_rows_is_accepted() -> None:
    assert read_export(write_rows([])) == SourceFile("remittance_export")


def test_order_of_columns_capitals_and_further_columns_do_not_matter() -> None:
    header = ["Ward", *(f" {name.upper()} " for name in reversed(HEADER)), "diagnosis_code"]
    cells = {f" {name.upper()} ": text for name, text in row().items()}
    content = write_rows([{**cells, "Ward": "7", "diagnosis_code": "M54.50"}], header=header)
    (line,) = list_rows(read_export(content), "service_line")
    assert (line["procedure_code"], line["diagnosis_code"]) == ("97110", "M54.50")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_separator_is_found_in_the_header(delimiter: str) -> None:
    source = read_export(write_rows([row(patient_last_name=f"SAM{delimiter}PLE")], delimiter))
    (claim,) = list_rows(source, "claim_payment")
    assert (claim["patient_last_name"], source.set_aside) == (f"SAM{delimiter}PLE", 0)
    assert f'"SAM{delimiter}PLE"' in claim["raw_segments"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, line_end: str) -> None:
    text = write_rows([row(patient_last_name="MUÑOZ"), row()]).decode().replace("\n", line_end)
    source = read_export(text.encode(encoding))
    assert source.service_lines == 2
    assert list_rows(source, "claim_payment")[0]["patient_last_name"] == "MUÑOZ"


def test_blank_rows_are_skipped_and_rows_keep_their_numbers() -> None:
    header, first, second = write_rows([row(), row(payer_claim_control_number="ICN2")]).decode().splitlines()
    content = "\n".join([header, first, "", "   ", "," * (len(HEADER) - 1), second, "", ""])
    source = read_export(content.encode())
    assert [line["segment_number"] for line in list_rows(source, "service_line")] == [2, 6]
    assert list_findings(source) == []


def test_a_header_said_again_is_skipped_with_a_note() -> None:
    one = write_rows([row()])
    source = read_export(one + write_rows([row(payer_claim_control_number="ICN2")]))
    assert (source.service_lines, source.set_aside, list_findings(source)) == (2, 0, [(3, "repeated_header")])


@pytest.mark.parametrize("column", ["patient_id", "payer_claim_control_number", "payment_trace_number", "remarks"])
def test_a_total_row_is_set_aside_and_harms_nobody(column: str) -> None:
    total = dict.fromkeys(HEADER, "") | {column: "Total", "paid_units": "2", "charge": "150.00", "paid": "90.94"}
    source = read_rows(row(), total)
    assert source.payment_cents == read_rows(row()).payment_cents
    assert list_findings(source) == [(3, "missing_value")]
    assert (source.claim_payments, source.service_lines, source.set_aside) == (2, 2, 1)


def _write_workbook(rows: list[dict[str, str]]) -> bytes:
    """A workbook with a cover sheet, real dates and real numbers."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "mm/dd/yyyy", "strings_to_formulas": False}) as workbook:
        workbook.add_worksheet("Cover").write(0, 0, "Remittances of January")
        sheet = workbook.add_worksheet("Remittances")
        sheet.write_row(0, 0, HEADER)
        for number, cells in enumerate(rows, start=1):
            for column, name in enumerate(HEADER):
                _write_cell(sheet, number, column, name, cells[name])
    return stream.getvalue()


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, number: int, column: int, name: str, text: str) -> None:
    if name.endswith("_date") and text:
        sheet.write_datetime(number, column, datetime.fromisoformat(text))
    elif name in ("charge", "allowed", "paid", "paid_units", "payee_npi", "claim_status_code") and text:
        sheet.write_number(number, column, float(text))
    else:
        sheet.write_string(number, column, text)


def test_a_workbook_reads_as_the_same_rows_in_text() -> None:
    rows = [row(), row(payer_claim_control_number="ICN2", received_date="", allowed="116.1")]
    book, text = read_export(_write_workbook(rows)), read_rows(*rows)
    for name in ("payment", "service_line", "adjustment"):
        assert book.tables[name].equals(text.tables[name])
    assert book.payment_cents == text.payment_cents


def test_a_text_in_a_workbook_that_begins_like_a_formula_is_no_value() -> None:
    source = read_export(_write_workbook([row(), row(payer_claim_control_number="ICN2", procedure_code="=1+1")]))
    assert list_findings(source) == [(3, "unreadable_procedure_code")]


def test_a_missing_column_refuses_the_file_and_names_it() -> None:
    header = [name for name in HEADER if name not in ("paid", "modifiers")]
    refusal = refusal_of(write_rows([row()], header=header))
    assert refusal.kind == "remittance_export"
    assert refusal.reason.startswith("sample.csv, row 1 (comma-separated header): columns paid, modifiers are missing")


def test_a_column_named_twice_refuses_the_file() -> None:
    assert "paid more than once" in refusal_of(write_rows([row()], header=[*HEADER, "Paid"])).reason


def test_a_line_that_does_not_balance_refuses_the_file_with_its_row() -> None:
    refusal = refusal_of(write_rows([row(), row(payer_claim_control_number="ICN2", paid="90.95")]))
    assert refusal.kind == "remittance_export"
    assert refusal.reason.startswith(
        "sample.csv, row 3: the charge 150.00 less the adjustments 59.06 is 90.94, but paid says 90.95."
    )


def test_a_quotation_mark_left_open_refuses_the_file() -> None:
    content = write_rows([row(), row()]).replace(b"SAMPLE", b'"SAMPLE', 1)
    assert "quotation mark" in refusal_of(content).reason


def test_the_same_bytes_give_the_same_tables() -> None:
    content = write_rows([row(), row(payer_claim_control_number="ICN2", charge="1.005")])
    assert read_export(content) == read_export(content)
