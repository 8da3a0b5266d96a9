"""Findings of the readers: what was wrong in which row, without identifying anyone.

Decision 0100.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.schema import conform
from pipelines.sources.source_file import Origin
from pipelines.sources.tabular.sheet import Flags, Ordinals
from pipelines.sources.tabular.table import Table
from pipelines.sources.tabular.values import read_flags

EXPECTED = {
    "missing_value": "every row needs one",
    "error_cell": "a spreadsheet shows an error there; correct the formula or the cell",
    "formula_text": "expected is the value itself",
    "rounded_number": "a spreadsheet has rounded this number, so that its digits are lost; format the column as text "
    "before saving the export",
    "unreadable_year": "a calendar year is written 2026",
    "unknown_pool": "a pool is PT_SLP or OT",
    "unknown_grade": "a grade is verified or typed",
    "negative_amount": "an amount used is not below zero",
    "amount_not_above_zero": "a threshold is above zero",
    "fee_not_above_zero": "a fee is above zero",
    "unknown_answer": "the answer is yes or no",
    "unknown_discipline": "a discipline is PT, OT or SLP, or empty",
    "unreadable_sha256": "the hash of a file has 64 digits and letters from a to f",
    "unreadable_row": "a row is a whole number from 1",
    "unknown_meaning": "an amount is used, remaining or other (other says nothing about prior use)",
    "unknown_element": "the amount is in element 7 or 8",
    "unknown_modifier_class": "a modifier class is any, assistant or no_assistant",
    "unreadable_date": "a date is written 2026-01-31 or 01/31/2026",
    "amount_with_more_than_two_decimals": "an amount has at most two decimals",
    "unreadable_amount": "an amount is a plain decimal below 10,000,000 such as 1234.56 or -92.50, without currency "
    "sign or thousands separator",
    "negative_minutes": "minutes are not below zero",
    "negative_units": "units are not below zero",
    "unreadable_minutes": "minutes are a plain number such as 25, at most 9,999",
    "unreadable_units": "units are a plain number such as 2 or 1.5, at most 9,999",
    "unreadable_adjustments": "adjustments are written CO-45=34.88;PR-2=23.03",
    "unreadable_modifiers": "modifiers have two characters each and are separated by space, colon or comma",
    "unreadable_remarks": "remark codes are written N362;N851",
    "unknown_claim_status": "expected is a claim status code such as 1, 2, 4 or 22",
    "unreadable_filing_indicator": "expected is a filing indicator of one or two characters such as MB",
    "unreadable_npi": "an NPI has ten digits",
    "unreadable_procedure_code": "a procedure code has letters and digits only; modifiers have their own column",
}
WHOLE_SENTENCES = {
    "patient_in_text": "the text holds what looks like a Medicare number; patients have no place in this column",
    "long_name": "the name has more than 80 characters",
    "second_name": "gives this NPI another name than an earlier row of this file; the earlier name is used",
    "long_text": "the text has more than 120 characters; a chart has room for a few words",
    "too_many_modifiers": "more than four modifiers; a service line has at most four, and one left out could be KX",
    "rows_disagree": "differs from an earlier row of the same claim payment",
    "contradicts_earlier_row": "says something else than an earlier row of this file; the earlier row counts",
    "contradicts_shipped_threshold": "the amounts of this year differ from the shipped thresholds, which count",
    "missing_patient": "says neither who the patient is by name nor by identifier",
    "date_outside_its_year": "lies outside the calendar year of its row; check both",
    "as_of_date_before_year": "lies before the calendar year that the amount is for; check both",
}
_UNUSED = "This row was not used; correct it and import the file again."
_LONG_AMOUNT = re.compile(r"-?\d{1,7}\.\d{3,5}")
_SHOWN_CHARACTERS = 24
_NAME_CHARACTERS = 31
# what a spreadsheet shows where a formula failed
_ERROR_CELL = (
    r"^(#(N/A|DIV/0!|NAME\?|NULL!|NUM!|REF!|VALUE!|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!"
    r"|ERROR!)|Err:\d{3})$"
)
_ROUNDED_NUMBER = r"^-?\d(\.\d+)?[Ee]\+\d+$"


@dataclass(frozen=True)
class Broken:
    """The rows that break one rule in one column."""

    rule: str
    column: str
    rows: Flags


@dataclass(frozen=True)
class Finding:
    """One thing that a reader noticed; `claim_place` is null if it is about a single row."""

    row_number: int
    rule: str
    reason: str
    claim_place: int | None = None
    is_set_aside: bool = True


def build_findings(origin: Origin, findings: Sequence[Finding]) -> pa.Table:
    """The findings as rows of `source.finding`."""
    columns: dict[str, object] = {
        "file_number": origin.file_number,
        "file_sha256": origin.file_sha256,
        "segment_number": [finding.row_number for finding in findings],
        "claim_place": [finding.claim_place for finding in findings],
        "rule": [finding.rule for finding in findings],
        "reason": [finding.reason for finding in findings],
        "is_set_aside": [finding.is_set_aside for finding in findings],
    }
    return conform("finding", columns, len(findings))


def note_repeated_headers(table: Table) -> list[Finding]:
    """A note for every row that says the header again, as files put together have them."""
    return [
        Finding(
            number,
            "repeated_header",
            table.origin.sign(f"row {number}: repeats the header, and was skipped."),
            None,
            False,
        )
        for number in table.sheet.repeated_headers
    ]


def note_unread_sheets(table: Table) -> list[Finding]:
    """A note for every sheet of a workbook whose header fits no kind of table."""
    return [
        Finding(
            sheet.row_number,
            "unread_sheet",
            table.origin.sign(
                f'{sheet.where} ("{sheet.name[:_NAME_CHARACTERS]}") has unrecognized column headers and was not read.'
            ),
            None,
            False,
        )
        for sheet in table.unread_sheets
    ]


def describe_cell(text: str | None) -> str:
    """What stands in a cell, in a form that shows no identifier, name or date of a person.

    Codes of one or two characters and amounts with too many decimals are shown as they are, all
    else by its form: 9 for a digit, A for a letter.
    """
    if text is None:
        return "an empty cell"
    if text.startswith("="):
        return 'a text that begins with "=" (formulas in a text are not calculated)'
    if len(text) <= 2 or _LONG_AMOUNT.fullmatch(text):
        return f'"{text}"'
    form = "".join("9" if mark.isdigit() else "A" if mark.isalpha() else mark for mark in text[:_SHOWN_CHARACTERS])
    form = form.replace("\n", " ").replace("\r", " ")
    return (
        f'a text of the form "{form}{"..." if len(text) > _SHOWN_CHARACTERS else ""}" (9 for a digit, A for a letter)'
    )


def check_cells(table: Table) -> list[Broken]:
    """The cells of used columns in which a spreadsheet shows an error, or a number whose last digits it has lost."""
    return [
        Broken(rule, column, read_flags(pc.match_substring_regex(cells, form)))
        for column, cells in table.texts.items()
        for rule, form in (("error_cell", _ERROR_CELL), ("rounded_number", _ROUNDED_NUMBER))
    ]


def rank_broken(broken: Sequence[Broken], rows: int) -> Ordinals:
    """For each row the position of the first rule that it breaks; `len(broken)` if it breaks none."""
    rank = np.full(rows, len(broken), dtype=np.int64)
    for position in range(len(broken) - 1, -1, -1):
        rank[broken[position].rows] = position
    return rank


def describe_broken(table: Table, broken: Broken, row: int) -> str:
    """File, row, column, what was found and what was expected, as one sentence without its full stop."""
    number = table.sheet.row_numbers[row]
    if broken.rule == "wrong_number_of_cells":
        return table.origin.sign(
            f"row {number}: found {table.sheet.cell_counts[row]} cells where the header has {len(table.sheet.header)}; "
            "a cell that contains the separator must be in quotation marks"
        )
    where = table.origin.sign(f"row {number} ({table.label(broken.column)})")
    if broken.rule in WHOLE_SENTENCES:
        return f"{where}: {WHOLE_SENTENCES[broken.rule]}"
    return f"{where}: found {describe_cell(table.texts[broken.column][row].as_py())}; {EXPECTED[broken.rule]}"


def judge_rows(table: Table, broken: Sequence[Broken]) -> tuple[Flags, list[Finding]]:
    """The rows that can be used, and one finding for each of the others."""
    broken = [*check_cells(table), *broken]
    rank = rank_broken(broken, table.rows)
    findings = [
        Finding(
            int(table.sheet.row_numbers[row]),
            broken[rank[row]].rule,
            f"{describe_broken(table, broken[rank[row]], int(row))}. {_UNUSED}",
        )
        for row in np.flatnonzero(rank < len(broken))
    ]
    return rank == len(broken), findings
