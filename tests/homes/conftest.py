"""Homes for tests, and a folder of small remittances."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.build import build
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.store.home_key import _COST
from tests.builders import claim, line, remittance
from tests.few_models import build_few


@pytest.fixture
def offered(tmp_path: Path) -> Path:
    """A folder with two good remittances."""
    return write_offered(tmp_path)


@pytest.fixture
def few_tables(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this test builds in this process are few tables, unless it is marked `whole_build`."""
    if not request.node.get_closest_marker("whole_build"):
        build_few(monkeypatch)


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    make_keys_quick(monkeypatch)


def make_keys_quick(patched: pytest.MonkeyPatch) -> None:
    """Key files and hashes of passwords say what deriving them costs: here little. Other processes pay it all."""
    patched.setitem(_COST, "n", 2**10)
    patched.setattr("pipelines.access.passwords._N", 2**10)


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once, with few tables: a home with two batches, and the archive as it was after the first."""
    folder = tmp_path_factory.mktemp("template")
    offered = write_offered(folder)
    settings = load_settings(folder / "home")
    with pytest.MonkeyPatch.context() as patched:
        build_few(patched)
        build(settings, [offered / "january.835"], None, QuietProgress())
        shutil.copy2(folder / "home/archive.duckdb", folder / "older.duckdb")
        build(settings, [offered / "march.835"], None, QuietProgress())
    return folder


@pytest.fixture
def built(_template: Path, home: Path) -> Path:
    """A home with two batches and few tables; beside it `older.duckdb`, its archive as it was after the first."""
    shutil.copy2(_template / "older.duckdb", home.parent / "older.duckdb")
    shutil.copytree(_template / "home", home)
    return home


def write_offered(parent: Path) -> Path:
    folder = parent / "offered"
    folder.mkdir()
    (folder / "january.835").write_bytes(remittance(claim("A1", line(), line("97140")), on="2026-01-20"))
    (folder / "march.835").write_bytes(remittance(claim("B1", line(on="2026-03-02")), on="2026-03-20"))
    return folder
