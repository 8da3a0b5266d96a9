"""The commands that look after a data folder: verify, back up, restore, change its key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.terminal import print_json, say

if TYPE_CHECKING:
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
    from pipelines.store.verify import verify_home

    verification = verify_home(load_settings(home))
    for problem in verification.problems:
        say(problem)
    answer(verification.to_json(), is_json=is_json)
    raise typer.Exit(verification.exit_code)


FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup file.")]


def backup(file: FileArgument, home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Write everything that cannot be rebuilt into one new file and verify it; waits for a running build."""
    from pipelines.settings import load_settings
    from pipelines.store.backup import write_backup

    written = write_backup(load_settings(home), file, say)
    message = f"Backed up {written.files:,} files to {written.path} ({written.size:,} bytes); every hash was verified."
    answer(written.to_json(message), is_json=is_json)


def restore(file: FileArgument, home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Restore a backup into a new or empty data folder, after verifying it."""
    from pipelines.settings import load_settings
    from pipelines.store.restore import restore_backup

    settings = load_settings(home)
    found = restore_backup(settings, file)
    message = f"Restored {found.files:,} files to {settings.home}. Run `kxwatch verify` with its key, if it has one."
    answer(found.to_json(message), is_json=is_json)


@key_app.command("change")
def change(home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Encrypt everything with a new key, read from KXWATCH_NEW_KEY or typed; KXWATCH_KEY is the current one."""
    from pipelines.settings import load_settings
    from pipelines.store.change_key import change_home_key

    settings = load_settings(home)
    message = change_home_key(settings, _read_new_key())
    answer({"exit_code": 0, "message": message}, is_json=is_json)


def _read_new_key() -> SecretStr:
    """The new key: never an argument, which other users of the computer could see."""
    from pydantic import SecretStr

    text = os.environ.get(NEW_KEY)
    return SecretStr(text or typer.prompt("New key", hide_input=True, confirmation_prompt=True, err=True))


def answer(answer: dict[str, object], *, is_json: bool) -> None:
    """The message for people, and the whole answer for scripts."""
    say(str(answer["message"]))
    if is_json:
        print_json(answer)
