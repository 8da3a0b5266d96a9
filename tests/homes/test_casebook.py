"""The casebook goes with its home: encrypted with it, through a change of keys, into a backup and back."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from pipelines.casebook import Casebook, Entry, Event, open_casebook
from pipelines.casebook.vault import keep_vault
from pipelines.errors import UsageError, WrongKey
from pipelines.settings import load_settings
from tests.homes.commands import Command
from tests.postgresql import Server

pytestmark = pytest.mark.usefixtures("few_tables")

KEY, NEXT_KEY = "a first long secret", "another long secret"
NOTE = "asked Rosa for the chart"
FILES = ("casebook.sqlite", "casebook.sqlite-wal")


def decide(home: Path, note: str = NOTE) -> Event:
    return open_casebook(load_settings(home)).append(Entry("case_decided", "case-9", "Ann Biller", {"note": note}))


def read_bytes(home: Path) -> bytes:
    return b"".join((home / name).read_bytes() for name in FILES if (home / name).exists())


def test_a_plain_casebook_is_encrypted_with_its_home(
    built: Path, kxwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = decide(built)
    secret = (built / "casebook.secret").read_bytes()
    assert NOTE.encode() in read_bytes(built)
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("build", "--home", built).exit_code == 0
    for hidden in (NOTE.encode(), b"Ann Biller", b"case-9", secret):
        assert hidden not in read_bytes(built) + (built / "casebook.secret").read_bytes()
    second = decide(built, "again")
    assert open_casebook(load_settings(built)).read() == [first, second]
    assert kxwatch("casebook", "verify", "--home", built).exit_code == 0
    assert kxwatch("verify", "--home", built).exit_code == 0


def test_a_new_home_encrypts_a_casebook_that_came_first(
    home: Path, offered: Path, kxwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = decide(home)
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("build", offered, "--home", home).exit_code == 0
    assert NOTE.encode() not in read_bytes(home)
    assert open_casebook(load_settings(home)).read() == [first]


def test_the_key_changes_under_a_dashboard_that_runs_on(
    built: Path, kxwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    kxwatch("build", "--home", built)
    running = open_casebook(load_settings(built))
    first = decide(built)
    head = running.chain()
    monkeypatch.setenv("KXWATCH_NEW_KEY", NEXT_KEY)
    assert kxwatch("key", "change", "--home", built).exit_code == 0
    with pytest.raises(WrongKey):
        running.append(Entry("case_decided", "case-9", "Ann", {}))
    monkeypatch.setenv("KXWATCH_KEY", NEXT_KEY)
    book = open_casebook(load_settings(built))
    assert (book.chain(), book.read()) == (head, [first])
    assert kxwatch("casebook", "verify", "--home", built).exit_code == 0


def test_a_change_of_keys_that_was_cut_short_goes_on(
    built: Path, kxwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    kxwatch("build", "--home", built)
    first = decide(built)
    monkeypatch.setenv("KXWATCH_NEW_KEY", NEXT_KEY)
    with monkeypatch.context() as broken:
        broken.setattr("pipelines.casebook.copying.settle_casebook", stop)
        assert kxwatch("key", "change", "--home", built).exit_code == 4
    monkeypatch.setenv("KXWATCH_KEY", NEXT_KEY)
    assert open_casebook(load_settings(built)).read() == [first]
    second = decide(built, "in between")
    assert kxwatch("build", "--home", built).exit_code == 0
    assert open_casebook(load_settings(built)).read() == [first, second]
    assert kxwatch("casebook", "verify", "--home", built).exit_code == 0


def stop(*arguments: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_key_for_a_plain_home_records_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    with pytest.raises(UsageError, match="not encrypted yet"):
        decide(built)


def test_a_backup_carries_the_casebook(built: Path, tmp_path: Path, kxwatch: Command) -> None:
    first = decide(built)
    assert kxwatch("backup", tmp_path / "backup.tar", "--home", built).exit_code == 0
    decide(built, "after the backup")
    assert kxwatch("casebook", "verify", "--home", built).exit_code == 0
    restored = tmp_path / "restored"
    assert kxwatch("restore", tmp_path / "backup.tar", "--home", restored).exit_code == 0
    assert open_casebook(load_settings(restored)).read() == [first]
    assert kxwatch("casebook", "verify", "--home", restored).exit_code == 0
    assert kxwatch("verify", "--home", restored).exit_code == 0


def test_a_backup_of_a_casebook_on_a_server_works_without_one(
    built: Path, tmp_path: Path, kxwatch: Command, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_CASEBOOK_URL", postgresql.make_database())
    first = decide(built)
    assert not (built / "casebook.sqlite").exists()
    assert kxwatch("backup", tmp_path / "backup.tar", "--home", built).exit_code == 0
    monkeypatch.delenv("KXWATCH_CASEBOOK_URL")
    restored = tmp_path / "restored"
    kxwatch("restore", tmp_path / "backup.tar", "--home", restored)
    assert open_casebook(load_settings(restored)).read() == [first]
    _copy_to_server(restored, postgresql.make_database(), kxwatch, monkeypatch)


def _copy_to_server(restored: Path, url: str, kxwatch: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kxwatch("casebook", "copy", "--home", restored).exit_code == 2
    monkeypatch.setenv("KXWATCH_CASEBOOK_URL", url)
    refused = kxwatch("build", "--home", restored)
    assert refused.exit_code == 0
    answer = kxwatch("casebook", "copy", "--home", restored, "--json")
    assert (answer.exit_code, json.loads(answer.out)["events"]) == (0, 1)
    assert kxwatch("casebook", "copy", "--home", restored).exit_code == 2
    assert decide(restored).sequence == 2
    assert kxwatch("casebook", "verify", "--home", restored).exit_code == 0


def test_verify_names_the_casebook(built: Path, kxwatch: Command) -> None:
    decide(built)
    with sqlite3.connect(built / "casebook.sqlite") as connection:
        connection.execute("update event set kind = 'case_opened'")
    connection.close()
    answer = kxwatch("casebook", "verify", "--home", built, "--json")
    assert (answer.exit_code, json.loads(answer.out)["exit_code"]) == (4, 4)
    assert "event 1" in answer.err
    assert "the casebook: event 1" in kxwatch("verify", "--home", built).err
    refused = kxwatch("backup", built.parent / "backup.tar", "--home", built)
    assert refused.exit_code == 4
    assert "the casebook" in refused.err


def test_a_casebook_of_a_newer_version_is_not_touched(built: Path, kxwatch: Command) -> None:
    decide(built)
    with sqlite3.connect(built / "casebook.sqlite") as connection:
        connection.execute("update casebook set version = 99")
    connection.close()
    answer = kxwatch("casebook", "verify", "--home", built)
    assert answer.exit_code == 2
    assert "newer kxwatch (casebook version 99" in answer.err


def test_an_address_that_is_no_database_is_named_without_its_password(
    built: Path, kxwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_CASEBOOK_URL", "mysql://ann:hunter2@db/casebook")
    answer = kxwatch("casebook", "verify", "--home", built)
    assert answer.exit_code == 2
    assert "KXWATCH_CASEBOOK_URL" in answer.err
    assert "hunter2" not in answer.err
    monkeypatch.setenv("KXWATCH_CASEBOOK_URL", "postgresql://ann:hunter2@127.0.0.1:1/casebook")
    answer = kxwatch("casebook", "verify", "--home", built)
    assert answer.exit_code == 4
    assert "database server" in answer.err
    assert "hunter2" not in answer.err


def test_the_secret_is_written_again_only_when_it_has_to_be(built: Path) -> None:
    decide(built)
    before = (built / "casebook.secret").stat().st_mtime_ns
    book: Casebook = open_casebook(load_settings(built))
    keep_vault(book._home, book._vault)  # noqa: SLF001
    assert (built / "casebook.secret").stat().st_mtime_ns == before
