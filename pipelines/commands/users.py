"""The commands of the users: add, list, remove, set a password. A password is asked for and never an argument."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.commands.home import HomeOption, JsonOption, answer
from pipelines.errors import UsageError
from pipelines.terminal import print_json, print_line, say

if TYPE_CHECKING:
    from pydantic import SecretStr

user_app = typer.Typer(help="Who may sign in to the dashboard; without users, one person on 127.0.0.1.")
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")]
RoleOption = Annotated[
    str | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help="officer, owner, biller or auditor [officer for the first user, auditor for others].",
    ),
]
ClinicOption = Annotated[
    list[str] | None,
    typer.Option("--clinic", metavar="NPI", help="Show this clinic only; may be given several times [all clinics]."),
]


@user_app.command("add")
def add(
    name: NameArgument,
    role: RoleOption = None,
    clinics: ClinicOption = None,
    home: HomeOption = None,
    is_json: JsonOption = False,
) -> None:
    """Let a person sign in; asks for the password, or reads it from standard input."""
    from pipelines.access.changes import add_user, check_new_user, describe_user
    from pipelines.settings import load_settings

    settings = load_settings(home)
    check_new_user(settings, name, role, clinics or [])
    user = add_user(settings, name, role, clinics or [], _read_password())
    answer({"exit_code": 0, "message": f"Added {describe_user(user)}", **user.to_json()}, is_json=is_json)


@user_app.command("list")
def list_all(home: HomeOption = None, is_json: JsonOption = False) -> None:
    """List the users with role and clinics."""
    from pipelines.access.changes import describe_user, list_users
    from pipelines.settings import load_settings

    users = list_users(load_settings(home))
    if is_json:
        print_json({"exit_code": 0, "users": [user.to_json() for user in users]})
        return
    for user in users:
        print_line(describe_user(user))
    if not users:
        say("No users: whoever opens the printed address sees everything.")


@user_app.command("remove")
def remove(name: NameArgument, home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Let a person sign in no more."""
    from pipelines.access.changes import remove_user
    from pipelines.settings import load_settings

    answer({"exit_code": 0, "message": remove_user(load_settings(home), name)}, is_json=is_json)


@user_app.command("password")
def password(name: NameArgument, home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Set a new password for a user."""
    from pipelines.access.changes import check_known_user, set_password
    from pipelines.settings import load_settings

    settings = load_settings(home)
    check_known_user(settings, name)
    set_password(settings, name, _read_password())
    answer({"exit_code": 0, "message": f"The password of {name} was changed."}, is_json=is_json)


def _read_password() -> SecretStr:
    """The password, typed twice at a terminal; else the first line of standard input, which a second may repeat."""
    from getpass import getpass

    from pydantic import SecretStr

    if sys.stdin.isatty():
        first, second = getpass("Password: "), getpass("Repeat password: ")
    else:
        first = sys.stdin.readline().rstrip("\r\n")
        second = sys.stdin.readline().rstrip("\r\n") or first
    if first != second:
        raise UsageError("The two passwords do not match. No changes were made; try again.")
    return SecretStr(first)
