"""Two computers build one data folder: the second says so, and what was published stays."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from pipelines.store import build_note
from pipelines.store.build_note import check_note, keep_note
from tests.homes.commands import Command

pytestmark = pytest.mark.usefixtures("few_tables")

NOTE = "build_note.json"


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_note, "WATCH_SECONDS", 1.0)
    monkeypatch.setattr(build_note, "BEAT_SECONDS", 0.05)


def write_note(home: Path, beat: int) -> None:
    note = {"computer": "FRONTDESK", "process": 7, "started_at": "2026-11-29T06:00:00+00:00", "beat": beat}
    draft = home / f"{NOTE}.theirs"
    draft.write_text(json.dumps(note))
    os.replace(draft, home / NOTE)


@contextmanager
def another_computer(home: Path) -> Iterator[None]:
    """FRONTDESK builds and goes on writing its note; its lock is not seen here."""
    is_over = Event()

    def beat() -> None:
        number = 0
        while not is_over.wait(0.05):
            number += 1
            write_note(home, number)

    write_note(home, 0)
    beating = Thread(target=beat)
    beating.start()
    try:
        yield
    finally:
        is_over.set()
        beating.join()


def published(home: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted([*home.glob("versions/*"), home / "warehouse.duckdb"])]


def test_a_build_on_another_computer_is_a_sentence(built: Path, offered: Path, kxwatch: Command) -> None:
    before = published(built)
    with another_computer(built):
        answer = kxwatch("build", offered, "--home", built, "--json")
    assert answer.exit_code == answer.json["exit_code"] == 4
    assert "on the computer FRONTDESK" in answer.err
    assert published(built) == before
    assert json.loads((built / NOTE).read_text())["computer"] == "FRONTDESK"


def test_what_a_build_that_ended_elsewhere_left_is_taken_over(built: Path, offered: Path, kxwatch: Command) -> None:
    write_note(built, 3)
    assert kxwatch("build", offered, "--home", built).exit_code == 0
    assert not (built / NOTE).exists()


def test_a_build_that_was_killed_here_waits_for_nothing(
    built: Path, kxwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build_note, "WATCH_SECONDS", 1e6)
    (built / NOTE).write_text(json.dumps({"computer": socket.gethostname(), "process": 1, "beat": 0}))
    assert kxwatch("build", "--home", built).exit_code == 0


def test_a_build_that_another_one_joined_publishes_nothing(
    built: Path, offered: Path, kxwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As through a synchronized folder: the note of the other computer arrives after this build has begun."""
    # a beat that had read our note before would write it over theirs
    monkeypatch.setattr(build_note, "BEAT_SECONDS", 60.0)
    before = published(built)
    late = offered / "late.835"
    late.write_bytes((offered / "january.835").read_bytes().replace(b"A1", b"A7").replace(b"2026012", b"2026012"))

    def check(root: Path) -> None:
        write_note(root, 0)
        check_note(root)

    with monkeypatch.context() as joined:
        joined.setattr("pipelines.store.warehouse.check_note", check)
        answer = kxwatch("build", late, "--home", built)
    assert answer.exit_code == 4
    assert "began in" in answer.err
    assert "Build a data folder from one computer only." in answer.err
    assert published(built) == before
    assert (built / NOTE).exists()
    monkeypatch.setattr(build_note, "WATCH_SECONDS", 0.3)
    assert kxwatch("build", "--home", built).exit_code == 0
    assert kxwatch("verify", "--home", built).exit_code == 0


def test_the_note_is_written_again_and_goes_with_the_build(tmp_path: Path) -> None:
    with keep_note(tmp_path):
        first = json.loads((tmp_path / NOTE).read_text())
        for _ in range(100):
            if json.loads((tmp_path / NOTE).read_text())["beat"] > first["beat"]:
                break
            Event().wait(0.05)
        else:
            raise AssertionError("the note was not written again")
        check_note(tmp_path)
    assert list(tmp_path.iterdir()) == []
