"""The practice that both engines build: simulated files with all habits and faults, and the tables of the samples."""

from __future__ import annotations

import shutil
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


def build_practice(lines: int) -> duckdb.DuckDBPyConnection:
    """Built by DuckDB in memory, with every stage from `source` to `mart`."""
    with TemporaryDirectory() as folder:
        paths = sorted(path for path in write_practice(lines, Path(folder) / "given").rglob("*") if path.is_file())
        return build_in_memory([(path.name, path.read_bytes()) for path in paths])
