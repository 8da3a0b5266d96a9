"""The data folder is for its owner alone, and what earlier versions left of uploads goes away."""

from __future__ import annotations

import os
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from tests.homes.commands import Command

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights"),
    pytest.mark.usefixtures("few_tables"),
]


def test_a_home_that_others_can_look_into_is_warned_about(kxwatch: Command, built: Path) -> None:
    assert "other users" not in kxwatch("build", "--home", built).err
    built.chmod(0o755)
    answer = kxwatch("build", "--home", built)
    assert answer.exit_code == 0
    assert f"chmod -R go-rwx {built}" in answer.err
    assert built.stat().st_mode & 0o777 == 0o755


def test_an_empty_folder_becomes_private_when_it_becomes_a_home(kxwatch: Command, home: Path, offered: Path) -> None:
    home.mkdir(mode=0o755)
    os.chmod(home, 0o755)
    assert "other users" not in kxwatch("build", offered, "--home", home).err
    assert home.stat().st_mode & 0o777 == 0o700


def test_uploads_left_behind_are_removed_at_the_next_start(kxwatch: Command, built: Path) -> None:
    left = built / "upload-abc" / "0000"
    left.mkdir(parents=True)
    (left / "january.835").write_bytes(b"ISA*")
    kxwatch("build", "--home", built)
    assert list(built.glob("upload-*")) == []


def test_standard_input_that_is_no_tar_file_is_wrong_use(
    kxwatch: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"ISA*00*" * 200)))
    answer = kxwatch("build", "--standard-input", "--home", home, "--json")
    assert (answer.exit_code, answer.json["exit_code"]) == (2, 2)
    assert "not a tar archive" in answer.err
    assert not home.exists()
