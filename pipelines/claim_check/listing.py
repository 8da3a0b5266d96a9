"""Prints the findings of a claim check as tables, one a file, with what to do under each finding."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.claim_check.answer import Finding
from pipelines.terminal import print_line, show_text

SEVERITY_WORDS = {"will_be_denied": "Will be denied", "at_risk": "At risk", "look": "Look"}
_NARROWEST = 110


def print_findings(findings: Iterable[Finding]) -> None:
    """One row a finding; nothing where there is none."""
    console = Console()
    options = console.options.update_width(max(console.width, _NARROWEST))
    for file_name, rows in groupby(findings, key=lambda one: one["file_name"]):
        print_line(file_name)
        for segments in console.render_lines(_build_table(rows), options, pad=False):
            print_line("".join(segment.text for segment in segments).rstrip())


def _build_table(rows: Iterable[Finding]) -> Table:
    table = Table(show_lines=True)
    for header in ("Segment", "Claim", "Line", "DOS", "Code", "Severity"):
        table.add_column(header, no_wrap=header in ("DOS", "Severity"), overflow="fold")
    table.add_column("Finding and what to do", ratio=1, overflow="fold")
    for one in rows:
        cells = (
            str(one["segment_number"]), one["patient_control_number"] or "", str(one["line_number"]),
            one["service_date"] or "", f"{one['procedure_code'] or ''} {one['modifiers']}".strip(),
            SEVERITY_WORDS[one["severity"]], f"{one['title']}. {one['message']} Source: {one['source']}.",
        )  # fmt: skip
        # text from files is text: no markup of the terminal acts in it
        table.add_row(*(Text(show_text(cell)) for cell in cells))
    return table
