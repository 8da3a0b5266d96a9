"""`kxwatch verify`: what is missing, changed or unknown is named, and nothing is changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import load_settings
from pipelines.store.archive import connect
from pipelines.store.crash_recovery import open_archive
from pipelines.store.home import Home
from tests.homes.commands import Command
from tests.homes.snapshots import take_snapshot

pytestmark = pytest.mark.usefixtures("few_tables")

KEY = "a long enough key"


def first_original(home: Path) -> Path:
    return next((home / "originals/1").iterdir())


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def lose_original(home: Path) -> None:
    first_original(home).unlink()


def change_original(home: Path) -> None:
    flip(first_original(home), 40)


def add_original(home: Path) -> None:
    (home / "originals/1/notes").write_bytes(b"mine")


def put_back_older_archive(home: Path) -> None:
    shutil.copy2(home.parent / "older.duckdb", home / "archive.duckdb")


def lose_archive(home: Path) -> None:
    (home / "archive.duckdb").unlink()


def damage_archive(home: Path) -> None:
    content = (home / "archive.duckdb").read_bytes()
    (home / "archive.duckdb").write_bytes(content[:-100_000])


def change_archive(home: Path) -> None:
    with duckdb.connect(home / "archive.duckdb") as archive:
        archive.execute("delete from source.service_line where file_number = 1")


def change_offer(home: Path) -> None:
    with duckdb.connect(home / "archive.duckdb") as archive:
        archive.execute("update source.offer set payment_cents = 1 where file_number = 1")


def lose_version(home: Path) -> None:
    next((home / "versions").iterdir()).unlink()


def add_version(home: Path) -> None:
    (home / "versions/warehouse-2.duckdb.old").write_bytes(b"mine")


def damage_version(home: Path) -> None:
    flip(next((home / "versions").iterdir()), 20_000)


def lose_public_copy(home: Path) -> None:
    (home / "warehouse.duckdb").unlink()


def change_public_copy(home: Path) -> None:
    with duckdb.connect(home / "warehouse.duckdb") as warehouse:
        warehouse.execute("update mart.line set paid_cents = 1")


@pytest.mark.parametrize(
    ("befall", "words"),
    [
        (lose_original, ["missing: originals/1/", "(january.835)"]),
        (change_original, ["changed: originals/1/", "(january.835)"]),
        (add_original, ["unknown: originals/1/notes"]),
        (put_back_older_archive, ["unknown: originals/2/", "do not agree on march.835"]),
        (lose_archive, ["missing: archive.duckdb"]),
        (damage_archive, ["changed: archive.duckdb"]),
        (change_archive, ["changed: archive.duckdb has 0 rows of service_line from january.835, not 2"]),
        (change_offer, ["do not agree on january.835"]),
        (lose_version, ["missing: the published version"]),
        (add_version, ["unknown: versions/warehouse-2.duckdb.old"]),
        (damage_version, ["changed: "]),
        (lose_public_copy, ["missing: warehouse.duckdb"]),
        (change_public_copy, ["changed: warehouse.duckdb"]),
    ],
)
def test_4_what_is_not_whole_is_named(
    kxwatch: Command, built: Path, befall: Callable[[Path], None], words: list[str]
) -> None:
    befall(built)
    before = take_snapshot(built, with_status=True)
    answer = kxwatch("verify", "--home", built, "--json")
    assert (answer.exit_code, answer.json["exit_code"]) == (4, 4)
    for word in words:
        assert any(word in problem for problem in answer.json["problems"]), answer.json["problems"]
        assert word in answer.err
    assert take_snapshot(built, with_status=True) == before


def test_0_whole(kxwatch: Command, built: Path) -> None:
    before = take_snapshot(built, with_status=True)
    answer = kxwatch("verify", "--home", built, "--json")
    assert (answer.exit_code, answer.json["problems"]) == (0, [])
    assert "Originals: 2" in answer.err
    assert take_snapshot(built, with_status=True) == before


def test_an_encrypted_home_is_verified_with_its_key(
    kxwatch: Command, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    settings = load_settings(built)
    with connect(settings, Home(built)) as connection:
        open_archive(connection, Home(built), settings.key)
    before = take_snapshot(built, with_status=True)
    assert kxwatch("verify", "--home", built).exit_code == 0
    monkeypatch.setenv("KXWATCH_KEY", "a wrong key of it")
    assert kxwatch("verify", "--home", built).exit_code == 2
    monkeypatch.delenv("KXWATCH_KEY")
    assert kxwatch("verify", "--home", built).exit_code == 2
    assert take_snapshot(built, with_status=True) == before
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    for path in (first_original(built), built / "archive.duckdb", next((built / "versions").iterdir())):
        content = path.read_bytes()
        flip(path, len(content) // 2)
        answer = kxwatch("verify", "--home", built)
        assert answer.exit_code == 4
        assert path.name in answer.err
        path.write_bytes(content)


def test_a_key_that_is_set_does_not_disturb_a_plain_home(
    kxwatch: Command, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("verify", "--home", built).exit_code == 0


def test_what_a_killed_batch_left_is_no_problem(kxwatch: Command, built: Path) -> None:
    with duckdb.connect(built / "archive.duckdb") as archive:
        archive.execute("insert into source.batch values (3, 3, false)")
    (built / "originals/3").mkdir()
    (built / "originals/3/half").write_bytes(b"half a file")
    assert kxwatch("verify", "--home", built).exit_code == 0


def test_2_no_home(kxwatch: Command, home: Path) -> None:
    assert kxwatch("verify", "--home", home).exit_code == 2
    home.mkdir()
    answer = kxwatch("verify", "--home", home, "--json")
    assert (answer.exit_code, answer.json["exit_code"]) == (2, 2)
    assert list(home.iterdir()) == []
