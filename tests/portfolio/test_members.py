"""What may be named as data folders of a portfolio, and which settings a practice gets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import UsageError
from pipelines.portfolio.environment import check_environment, make_environment
from pipelines.portfolio.members import Member, find_portfolio


def make_home(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "archive.duckdb").touch()
    return folder


def test_a_data_folder_counts_once_however_it_is_named(tmp_path: Path) -> None:
    east, west = make_home(tmp_path / "east"), make_home(tmp_path / "west")
    (tmp_path / ".hidden").mkdir()
    found = find_portfolio([west, tmp_path, tmp_path / "west/../east"])
    assert [member.home for member in found.members] == [west, east]
    assert found.sentences == ()


def test_a_folder_that_nobody_may_look_into_stops_no_practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As lost+found on a disk of its own."""
    east = make_home(tmp_path / "east")
    (tmp_path / "lost+found").mkdir()
    see = os.stat

    def refuse(path: str | Path, **options: Any) -> os.stat_result:
        if "lost+found/" in str(path):
            raise PermissionError(13, "Permission denied")
        return see(path, **options)

    monkeypatch.setattr(os, "stat", refuse)
    found = find_portfolio([tmp_path])
    assert [member.home for member in found.members] == [east]
    assert "left alone" in found.sentences[0]
    assert "lost+found" in found.sentences[0]


def test_folders_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    homes = [make_home(tmp_path / place / "main") for place in ("a", "b")]
    (tmp_path / "new/b/main").mkdir(parents=True)
    found = find_portfolio(homes, tmp_path / "new")
    assert [(member.name, member.incoming) for member in found.members] == [
        ("a/main", None), ("b/main", tmp_path / "new/b/main")
    ]  # fmt: skip
    assert found.unmatched == ()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("missing", "does not exist yet"),
        ("file", "is a file, not a data folder"),
        ("folder", "is not a data folder of kxwatch and holds none"),
        ("empty", "does not exist yet"),
    ],
)
def test_a_path_that_is_no_data_folder_is_wrong_use(tmp_path: Path, place: str, said: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/notes.txt").touch()
    with pytest.raises(UsageError, match=said):
        find_portfolio([tmp_path / place], tmp_path / "folder")


def test_an_import_folder_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="check the path after --import"):
        find_portfolio([make_home(tmp_path / "east")], tmp_path / "missing")


def test_a_practice_gets_its_own_settings_and_no_key_of_another() -> None:
    east, west = Member("east", Path("east")), Member("b/west-1", Path("west-1"))
    settings = {"KXWATCH_KEY": "all", "KXWATCH_KEY_EAST": "east only", "KXWATCH_CASEBOOK_URL_B_WEST_1": "postgresql:"}
    check_environment([east, west], settings)
    assert make_environment(east, {"PATH": "p", **settings}) == {"PATH": "p", "KXWATCH_KEY": "east only"}
    assert make_environment(west, settings) == {"KXWATCH_KEY": "all", "KXWATCH_CASEBOOK_URL": "postgresql:"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"KXWATCH_PRACTICE": "Harbor"}, "would hold for every practice"),
        ({"KXWATCH_CASEBOOK_URL": "postgresql:"}, "would hold for every practice"),
        ({"KXWATCH_KEY_A_B": "k"}, "would hold for a-b and for a_b"),
    ],
)
def test_a_setting_that_would_mix_practices_is_wrong_use(settings: dict[str, str], said: str) -> None:
    members = [Member("a-b", Path("a-b")), Member("a_b", Path("a_b"))]
    with pytest.raises(UsageError, match=said):
        check_environment(members, settings)
