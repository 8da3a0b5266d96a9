"""The command line: reads what was typed, runs the command, answers with a sentence and an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.claim_check.command import check
from pipelines.commands.casebook import casebook_app
from pipelines.commands.home import HomeOption, JsonOption, backup, key_app, restore, verify
from pipelines.commands.portfolio import portfolio_app
from pipelines.commands.printing import print_app
from pipelines.commands.reports import digest, pack
from pipelines.commands.users import user_app
from pipelines.commands.values import parse_date
from pipelines.errors import STOPPED, KxwatchError, describe_fault
from pipelines.sampling.command import sample_app
from pipelines.terminal import leave_output, print_json, print_line, say, say_lines

if TYPE_CHECKING:
    from pipelines.settings import Settings

_WRONG_USE = 2
_NOT_PUBLISHED = 4
_INTERRUPTED = 130  # what typer makes of Ctrl+C
_PRIVATE = 0o077
_NOT_ENCRYPTED = "Warning: data is not encrypted. To encrypt it, set KXWATCH_KEY to a long secret text and build again."

app = typer.Typer(
    name="kxwatch",
    help="KX, therapy thresholds and denials, from Medicare remittance files to review pages.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

PortOption = Annotated[
    int | None, typer.Option("--port", min=1, max=65535, help="Port on 127.0.0.1 [first free port from 8501].")
]
OpenOption = Annotated[
    bool, typer.Option("--open", help="Require no token: every user of this computer can see the pages.")
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="YYYY-MM-DD", help="Show data as known on that date [newest payment date]."),
]
PathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH]...", readable=False, help="Files or folders to import; without any, only rebuild."),
]
PipedOption = Annotated[bool, typer.Option("--standard-input", hidden=True, help="Also import the tar file on stdin.")]
EngineOption = Annotated[
    str,
    typer.Option("--engine", metavar="ENGINE", help="What runs the models: spark for one very large home [duckdb]."),
]
MasterOption = Annotated[
    str | None, typer.Option("--master", metavar="URL", help="Spark master for --engine spark [this computer].")
]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Progress by stage, with rows and seconds.")]


def _load_settings(home: Path | None) -> Settings:
    from pipelines.settings import load_settings

    return load_settings(home)


@app.command()
def demo(port: PortOption = None, home: HomeOption = None) -> None:
    """Generate a synthetic practice, build it in ./kxwatch-demo and open the dashboard."""
    from pipelines.commands.demo import build_demo
    from pipelines.commands.serve import serve_dashboard
    from pipelines.progress import choose_progress

    progress = choose_progress()
    if home is not None:
        progress.say("The demo uses its own data folder, ./kxwatch-demo; --home is ignored.")
    settings = build_demo(progress)
    raise typer.Exit(serve_dashboard(settings, port, progress.say))


@app.command()
def build(
    paths: PathsArgument = None,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    is_json: JsonOption = False,
    is_verbose: VerboseOption = False,
    is_piped: PipedOption = False,
    engine: EngineOption = "duckdb",
    master: MasterOption = None,
) -> None:
    """Import new files, then rebuild the warehouse."""
    settings = _load_settings(home)
    known_on = parse_date(as_of) if as_of is not None else None

    from pipelines.build import build as build_warehouse
    from pipelines.commands.engine import choose_engine
    from pipelines.intake.upload import read_uploads
    from pipelines.progress import choose_progress

    progress = choose_progress(is_verbose=is_verbose)
    uploads = read_uploads(sys.stdin.buffer) if is_piped else []
    chosen = choose_engine(engine, master, settings)
    outcome = build_warehouse(settings, paths or [], known_on, progress, uploads, chosen)
    if paths and not outcome.files:
        progress.say("No files found in the given paths. Hidden files and kxwatch data folders are skipped.")
    unencrypted = [_NOT_ENCRYPTED] if settings.key is None else []
    for sentence in (*outcome.sentences, *unencrypted, outcome.message):
        progress.say(sentence)
    if is_json:
        print_json(outcome.to_json())
    raise typer.Exit(outcome.exit_code)


@app.command()
def serve(port: PortOption = None, is_open: OpenOption = False, home: HomeOption = None) -> None:
    """Open the dashboard on 127.0.0.1; the printed address includes the access token."""
    from pipelines.commands.serve import serve_dashboard

    raise typer.Exit(serve_dashboard(_load_settings(home), port, say, is_open=is_open))


@app.command()
def trace(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A service_line_key from the warehouse.")],
    home: HomeOption = None,
) -> None:
    """Print one service line at every stage, from its source file to every figure that includes it."""
    from pipelines.access.trace_log import record_trace
    from pipelines.trace import trace_line

    settings = _load_settings(home)
    lines = list(trace_line(settings, key))
    record_trace(settings, key)
    for line in lines:
        print_line(line)


for _command in (check, verify, backup, restore, digest, pack):
    app.command()(_command)
app.add_typer(key_app, name="key")
app.add_typer(casebook_app, name="casebook")
app.add_typer(portfolio_app, name="portfolio")
app.add_typer(print_app, name="print")
app.add_typer(sample_app, name="sample")
app.add_typer(user_app, name="user")


@app.command()
def describe(
    table: Annotated[
        str | None,
        typer.Argument(metavar="[TABLE]", help="For example mart.provider_kx; without it, lists all tables."),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Print the data dictionary: grain, columns, units, sources."""
    from pipelines.commands.describe import describe_table, list_tables

    for line in list_tables() if table is None else describe_table(table):
        print_line(line)


@app.command()
def simulate(
    lines: Annotated[int, typer.Option("--lines", min=1, help="Approximate number of service lines.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed writes identical files.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new or empty folder.")],
    claims: Annotated[
        bool, typer.Option("--claims", help="Also claims (837P), eligibility responses (271) and documented units.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """Write a synthetic practice as 835 files, with truth/*.csv listing the seeded test cases."""
    from pipelines.simulate import simulate_practice

    def on_part(written: int, wanted: int) -> None:
        say(f"{written:,} of {wanted:,} service lines")

    simulate_practice(lines, seed, out, on_part, has_claims=claims)


def main() -> None:
    """The console script. Every error is a message on standard error and an exit code, never a traceback.

    Files that it makes are for their owner alone; being ended by the system counts as Ctrl+C.
    """
    os.umask(_PRIVATE)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a letter shows a question mark in its place.
            stream.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


@cache
def _find_command() -> Callable[..., object]:
    """All commands with their options; made once, however many command lines a process runs."""
    return typer.main.get_command(app)


def run(arguments: list[str]) -> int:
    """Run one command line; the exit code of the contract."""
    try:
        answer = _find_command()(arguments, standalone_mode=False, prog_name="kxwatch")
    except KxwatchError as error:
        return _fail(arguments, str(error), error.exit_code)
    except typer.TyperException as error:
        return _explain_use(arguments, error.format_message())
    except (KeyboardInterrupt, typer.Abort):
        answer = _INTERRUPTED
    except BrokenPipeError:
        leave_output()
        return 0
    except BaseException as fault:  # noqa: BLE001
        if isinstance(fault.__context__, BrokenPipeError):
            # the library of the command line ends by itself where the reader of the output has left
            leave_output()
            return 0
        # a library that is not written in Python ends with errors that are no Exception
        return _fail(arguments, describe_fault(fault), _NOT_PUBLISHED)
    if answer == _INTERRUPTED:
        return _fail(arguments, STOPPED, _NOT_PUBLISHED)
    return answer if isinstance(answer, int) else 0


def _explain_use(arguments: list[str], message: str) -> int:
    """What is wrong with the command line; a group without a command answers with its help, line by line."""
    if message.startswith("Usage: "):
        say_lines(message)
        return _WRONG_USE
    return _fail(arguments, f"{message.rstrip('.')}. Run `kxwatch --help` for the commands and options.", _WRONG_USE)


def _fail(arguments: list[str], message: str, exit_code: int) -> int:
    say(message)
    if "--json" in arguments:
        print_json({"exit_code": exit_code, "message": message})
    return exit_code
