"""One small synthetic practice for all tests of the simulator, and what the pipeline makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.build import build
from pipelines.build_report import Outcome
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.simulate import simulate_practice
from tests.warehouses import open_warehouse

SMALL_LINES = 6_000
SMALL_SEED = 7
_TRUTH = ("clinics", "providers", "patients", "beneficiaries", "lines", "denials", "reversals", "duplicates", "totals")


@pytest.fixture(scope="session")
def small_practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a simulated practice that is big enough for weekly and monthly files."""
    folder = tmp_path_factory.mktemp("practice")
    simulate_practice(SMALL_LINES, SMALL_SEED, folder)
    return folder


@dataclass(frozen=True)
class Planted:
    """The published warehouse of the small practice, with a view `truth_*` on each table of truth."""

    outcome: Outcome
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def pairs(self, query: str) -> dict[str, Any]:
        return {str(name): value for name, value in self.rows(query)}

    def number(self, query: str) -> int:
        row = self.connection.execute(query).fetchone()
        return int(row[0]) if row and row[0] is not None else 0


@pytest.fixture(scope="session")
def planted(small_practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    """The small practice, taken in by `kxwatch build`."""
    home = tmp_path_factory.mktemp("homes") / "home"
    with pytest.MonkeyPatch.context() as environment:
        for name in ("HOME", "KEY", "PRACTICE", "MEMORY_LIMIT", "THREADS"):
            environment.delenv(f"KXWATCH_{name}", raising=False)
        outcome = build(load_settings(home), [small_practice / "remittances"], None, QuietProgress())
    connection = open_warehouse(home)
    for name in _TRUTH:
        path = small_practice / "truth" / f"{name}.csv"
        connection.execute(
            f"create temp view truth_{name} as select * from read_csv('{path}', header = true, all_varchar = true)"
        )
    yield Planted(outcome, connection)
    connection.close()
