"""The practice that both engines build: simulated files with all habits and faults, and the tables of the samples."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipelines.simulate import simulate_practice
from tests.law.repository import ROOT
from tests.warehouses import build_in_memory

SEED = 7


def build_practice(lines: int) -> duckdb.DuckDBPyConnection:
    """Built by DuckDB in memory, with every stage from `source` to `mart`."""
    with TemporaryDirectory() as folder:
        simulate_practice(lines, SEED, Path(folder), has_claims=True)
        paths = [path for path in sorted(Path(folder).rglob("*")) if path.is_file() and "truth" not in path.parts]
        tables = [path for path in sorted((ROOT / "data_samples" / "tables").iterdir()) if path.is_file()]
        return build_in_memory([(path.name, path.read_bytes()) for path in (*paths, *tables)])
