"""What Windows does otherwise, simulated: its lock, its shares, its line ends, the names that it takes.

An open file that cannot be replaced is in `test_warehouse`, the start of processes in `tests/portfolio`.
"""

from __future__ import annotations

import ctypes
import io
import sys
import time
from hashlib import sha256
from pathlib import Path, PureWindowsPath
from threading import Event, Thread
from types import ModuleType, SimpleNamespace
from typing import IO, Any, cast

import pytest

from pipelines.errors import NotPublished
from pipelines.simulate.simulation import simulate_practice
from pipelines.store.home import Home, hold_home
from pipelines.store.home_place import is_on_network
from tests.wheel.conftest import load_release


@pytest.fixture
def windows_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system is Windows for whoever asks; its lock is that of this one, and refuses with the error of Windows."""
    fcntl = pytest.importorskip("fcntl", reason="here the lock is Windows's own")
    locks = ModuleType("msvcrt")

    def lock(descriptor: int, mode: int, count: int) -> None:
        assert (mode, count) == (2, 1)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PermissionError(13, "Permission denied") from None

    vars(locks).update(LK_NBLCK=2, locking=lock)
    monkeypatch.setitem(sys.modules, "msvcrt", locks)
    monkeypatch.setattr(sys, "platform", "win32")


@pytest.mark.usefixtures("windows_lock")
def test_the_lock_of_windows_keeps_a_second_build_out_and_ends_with_the_first(home: Path) -> None:
    place = Home(home)
    with hold_home(place):
        with pytest.raises(NotPublished, match="Another kxwatch build is running"), hold_home(place):
            pass
        with pytest.raises(NotPublished, match="Another kxwatch build is running"), hold_home(place):
            pass
    with hold_home(place):
        assert place.lock.exists()


@pytest.mark.usefixtures("windows_lock")
def test_a_backup_waits_for_the_lock_of_windows(home: Path) -> None:
    begun, waited = Event(), Event()

    def build_for_a_while() -> None:
        with hold_home(Home(home)):
            begun.set()
            assert waited.wait(30)

    running = Thread(target=build_for_a_while)
    running.start()
    assert begun.wait(30)
    started = time.monotonic()
    with hold_home(Home(home), 30, waited.set):
        assert waited.is_set()
    running.join()
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("place", "is_remote"),
    [("\\\\server\\clinic\\home", True), ("Z:\\home", True), ("C:\\Users\\ann\\home", False)],
)
def test_a_share_is_known_by_its_name_or_its_drive(
    monkeypatch: pytest.MonkeyPatch, place: str, is_remote: bool
) -> None:
    kinds = {"Z:\\": 4, "C:\\": 3}
    library = SimpleNamespace(kernel32=SimpleNamespace(GetDriveTypeW=kinds.__getitem__))
    monkeypatch.setattr(ctypes, "windll", library, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert is_on_network(cast(Path, PureWindowsPath(place))) == is_remote


@pytest.fixture
def windows_line_ends(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is opened for writing text without a choice of line ends gets those of Windows; the files so opened."""
    plain, chosen = io.open, list[str]()

    def open_as_windows_does(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> IO[Any]:
        opened = plain(file, mode, *arguments, **options)
        newline = arguments[3] if len(arguments) > 3 else options.get("newline")
        if "b" not in mode and "r" not in mode and newline is None:
            chosen.append(str(file))
            cast(io.TextIOWrapper, opened).reconfigure(newline="\r\n")
        return opened

    monkeypatch.setattr(io, "open", open_as_windows_does)
    monkeypatch.setattr("builtins.open", open_as_windows_does)
    return chosen


def read_all(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_simulation_of_line_ends_is_one(tmp_path: Path, windows_line_ends: list[str]) -> None:
    (tmp_path / "text").write_text("one\ntwo\n", encoding="utf-8")
    (tmp_path / "chosen").write_text("one\ntwo\n", encoding="utf-8", newline="\n")
    assert (tmp_path / "text").read_bytes() == b"one\r\ntwo\r\n"
    assert (tmp_path / "chosen").read_bytes() == b"one\ntwo\n"
    assert windows_line_ends == [str(tmp_path / "text")]


def test_the_same_seed_is_the_same_practice_on_windows(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    here, windows = tmp_path / "here", tmp_path / "windows"
    simulate_practice(200, 5, here, has_claims=True)
    request.getfixturevalue("windows_line_ends")
    simulate_practice(200, 5, windows, has_claims=True)
    assert read_all(here) == read_all(windows)
    assert len(read_all(here)) > 10


def test_windows_takes_the_names_of_all_that_is_written(built: Path, tmp_path: Path) -> None:
    simulate_practice(200, 5, tmp_path / "practice", has_claims=True)
    written = [*read_all(built), *read_all(tmp_path / "practice")]
    assert len(written) > 20
    load_release("windows_bundle").check_names(written)
