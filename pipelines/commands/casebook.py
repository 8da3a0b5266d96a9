"""The commands of the casebook: verify it, copy it to a database."""

from __future__ import annotations

import typer

from pipelines.commands.home import HomeOption, JsonOption, answer

casebook_app = typer.Typer(help="The casebook: verify its chain, copy it to PostgreSQL.", no_args_is_help=True)


@casebook_app.command("verify")
def verify(home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Check the chain of decisions and the heads that packs, closes and backups recorded; changes nothing."""
    from pipelines.casebook import verify_casebook
    from pipelines.settings import load_settings

    verification = verify_casebook(load_settings(home))
    answer(verification.to_json(), is_json=is_json)
    raise typer.Exit(verification.exit_code)


@casebook_app.command("copy")
def copy(home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Copy the casebook of the data folder to the empty database of KXWATCH_CASEBOOK_URL."""
    from pipelines.casebook.copying import copy_to_database
    from pipelines.settings import load_settings

    chain = copy_to_database(load_settings(home))
    message = f"Copied {chain.length:,} events to the database. Run `kxwatch casebook verify` to check them."
    answer({"exit_code": 0, "message": message, "events": chain.length, "head": chain.head}, is_json=is_json)
