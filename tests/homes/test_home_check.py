"""Nothing that cannot be made again is ever removed: an archive that is missing, older, damaged or another one."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.builders import claim, line, remittance
from tests.homes.commands import Command
from tests.homes.snapshots import take_snapshot

pytestmark = pytest.mark.usefixtures("few_tables")


def remove(home: Path) -> None:
    (home / "archive.duckdb").unlink()


def put_back_older(home: Path) -> None:
    shutil.copy2(home.parent / "older.duckdb", home / "archive.duckdb")


def put_back_older_without_originals(home: Path) -> None:
    put_back_older(home)
    shutil.rmtree(home / "originals/2")


def put_back_older_without_versions(home: Path) -> None:
    put_back_older(home)
    shutil.rmtree(home / "versions")
    (home / "versions").mkdir()


def empty_out(home: Path) -> None:
    (home / "archive.duckdb").write_bytes(b"")


def cut_off(home: Path) -> None:
    content = (home / "archive.duckdb").read_bytes()
    (home / "archive.duckdb").write_bytes(content[: len(content) // 2])


def flip_bits(home: Path) -> None:
    content = bytearray((home / "archive.duckdb").read_bytes())
    for place in random.Random(4).sample(range(4096, len(content)), 400):
        content[place] ^= 255
    (home / "archive.duckdb").write_bytes(content)


def put_a_warehouse_there(home: Path) -> None:
    shutil.copy2(home / "warehouse.duckdb", home / "archive.duckdb")


def put_a_folder_there(home: Path) -> None:
    (home / "archive.duckdb").unlink()
    (home / "archive.duckdb").mkdir()


@pytest.mark.parametrize(
    ("befall", "words"),
    [
        (remove, "is missing"),
        (put_back_older, "older than the originals"),
        (put_back_older_without_originals, "older than versions/warehouse-2.duckdb"),
        (put_back_older_without_versions, "older than the originals"),
        (empty_out, "damaged"),
        (cut_off, "damaged"),
        (flip_bits, "damaged"),
        (put_a_warehouse_there, "damaged or not a kxwatch database"),
        (put_a_folder_there, "cannot be"),
    ],
)
def test_4_an_archive_that_does_not_fit_removes_nothing(
    kxwatch: Command, built: Path, offered: Path, befall: Callable[[Path], None], words: str
) -> None:
    befall(built)
    before = take_snapshot(built)
    for arguments in (["build"], ["build", offered]):
        answer = kxwatch(*arguments, "--home", built, "--json")
        assert (answer.exit_code, answer.json["exit_code"]) == (4, 4)
        assert words in answer.json["message"]
        assert "archive.duckdb" in answer.json["message"]
        assert take_snapshot(built) == before


def test_an_archive_that_was_put_back_goes_on(kxwatch: Command, built: Path) -> None:
    shutil.copy2(built / "archive.duckdb", built.parent / "backup.duckdb")
    put_back_older(built)
    assert kxwatch("build", "--home", built).exit_code == 4
    shutil.copy2(built.parent / "backup.duckdb", built / "archive.duckdb")
    answer = kxwatch("build", "--home", built, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, 3)


def test_the_archive_of_another_home_is_not_taken(kxwatch: Command, built: Path, tmp_path: Path) -> None:
    (tmp_path / "other.835").write_bytes(remittance(claim("X1", line(on="2026-01-09"))))
    other = tmp_path / "other"
    kxwatch("build", tmp_path / "other.835", "--home", other)
    kxwatch("build", tmp_path / "other.835", "--home", other)
    shutil.copy2(other / "archive.duckdb", built / "archive.duckdb")
    answer = kxwatch("build", "--home", built)
    assert answer.exit_code == 4
    assert "january.835" in answer.err


def test_unknown_originals_are_moved_aside_and_named(kxwatch: Command, built: Path) -> None:
    stray, deep = built / "originals/1/notes.txt", built / "originals/old/deep/copy"
    deep.parent.mkdir(parents=True)
    stray.write_bytes(b"mine")
    deep.write_bytes(b"mine too")
    answer = kxwatch("build", "--home", built)
    assert answer.exit_code == 0
    assert "unknown-originals/1/notes.txt, unknown-originals/old/deep/copy" in answer.err
    stray.write_bytes(b"another one")
    assert "unknown-originals/1/notes.txt.2" in kxwatch("build", "--home", built).err
    assert (built / "unknown-originals/1/notes.txt").read_bytes() == b"mine"
    assert (built / "unknown-originals/1/notes.txt.2").read_bytes() == b"another one"
    assert (built / "unknown-originals/old/deep/copy").read_bytes() == b"mine too"
    assert kxwatch("build", "--home", built).err.count("originals") == 0


def test_vanished_originals_are_noticed(kxwatch: Command, built: Path) -> None:
    next((built / "originals/1").iterdir()).unlink()
    answer = kxwatch("build", "--home", built, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, 3)
    assert "1 original missing" in answer.err
    assert "january.835" in answer.err


def test_a_damaged_version_is_made_again_and_does_not_replace_the_public_copy(
    kxwatch: Command, built: Path, tmp_path: Path
) -> None:
    good = (built / "warehouse.duckdb").read_bytes()
    version = next((built / "versions").iterdir())
    version.write_bytes(b"")
    (tmp_path / "future.835").write_bytes(remittance(claim("F1", line(on="2031-01-05")), on="2031-01-20"))
    assert kxwatch("build", tmp_path / "future.835", "--home", built).exit_code == 4
    assert (built / "warehouse.duckdb").read_bytes() == good
    answer = kxwatch("build", "--home", built, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, 3)
    with duckdb.connect(built / "warehouse.duckdb", read_only=True) as warehouse:
        assert warehouse.execute("select count(*) from mart.line").fetchall() == [(3,)]


def test_what_a_killed_batch_left_is_discarded_without_a_word(kxwatch: Command, built: Path) -> None:
    """Its number was recorded before its first original was written."""
    with duckdb.connect(built / "archive.duckdb") as archive:
        archive.execute("insert into source.batch values (3, 3, false)")
    (built / "originals/3").mkdir()
    (built / "originals/3" / ("0" * 64)).write_bytes(b"half a file")
    answer = kxwatch("build", "--home", built)
    assert answer.exit_code == 0
    assert not (built / "originals/3").exists()
    assert "originals" not in answer.err
