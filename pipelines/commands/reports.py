"""The commands that report on a month: the digest, and the pack with its verification."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.commands.home import HomeOption, JsonOption, answer
from pipelines.errors import UsageError
from pipelines.terminal import print_json, print_line, say

if TYPE_CHECKING:
    from pipelines.month import Month

OutFolderOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Also write kxwatch-digest-YYYY-MM.txt and .html into this folder."),
]
HtmlOption = Annotated[bool, typer.Option("--html", help="Print the HTML page instead of the text.")]


WhatArgument = Annotated[
    str,
    typer.Argument(metavar="YYYY-MM|verify|rebuild", help="A month; or verify, or rebuild, and the file of a pack."),
]
FileArgument = Annotated[Path | None, typer.Argument(metavar="[FILE]", help="The pack to verify or rebuild.")]
OutFileOption = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="Where to write the pack [kxwatch-pack-YYYY-MM.zip]; - is standard output."
    ),
]

_STANDARD_OUTPUT = Path("-")


def pack(
    what: WhatArgument,
    file: FileArgument = None,
    out: OutFileOption = None,
    home: HomeOption = None,
    is_json: JsonOption = False,
) -> None:
    """Write the sealed pack of a month (report, workbook, evidence), verify one, or rebuild one from its evidence."""
    from pipelines.settings import load_settings

    settings = load_settings(home)
    if what == "verify":
        from pipelines.pack.pack import load_secret
        from pipelines.pack.verification import verify_pack

        verification = verify_pack(_require_file(what, file, out, needs_out=False), load_secret(settings))
        answer(verification.to_json(), is_json=is_json)
        raise typer.Exit(verification.exit_code)
    from pipelines.pack.pack import make_pack, rebuild_pack, write_pack

    if out == _STANDARD_OUTPUT and what != "rebuild":
        sys.stdout.buffer.write(make_pack(settings, _read_month(what, file)))
        return
    if what == "rebuild":
        made = rebuild_pack(settings, _require_file(what, file, out, needs_out=True), out or Path())
    else:
        made = write_pack(settings, _read_month(what, file), out)
    answer(made.to_json(), is_json=is_json)


def _read_month(text: str, file: Path | None) -> Month:
    from pipelines.month import parse_month

    month = parse_month(text)
    if file is not None:
        raise UsageError("Use --out FILE to say where the pack is written. Nothing was written.")
    return month


def _require_file(what: str, file: Path | None, out: Path | None, *, needs_out: bool) -> Path:
    """The pack named after `verify` or `rebuild`. Raises UsageError."""
    if file is None:
        raise UsageError(f"Name the file of a pack: kxwatch pack {what} FILE{' --out FILE' if needs_out else ''}.")
    if needs_out != (out is not None):
        advice = "say where with --out FILE" if needs_out else "--out cannot be used with verify"
        raise UsageError(f"kxwatch pack {what}: {advice}. Nothing was done.")
    return file


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
