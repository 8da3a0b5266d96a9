"""The commands over many practices: build their data folders side by side, show one page over all of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.commands.home import JsonOption
from pipelines.commands.values import parse_date
from pipelines.terminal import print_json, say

if TYPE_CHECKING:
    from pipelines.portfolio.build import Result
    from pipelines.portfolio.members import Portfolio

portfolio_app = typer.Typer(
    help="Many practices: build their data folders, show one page over all.", no_args_is_help=True
)

HomesArgument = Annotated[
    list[Path], typer.Argument(metavar="HOMES...", help="Data folders, or folders that hold data folders.")
]
ImportOption = Annotated[
    Path | None,
    typer.Option("--import", metavar="FOLDER", help="New files: a folder for each practice, named as its data folder."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="YYYY-MM-DD", help="Show data as known on that date [newest payment date]."),
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", min=1, max=256, help="Builds that run at a time [one for each core].")
]
RebuildOption = Annotated[bool, typer.Option("--rebuild", help="Also build data folders for which nothing changed.")]
PortOption = Annotated[
    int | None, typer.Option("--port", min=1, max=65535, help="Port on 127.0.0.1 [first free port from 8501].")
]
OpenOption = Annotated[
    bool, typer.Option("--open", help="Require no token: every user of this computer can see the page.")
]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Also the messages of each build.")]


@portfolio_app.command("build")
def build(
    homes: HomesArgument,
    incoming: ImportOption = None,
    as_of: AsOfOption = None,
    jobs: JobsOption = None,
    is_rebuild: RebuildOption = False,
    is_verbose: VerboseOption = False,
    is_json: JsonOption = False,
) -> None:
    """Build many data folders side by side; an interrupted run continues where it stopped."""
    from pipelines.portfolio.build import Order, build_portfolio, judge
    from pipelines.portfolio.environment import check_environment
    from pipelines.portfolio.members import find_portfolio
    from pipelines.portfolio.wording import Reporter, say_outcome

    if as_of is not None:
        parse_date(as_of)
    portfolio = find_portfolio(homes, incoming)
    check_environment(portfolio.members, os.environ)
    _say_places(portfolio, incoming)
    order = Order(os.environ, min(jobs or os.cpu_count() or 1, len(portfolio.members)), as_of, is_rebuild)
    results = build_portfolio(portfolio, order, Reporter(len(portfolio.members), say, is_verbose).report)
    exit_code = judge(results, portfolio)
    message = say_outcome(results)
    say(message)
    if is_json:
        print_json(_to_json(exit_code, message, results, portfolio))
    raise typer.Exit(exit_code)


@portfolio_app.command("serve")
def serve(homes: HomesArgument, port: PortOption = None, is_open: OpenOption = False) -> None:
    """Show one page over many data folders, on 127.0.0.1; each practice opens in its own dashboard from there."""
    from pipelines.portfolio.environment import check_environment
    from pipelines.portfolio.members import find_portfolio
    from pipelines.portfolio.serve import serve_portfolio

    portfolio = find_portfolio(homes)
    check_environment(portfolio.members, os.environ)
    _say_places(portfolio, None)
    raise typer.Exit(serve_portfolio(portfolio.members, os.environ, port, say, is_open=is_open))


def _say_places(portfolio: Portfolio, incoming: Path | None) -> None:
    for sentence in portfolio.sentences:
        say(sentence)
    for name in portfolio.unmatched:
        say(f"{name} in {incoming} belongs to none of these data folders and was not imported.")


def _to_json(exit_code: int, message: str, results: list[Result], portfolio: Portfolio) -> dict[str, object]:
    told = {"exit_code": exit_code, "message": message, "homes": [result.to_json() for result in results]}
    return {**told, "not_imported": list(portfolio.unmatched)}
