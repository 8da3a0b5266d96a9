"""What is made once a run is made once, and what one process writes into its copy is in no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_once import find_shared, make_once


@pytest.fixture
def processes(tmp_path: Path) -> list[pytest.TempPathFactory]:
    """Three processes of pytest-xdist, by their temporary folders."""
    folders = [tmp_path / f"popen-gw{number}" for number in range(3)]
    for folder in folders:
        folder.mkdir()
    return [open_factory(folder) for folder in folders]


def open_factory(folder: Path) -> pytest.TempPathFactory:
    return pytest.TempPathFactory(folder, 3, "all", lambda *_: None, folder, _ispytest=True)


def test_a_folder_is_made_by_the_first_and_copied_by_all(processes: list[pytest.TempPathFactory]) -> None:
    calls = []

    def make(folder: Path) -> None:
        calls.append(folder)
        (folder / "home").mkdir()
        (folder / "home" / "one.txt").write_text("one")

    copies = [make_once(process, "home", make) for process in processes]
    assert len(calls) == 1
    assert len(set(copies)) == len(processes)
    (copies[0] / "home" / "one.txt").write_text("changed")
    assert [(copy / "home" / "one.txt").read_text() for copy in copies] == ["changed", "one", "one"]


def test_what_cannot_be_made_fails_in_every_process(processes: list[pytest.TempPathFactory]) -> None:
    def fail(_: Path) -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        make_once(processes[0], "home", fail)
    for process in processes[1:]:
        with pytest.raises(RuntimeError, match="once-home was not made"):
            make_once(process, "home", fail)


def test_a_process_alone_shares_with_nobody(tmp_path: Path) -> None:
    assert find_shared(open_factory(tmp_path)) == tmp_path
