"""The command `kxwatch check`: what was typed, and what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.command_values import parse_date
from pipelines.home_commands import HomeOption, JsonOption
from pipelines.terminal import print_json, say

FilesArgument = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Claim files (837P), or folders of them.")]
CheckDateOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="YYYY-MM-DD", help="Check late filing as of that date [newest payment date]."),
]


def check(
    files: FilesArgument, as_of: CheckDateOption = None, home: HomeOption = None, is_json: JsonOption = False
) -> None:
    """Check claims (837P) before they go out, against the warehouse; changes nothing."""
    from pipelines.claim_check.check import check_claims
    from pipelines.claim_check.listing import print_findings
    from pipelines.settings import load_settings

    report = check_claims(load_settings(home), files, parse_date(as_of) if as_of else None, say)
    for one in report.unread:
        say(f"{one.file_name}: {one.reason}")
    for note in report.notes:
        say(note)
    say(report.message)
    if is_json:
        print_json(report.to_json())
    else:
        print_findings(report.findings)
    raise typer.Exit(report.exit_code)
