"""A build on a real Spark cluster whose worker and master are killed in the middle of it, and one without a master."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from unittest.mock import patch

import duckdb
import pytest

from pipelines.models.catalog import Model
from pipelines.models.construction import create_table
from pipelines.spark import construction, engine
from pipelines.spark.faults import GONE, say_no_master
from pipelines.spark.session import open_session
from pipelines.spark.watch import Watch
from tests.builders import claim, line, remittance
from tests.homes.commands import Command
from tests.spark.cluster import Cluster, find_processes, run_cluster
from tests.spark.java import JAVA_OPTIONS, SMALL, demand_spark
from tests.spark.practice import look_at
from tests.warehouses import build_home

CreateTable = Callable[[duckdb.DuckDBPyConnection, Model, str], int]


@pytest.mark.spark
def test_a_cluster_that_is_gone_leaves_the_previous_warehouse(
    kxwatch: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The executors read a new file and make the first tables before they are gone."""
    demand_spark()
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", JAVA_OPTIONS)
    build_home(home, {"first.835": remittance(claim("A1", line()), on="2026-01-20")})
    before = look_at(home)
    offered = tmp_path / "second.835"
    offered.write_bytes(remittance(claim("B1", line("97140")), on="2026-02-20"))
    with run_cluster(tmp_path / "cluster") as cluster, _end_in_the_middle(cluster) as made:
        asked = ["build", offered, "--home", home, "--engine", "spark", "--master", cluster.master]
        gone = kxwatch(*asked)
        assert made, gone.err
        started = monotonic()
        without = kxwatch(*asked)
        seconds = monotonic() - started
    assert (gone.exit_code, without.exit_code) == (4, 4)
    assert GONE in gone.err
    assert say_no_master(cluster.master) in without.err
    assert seconds < 20  # Spark alone asks for a minute
    assert look_at(home) == before
    assert find_processes(tmp_path) == []


@contextmanager
def _end_in_the_middle(cluster: Cluster) -> Iterator[list[str]]:
    """The cluster ends once a table is made; yields the names of the tables that were made. Waiting is short."""
    made: list[str] = []

    def create_and_end(connection: duckdb.DuckDBPyConnection, model: Model, query: str) -> int:
        made.append(model.name)
        if len(made) == 1:
            cluster.end()
        return create_table(connection, model, query)

    with ExitStack() as changes:
        for owner, name, changed in (
            (construction, "create_table", create_and_end),
            (construction, "LOOK_SECONDS", 0.5),
            (construction, "Watch", partial(Watch, patience_without_master=1)),
            (engine, "open_session", partial(open_session, further=SMALL)),
        ):
            changes.enter_context(patch.object(owner, name, changed))
        yield made
