"""Writes the outcome of a claim check as a workbook: findings, lines to look at, rules; text stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.claim_check.answer import Finding
from pipelines.claim_check.listing import SEVERITY_WORDS
from pipelines.claim_check.report import ClaimReport
from pipelines.errors import UsageError

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_HEADERS = (
    "File", "Segment", "Claim", "Line", "Date of service", "Code", "Modifiers", "Severity", "Finding", "Why",
    "What to do", "Source",
)  # fmt: skip
_RULE_HEADERS = ("Severity", "Finding", "Lines", "Source", "Rule")


def write_workbook(report: ClaimReport, path: Path) -> None:
    """Write the workbook to a new file. Raises UsageError where there is one already or the folder is missing."""
    if path.exists() or not path.parent.is_dir():
        found = "exists already" if path.exists() else "is in a folder that does not exist"
        raise UsageError(f"{path} {found}. Name a new file in an existing folder.")
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        _write_sheet(book, "Findings", _HEADERS, map(_cells, report.findings))
        _write_sheet(book, "Look", _HEADERS, map(_cells, report.look))
        rules = report.count_rules()
        cells = (
            (SEVERITY_WORDS[one["severity"]], one["title"], one["lines"], one["source"], one["rule"]) for one in rules
        )
        _write_sheet(book, "Rules", _RULE_HEADERS, cells)
        facts = [
            ("Outcome", report.message),
            *(("Not read", f"{one['file_name']}: {one['reason']}") for one in report.unread),
        ]
        _write_sheet(book, "Outcome", ("What", "Value"), [*facts, *(("Note", note) for note in report.notes)])


def _cells(one: Finding) -> tuple[str | int, ...]:
    return (
        one["file_name"], one["segment_number"], one["patient_control_number"] or "", one["line_number"],
        one["service_date"] or "", one["procedure_code"] or "", one["modifiers"], SEVERITY_WORDS[one["severity"]],
        one["title"], one["why"], one["what_to_do"], one["source"],
    )  # fmt: skip


def _write_sheet(book: Any, name: str, headers: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headers) - 1, 18)
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, headers, bold)
    for place, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(place, column, cell)
            else:
                sheet.write_number(place, column, cell)
