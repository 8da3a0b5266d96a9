"""A backup holds all that cannot be made again, is verified by hash, and comes back whole or not at all."""

from __future__ import annotations

import json
import random
import tarfile
import threading
import time
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from pipelines.settings import load_settings
from pipelines.store.archive import connect
from pipelines.store.crash_recovery import open_archive
from pipelines.store.home import Home, hold_home
from tests.homes.commands import Command
from tests.homes.snapshots import take_snapshot
from tests.homes.test_encryption import NEEDLES

pytestmark = pytest.mark.usefixtures("few_tables")

KEY = "a key of some length"


@pytest.fixture
def backup(kxwatch: Command, built: Path, tmp_path: Path) -> Path:
    assert kxwatch("backup", tmp_path / "one.backup", "--home", built).exit_code == 0
    return tmp_path / "one.backup"


def test_a_backup_comes_back_whole(kxwatch: Command, built: Path, offered: Path, tmp_path: Path) -> None:
    (built / "profiles/notes.txt").write_text("ours")
    before = take_snapshot(built)
    written = kxwatch("backup", tmp_path / "one.backup", "--home", built, "--json")
    assert (written.exit_code, written.json["exit_code"]) == (0, 0)
    assert take_snapshot(built) == before
    assert (tmp_path / "one.backup").stat().st_mode & 0o777 == 0o600
    restored = kxwatch("restore", tmp_path / "one.backup", "--home", tmp_path / "back", "--json")
    assert (restored.exit_code, restored.json["files"]) == (0, written.json["files"])
    assert (tmp_path / "back").stat().st_mode & 0o777 == 0o700
    back = take_snapshot(tmp_path / "back")
    assert {name: content for name, content in before.items() if name != "drafts"} == back
    assert kxwatch("verify", "--home", tmp_path / "back").exit_code == 0
    again = kxwatch("build", offered, "--home", tmp_path / "back", "--json")
    assert (again.exit_code, again.json["files"], again.json["lines"]) == (0, {"duplicate": 2}, 3)


def test_a_backup_of_an_encrypted_home_is_encrypted(
    kxwatch: Command, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    settings = load_settings(built)
    with connect(settings, Home(built)) as connection:
        open_archive(connection, Home(built), settings.key)
    assert kxwatch("backup", tmp_path / "one.backup", "--home", built).exit_code == 0
    content = (tmp_path / "one.backup").read_bytes()
    assert not any(needle in content for needle in NEEDLES)
    monkeypatch.delenv("KXWATCH_KEY")
    assert kxwatch("backup", tmp_path / "two.backup", "--home", built).exit_code == 2
    assert kxwatch("restore", tmp_path / "one.backup", "--home", tmp_path / "back").exit_code == 0
    assert kxwatch("verify", "--home", tmp_path / "back").exit_code == 2
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("verify", "--home", tmp_path / "back").exit_code == 0


def test_a_backup_waits_for_a_running_build(kxwatch: Command, built: Path, tmp_path: Path) -> None:
    begun = threading.Event()

    def build_for_a_while() -> None:
        with hold_home(Home(built)):
            begun.set()
            time.sleep(1.0)

    running = threading.Thread(target=build_for_a_while)
    running.start()
    begun.wait()
    started = time.monotonic()
    answer = kxwatch("backup", tmp_path / "one.backup", "--home", built)
    running.join()
    assert answer.exit_code == 0
    assert "Waiting for the running build" in answer.err
    assert time.monotonic() - started > 0.5


def test_4_a_home_that_is_not_whole_is_not_backed_up(kxwatch: Command, built: Path, tmp_path: Path) -> None:
    next((built / "originals/1").iterdir()).unlink()
    answer = kxwatch("backup", tmp_path / "one.backup", "--home", built, "--json")
    assert (answer.exit_code, "january.835" in answer.json["message"]) == (4, True)
    assert not list(tmp_path.glob("*.backup*"))


def test_4_a_full_disk_leaves_no_half_backup(
    kxwatch: Command, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "one.backup.partial")

    monkeypatch.setattr("pipelines.store.backup._write_members", fail)
    answer = kxwatch("backup", tmp_path / "one.backup", "--home", built)
    assert (answer.exit_code, "No space left on device" in answer.err) == (4, True)
    assert not list(tmp_path.glob("*.backup*"))


def test_2_wrong_use(kxwatch: Command, built: Path, backup: Path, tmp_path: Path) -> None:
    content = backup.read_bytes()
    assert kxwatch("backup", backup, "--home", built).exit_code == 2
    assert kxwatch("backup", built / "inside", "--home", built).exit_code == 2
    assert kxwatch("backup", tmp_path / "no/folder", "--home", built).exit_code == 2
    assert kxwatch("backup", tmp_path / "x", "--home", tmp_path / "none").exit_code == 2
    assert kxwatch("restore", tmp_path / "none", "--home", tmp_path / "back").exit_code == 2
    before = take_snapshot(built)
    assert kxwatch("restore", backup, "--home", built).exit_code == 2
    assert take_snapshot(built) == before
    assert backup.read_bytes() == content
    assert not (tmp_path / "back").exists()
    assert not (tmp_path / "none").exists()


def test_4_a_backup_that_is_not_what_was_written(kxwatch: Command, backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    places = random.Random(7).sample(range(1024, len(whole) - 20_480), 6)
    flipped = [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in places]
    cut = [whole[:place] for place in (0, 10, 512, len(whole) // 2, whole.rindex(b"manifest.json"))]
    for content in [*cut, *flipped]:
        backup.write_bytes(content)
        answer = kxwatch("restore", backup, "--home", tmp_path / "back", "--json")
        if answer.exit_code == 0:
            # the flipped bit lay in the padding between two files
            assert kxwatch("verify", "--home", tmp_path / "back").exit_code == 0
            break
        assert (answer.exit_code, "not a complete kxwatch backup" in answer.json["message"]) == (4, True)
        assert not (tmp_path / "back").exists()
        assert not list(tmp_path.glob(".*restoring"))


def test_2_a_volume_itself_is_no_place_to_restore_to(
    kxwatch: Command, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container, whose root takes nothing: a folder on the volume does."""
    volume = tmp_path / "volume"
    volume.mkdir()
    monkeypatch.setattr("os.path.ismount", lambda path: Path(path) == volume)
    answer = kxwatch("restore", backup, "--home", volume)
    assert (answer.exit_code, "name a new folder on it" in answer.err) == (2, True)
    assert list(volume.iterdir()) == []
    assert kxwatch("restore", backup, "--home", volume / "home").exit_code == 0


@pytest.mark.parametrize("name", ["../out", "/out", "a/../../out", "a\\..\\out", "./a", "c:/out"])
def test_4_a_backup_does_not_write_outside(kxwatch: Command, tmp_path: Path, name: str) -> None:
    manifest = {"format": "kxwatch backup 1", "files": {name: sha256(b"bad").hexdigest()}}
    with tarfile.open(tmp_path / "bad", "w") as archive:
        for member, content in ((name, b"bad"), ("manifest.json", json.dumps(manifest).encode())):
            described = tarfile.TarInfo(member)
            described.size = len(content)
            archive.addfile(described, BytesIO(content))
    assert kxwatch("restore", tmp_path / "bad", "--home", tmp_path / "deep/back").exit_code == 4
    assert not list(tmp_path.rglob("out"))
