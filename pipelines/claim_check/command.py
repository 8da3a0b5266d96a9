"""The command `kxwatch check`: what was typed, and what is printed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.commands.home import HomeOption, JsonOption
from pipelines.commands.values import parse_date
from pipelines.errors import UsageError
from pipelines.terminal import print_json, say

if TYPE_CHECKING:
    from pipelines.claim_check.report import ClaimReport

FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(metavar="FILE...", readable=False, help="Claim files (837P), or folders of them."),
]
CheckDateOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="YYYY-MM-DD", help="Check late filing as of that date [newest payment date]."),
]
WorkbookOption = Annotated[
    Path | None, typer.Option("--xlsx", metavar="FILE", help="Also write the findings as a workbook (a new file).")
]
KeepOption = Annotated[
    bool, typer.Option("--keep", help="Keep the checked lines, so that later builds show what came true.")
]
PipedOption = Annotated[bool, typer.Option("--standard-input", hidden=True, help="Also check the tar file on stdin.")]


def check(
    files: FilesArgument = None,
    as_of: CheckDateOption = None,
    workbook: WorkbookOption = None,
    home: HomeOption = None,
    is_json: JsonOption = False,
    is_kept: KeepOption = False,
    is_piped: PipedOption = False,
) -> None:
    """Check claims (837P) before they go out, against the warehouse; changes nothing unless --keep is given."""
    if not files and not is_piped:
        raise UsageError("No claim files given. Name at least one 837P file or a folder of them.")
    from pipelines.claim_check.check import check_claims
    from pipelines.intake.upload import read_uploads
    from pipelines.settings import load_settings

    check_date = parse_date(as_of) if as_of else None
    uploads = read_uploads(sys.stdin.buffer) if is_piped else []
    report = check_claims(load_settings(home), files or [], check_date, say, uploads, is_kept=is_kept)
    for sentence in (*(f"{one['file_name']}: {one['reason']}" for one in report.unread), *report.notes, report.message):
        say(sentence)
    _hand_out(report, workbook, is_json=is_json)
    raise typer.Exit(report.exit_code)


def _hand_out(report: ClaimReport, workbook: Path | None, *, is_json: bool) -> None:
    if workbook is not None:
        from pipelines.claim_check.workbook import write_workbook

        write_workbook(report, workbook)
        say(f"Written: {workbook}")
    if is_json:
        print_json(report.to_json())
    else:
        from pipelines.claim_check.listing import print_findings

        print_findings([*report.findings, *report.look])
