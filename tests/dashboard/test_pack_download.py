"""The pack that the month page hands out is the one of the command line, and leaves no file behind."""

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dashboard.components.pack_download import make_pack


@pytest.fixture
def own_home(sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the samples' data folder: a pack records its head there."""
    shutil.copytree(sample_home, tmp_path / "home")
    monkeypatch.setenv("KXWATCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.slow
def test_the_page_makes_the_pack_of_the_command_line(own_home: Path, tmp_path: Path) -> None:
    content, message = make_pack("2026-08")
    assert message == ""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert {"report.pdf", "workbook.xlsx", "manifest.json", "seal.json"} <= set(pack.namelist())
    command = [sys.executable, "-m", "pipelines", "pack", "2026-08", "--out", "one.zip"]
    subprocess.run(command, cwd=tmp_path, env=dict(os.environ), check=True)
    assert (tmp_path / "one.zip").read_bytes() == content
    assert list(own_home.rglob("*.zip")) == []


@pytest.mark.slow
def test_what_went_wrong_is_said(own_home: Path) -> None:
    content, message = make_pack("2010-01")
    assert (content, "outside the data" in message) == (b"", True)
