"""The commands that report on a month: the digest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.home_commands import HomeOption, JsonOption
from pipelines.terminal import print_json, print_line, say

OutFolderOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Also write kxwatch-digest-YYYY-MM.txt and .html into this folder."),
]
HtmlOption = Annotated[bool, typer.Option("--html", help="Print the HTML page instead of the text.")]


def digest(
    month: Annotated[
        str | None, typer.Argument(metavar="[YYYY-MM]", help="The month [newest complete month of the data].")
    ] = None,
    out: OutFolderOption = None,
    is_html: HtmlOption = False,
    home: HomeOption = None,
    is_json: JsonOption = False,
) -> None:
    """Print the month's changes against the month before, without any patient data, as text and HTML."""
    from pipelines.digest import read_digest
    from pipelines.digest.delivery import write_files
    from pipelines.digest.writing import write_html, write_text
    from pipelines.month import parse_month
    from pipelines.settings import load_settings

    asked = parse_month(month) if month is not None else None
    found = read_digest(load_settings(home), asked)
    files = write_files(found, out) if out is not None else []
    for path in files:
        say(f"Written: {path}")
    if is_json:
        texts = {"text": write_text(found), "html": write_html(found), "files": [str(path) for path in files]}
        print_json({**found.to_json(), **texts})
    else:
        for line in (write_html(found) if is_html else write_text(found)).splitlines():
            print_line(line)
