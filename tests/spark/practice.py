"""The practice that both engines build: simulated files with all habits and faults, and the tables of the samples."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipelines.simulate import simulate_practice
from tests.law.repository import ROOT
from tests.warehouses import build_in_memory

SEED = 7


def write_practice(lines: int, folder: Path) -> Path:
    """The files of the practice in a folder, as `kxwatch build` takes it."""
    with TemporaryDirectory() as simulated:
        simulate_practice(lines, SEED, Path(simulated), has_claims=True)
        shutil.copytree(simulated, folder, ignore=shutil.ignore_patterns("truth"))
    shutil.copytree(ROOT / "data_samples" / "tables", folder / "tables")
    return folder


def look_at(home: Path) -> tuple[str, list[str]]:
    """The bytes of the public warehouse, and the names of versions, originals and whatever a build left behind."""
    folders = [home / name for name in ("versions", "originals", "drafts")]
    left = [str(path.relative_to(home)) for folder in folders for path in folder.rglob("*")]
    return sha256((home / "warehouse.duckdb").read_bytes()).hexdigest(), sorted(left)


def build_practice(lines: int) -> duckdb.DuckDBPyConnection:
    """Built by DuckDB in memory, with every stage from `source` to `mart`."""
    with TemporaryDirectory() as folder:
        paths = sorted(path for path in write_practice(lines, Path(folder) / "given").rglob("*") if path.is_file())
        return build_in_memory([(path.name, path.read_bytes()) for path in paths])
