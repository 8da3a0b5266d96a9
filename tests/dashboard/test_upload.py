"""Uploaded files go to the same build as on the command line, and leave nothing behind."""

from pathlib import Path

import pytest

from dashboard.components.upload import build_with
from tests.builders import claim, line, remittance


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KXWATCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.slow
def test_files_are_built_without_a_copy_on_the_disk(home: Path) -> None:
    content = remittance(claim("A1", line()), on="2026-01-20")
    heard: list[str] = []
    files = [("../../same.835", content), ("C:\\mail\\letter.pdf", b"%PDF-1.7")]
    left = home / "upload-left-behind" / "0000"
    left.mkdir(parents=True)
    (left / "old.835").write_bytes(content)
    exit_code, words = build_with(files, show_words=heard.append)
    assert exit_code == 3
    assert heard == words
    assert any("letter.pdf" in sentence for sentence in words)
    assert (home / "warehouse.duckdb").exists()
    assert list(home.glob("upload-*")) == []
    assert not (home.parent / "same.835").exists()
