"""Users: who may sign in, kept whole, private and encrypted with the home, and never with a password in the clear."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from pipelines.access import Directory
from pipelines.access.passwords import hash_password, is_password
from pipelines.errors import NotPublished, UsageError
from pipelines.settings import load_settings
from tests.homes.commands import Answer, Command

pytestmark = pytest.mark.usefixtures("few_tables")

KEY, NEXT_KEY = "a first long secret", "another long secret"
PASSWORD = "correct horse"


@pytest.fixture
def add(kxwatch: Command, monkeypatch: pytest.MonkeyPatch, built: Path) -> Command:
    """add('rosa', '--role', 'biller', typed='secret text\\n'): adds a user to the built home."""

    def call(*arguments: object, typed: str = f"{PASSWORD}\n") -> Answer:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return kxwatch("user", "add", *arguments, "--home", built)

    return call


def find(home: Path, name: str, password: str = PASSWORD) -> str | None:
    user = Directory(load_settings(home)).check(name, SecretStr(password))
    return user.name if user else None


def test_a_user_signs_in_with_exactly_this_password(add: Command, built: Path) -> None:
    assert add("Rosa", "--role", "biller").exit_code == 0
    assert find(built, "rosa") == "Rosa"
    for name, password in (("Rosa", PASSWORD + " "), ("Rosa", ""), ("Rosa", "x" * 5000), ("nobody", PASSWORD)):
        assert find(built, name, password) is None


def test_the_list_says_role_and_clinics_and_no_hash(add: Command, kxwatch: Command, built: Path) -> None:
    assert "whoever opens" in kxwatch("user", "list", "--home", built).err
    add("rosa")
    add("ben")
    add("olga", "--role", "owner", "--clinic", "1234567893", "--clinic", "1234567893")
    told = kxwatch("user", "list", "--json", "--home", built).json["users"]
    assert [(user["name"], user["role"], user["clinics"]) for user in told] == [
        ("rosa", "officer", []),
        ("ben", "auditor", []),
        ("olga", "owner", ["1234567893"]),
    ]
    assert all(set(user) == {"name", "role", "clinics"} for user in told)
    assert "olga  owner" in kxwatch("user", "list", "--home", built).out


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (["ro sa"], PASSWORD, "A user name has"),
        (["rosa", "--role", "king"], PASSWORD, "--role is one of"),
        (["rosa", "--clinic", "12"], PASSWORD, "ten digits"),
        (["rosa"], "short", "at least 8 characters"),
        (["rosa"], "", "at least 8 characters"),
        (["rosa"], "correct horse\nanother horse\n", "The two passwords do not match"),
        (["rosa"], "x" * 2000, "longer than"),
    ],
)
def test_what_cannot_be_a_user_is_refused_and_nothing_is_written(
    add: Command, built: Path, arguments: list[str], typed: str, said: str
) -> None:
    answer = add(*arguments, typed=typed)
    assert (answer.exit_code, said in answer.err) == (2, True), answer
    assert typed == "" or typed not in answer.err
    assert not (built / "users.json").exists()


def test_a_name_is_given_once_however_it_is_written(add: Command) -> None:
    assert add("rosa").exit_code == 0
    answer = add("ROSA")
    assert answer.exit_code == 2
    assert "already" in answer.err


def test_a_password_that_is_typed_twice_counts_once(add: Command, built: Path) -> None:
    assert add("rosa", typed=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    assert find(built, "rosa") == "rosa"


def test_a_new_password_replaces_the_old_one(
    add: Command, kxwatch: Command, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("rosa")
    monkeypatch.setattr("sys.stdin", io.StringIO("battery staple\n"))
    assert kxwatch("user", "password", "rosa", "--home", built).exit_code == 0
    assert (find(built, "rosa"), find(built, "rosa", "battery staple")) == (None, "rosa")
    assert kxwatch("user", "password", "nobody", "--home", built).exit_code == 2


def test_a_removed_user_is_gone_at_once_for_a_running_dashboard(add: Command, kxwatch: Command, built: Path) -> None:
    add("rosa")
    directory = Directory(load_settings(built))
    assert directory.find("rosa") is not None
    assert kxwatch("user", "remove", "rosa", "--home", built).exit_code == 0
    assert directory.find("rosa") is None
    assert not directory.has_users()
    assert kxwatch("user", "remove", "rosa", "--home", built).exit_code == 2


def test_the_file_is_private_and_holds_no_password(add: Command, built: Path) -> None:
    add("rosa")
    path = built / "users.json"
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD.encode() not in path.read_bytes()
    stored = hash_password(SecretStr(PASSWORD))
    assert stored != hash_password(SecretStr(PASSWORD))
    assert is_password(SecretStr(PASSWORD), stored)
    assert not is_password(SecretStr(PASSWORD), stored.replace("scrypt", "plain"))


def test_a_damaged_file_lets_nobody_in(add: Command, kxwatch: Command, built: Path) -> None:
    add("rosa", "--role", "auditor")
    path = built / "users.json"
    assert kxwatch("verify", "--home", built).exit_code == 0
    path.write_text(path.read_text(encoding="utf-8").replace("auditor", "officer"), encoding="utf-8")
    with pytest.raises(NotPublished, match="Nobody can sign in"):
        Directory(load_settings(built)).has_users()
    answer = kxwatch("verify", "--home", built)
    assert (answer.exit_code, "users.json is damaged" in answer.err) == (4, True)


def test_users_are_encrypted_with_the_home_and_follow_a_change_of_its_key(
    add: Command, kxwatch: Command, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("rosa")
    directory = Directory(load_settings(built))
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("build", "--home", built).exit_code == 0
    assert b"rosa" not in (built / "users.json").read_bytes()
    assert find(built, "rosa") == "rosa"
    monkeypatch.setenv("KXWATCH_NEW_KEY", NEXT_KEY)
    assert kxwatch("key", "change", "--home", built).exit_code == 0
    monkeypatch.setenv("KXWATCH_KEY", NEXT_KEY)
    assert find(built, "rosa") == "rosa"
    assert add("ben").exit_code == 0
    assert kxwatch("verify", "--home", built).exit_code == 0
    monkeypatch.delenv("KXWATCH_KEY")
    assert kxwatch("user", "list", "--home", built).exit_code == 2
    with pytest.raises(UsageError):
        directory.has_users()


def test_users_go_into_a_backup_and_come_back(add: Command, kxwatch: Command, built: Path, tmp_path: Path) -> None:
    add("rosa")
    assert kxwatch("backup", tmp_path / "b.tar", "--home", built).exit_code == 0
    assert kxwatch("restore", tmp_path / "b.tar", "--home", tmp_path / "new").exit_code == 0
    assert find(tmp_path / "new", "rosa") == "rosa"


def test_users_may_come_before_the_first_build(
    kxwatch: Command, home: Path, offered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD))
    assert kxwatch("user", "add", "rosa", "--home", home).exit_code == 0
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("build", offered, "--home", home).exit_code == 0
    assert b"rosa" not in (home / "users.json").read_bytes()
    assert find(home, "rosa") == "rosa"
