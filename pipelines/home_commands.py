"""The commands that look after a data folder: verify it, change its key."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Data folder [KXWATCH_HOME, else ./kxwatch-data].", metavar="DIR"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object on standard output.")]

NEW_KEY = "KXWATCH_NEW_KEY"

key_app = typer.Typer(help="Change the key of an encrypted data folder.", no_args_is_help=True)


def verify(home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Check originals, archive and published versions against each other; changes nothing."""
    from pipelines.settings import load_settings
    from pipelines.verify import verify_home

    verification = verify_home(load_settings(home))
    for problem in verification.problems:
        typer.echo(problem, err=True)
    typer.echo(verification.message, err=True)
    if is_json:
        typer.echo(json.dumps(verification.to_json(), indent=2))
    raise typer.Exit(verification.exit_code)


@key_app.command("change")
def change(home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Encrypt everything with a new key, read from KXWATCH_NEW_KEY or typed; KXWATCH_KEY is the current one."""
    from pipelines.change_key import change_home_key
    from pipelines.settings import load_settings

    settings = load_settings(home)
    message = change_home_key(settings, _read_new_key())
    typer.echo(message, err=True)
    if is_json:
        typer.echo(json.dumps({"exit_code": 0, "message": message}, indent=2))


def _read_new_key() -> SecretStr:
    """The new key: never an argument, which other users of the computer could see."""
    text = os.environ.get(NEW_KEY)
    return SecretStr(text or typer.prompt("New key", hide_input=True, confirmation_prompt=True, err=True))
