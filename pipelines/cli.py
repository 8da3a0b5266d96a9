"""The commands: reads what was typed, calls the rooms, answers with a sentence and an exit code."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.errors import KxwatchError, UsageError

if TYPE_CHECKING:
    from pipelines.settings import Settings

_WRONG_USE = 2

app = typer.Typer(
    name="kxwatch",
    help="From Medicare remittance files to the review pages of outpatient therapy: KX, thresholds, denials.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", help="The one folder that holds all state [KXWATCH_HOME, else ./kxwatch-data].", metavar="DIR"
    ),
]
PortOption = Annotated[
    int | None, typer.Option("--port", min=1, max=65535, help="Port on 127.0.0.1 [the first free one from 8501 on].")
]
OpenOption = Annotated[
    bool, typer.Option("--open", help="Ask for no token: every user of this computer can see the pages.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="YYYY-MM-DD", help="The state of knowledge on that date [the newest payment date]."
    ),
]
PathsArgument = Annotated[
    list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders to take in; none: only rebuild.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="A line for each floor, with rows and seconds.")]


def _load_settings(home: Path | None) -> Settings:
    from pipelines.settings import load_settings

    return load_settings(home)


@app.command()
def demo(port: PortOption = None, home: HomeOption = None) -> None:
    """Generate a synthetic practice, build it in ./kxwatch-demo and open the dashboard."""
    from pipelines.demo import build_demo
    from pipelines.progress import choose_progress
    from pipelines.serve import serve_dashboard

    progress = choose_progress()
    if home is not None:
        progress.say("The demo has a home of its own, ./kxwatch-demo; --home is left alone.")
    settings = build_demo(progress)
    raise typer.Exit(serve_dashboard(settings, port, progress.say))


@app.command()
def build(
    paths: PathsArgument = None,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    is_json: JsonOption = False,
    is_verbose: VerboseOption = False,
) -> None:
    """Take in new files, then rebuild the warehouse."""
    settings = _load_settings(home)
    known_on = _parse_date(as_of) if as_of is not None else None

    from pipelines.build import build as build_warehouse
    from pipelines.progress import choose_progress

    progress = choose_progress(is_verbose=is_verbose)
    outcome = build_warehouse(settings, paths or [], known_on, progress)
    if paths and not outcome.files:
        progress.say("No file was found in what was offered; dotfiles and the homes of kxwatch are left out.")
    for gap in outcome.contents.gaps:
        progress.say(gap)
    if outcome.published.warning:
        progress.say(outcome.published.warning)
    if settings.key is None:
        progress.say(
            "The data lies unencrypted; set KXWATCH_KEY to a long secret text and build again to encrypt it all."
        )
    progress.say(outcome.message)
    if is_json:
        _print_json(outcome.to_json())
    raise typer.Exit(outcome.exit_code)


@app.command()
def serve(port: PortOption = None, is_open: OpenOption = False, home: HomeOption = None) -> None:
    """Open the dashboard on 127.0.0.1; the printed address carries the token that the pages ask for."""
    from pipelines.serve import serve_dashboard

    raise typer.Exit(serve_dashboard(_load_settings(home), port, _say, is_open=is_open))


@app.command()
def trace(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A service_line_key of the warehouse.")],
    home: HomeOption = None,
) -> None:
    """Print one service line on every floor, from its bytes to every figure that it is part of."""
    from pipelines.trace import trace_line

    for line in trace_line(_load_settings(home), key):
        typer.echo(line)


@app.command()
def describe(
    table: Annotated[
        str | None, typer.Argument(metavar="[TABLE]", help="As mart.provider_kx; none: all tables.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Print the data dictionary: grain, columns, units, sources."""
    from pipelines.describe import describe_table, list_tables

    for line in list_tables() if table is None else describe_table(table):
        typer.echo(line)


@app.command()
def simulate(
    lines: Annotated[int, typer.Option("--lines", min=1, help="About how many service lines.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives identical bytes.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="An empty or new folder.")],
    claims: Annotated[
        bool, typer.Option("--claims", help="Also claims (837P), eligibility answers (271) and documented units.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Write a synthetic practice as 835 files, with truth/*.csv listing the seeded test cases."""
    from pipelines.simulate import simulate_practice

    def on_part(written: int, wanted: int) -> None:
        _say(f"{written:,} of {wanted:,} service lines")

    simulate_practice(lines, seed, out, on_part, has_claims=claims)


def _parse_date(text: str) -> date:
    with suppress(ValueError):
        parsed = date.fromisoformat(text)
        if parsed.isoformat() == text:
            return parsed
    raise UsageError(f'--as-of "{text}" is no date. Nothing was done; write it as 2026-10-31.')


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _print_json(answer: dict[str, object]) -> None:
    typer.echo(json.dumps(answer, indent=2))


def main() -> None:
    """The console script. Errors for people are sentences on standard error; faults of ours keep their traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a letter shows a question mark in its place.
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line; the exit code of the contract."""
    try:
        answer = app(arguments, standalone_mode=False, prog_name="kxwatch")
    except KxwatchError as error:
        return _fail(arguments, str(error), error.exit_code)
    except typer.TyperException as error:
        hint = " `kxwatch --help` lists what there is." if arguments else ""
        return _fail(arguments, error.format_message() + hint, _WRONG_USE)
    except (KeyboardInterrupt, typer.Abort):
        _say("Stopped. What was not published is discarded at the next build.")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return answer if isinstance(answer, int) else 0


def _fail(arguments: list[str], message: str, exit_code: int) -> int:
    _say(message)
    if "--json" in arguments:
        _print_json({"exit_code": exit_code, "message": message})
    return exit_code
