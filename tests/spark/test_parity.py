"""Spark and DuckDB give the same rows: contract marts, one model for each construct that is rewritten, and a build."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import duckdb
import pytest

from pipelines.errors import NotPublished
from pipelines.models.catalog import Model, load_models
from pipelines.spark import construction
from pipelines.spark.tables import describe
from tests.spark.java import run_spark
from tests.spark.parity import choose_models, compare_models
from tests.spark.practice import build_practice
from tests.warehouses import read_in_memory

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark
LINES = 400
CONTRACT = (
    "mart.denial",
    "mart.leakage_by_month",
    "mart.line",
    "mart.line_position",
    "mart.provider_kx",
    "mart.set_aside",
    "mart.threshold_crossing",
)
# What each of them needs of Spark that it says otherwise.
REWRITTEN = (
    "ledger.care_end",  # lag and lead over a named window, days between dates
    "ledger.claim_share",  # whole numbers beyond 64 bits
    "ledger.clinic_year",  # months added, the newest value that is there
    "ledger.denial_remark",  # a list taken apart inside an expression
    "ledger.documented_visit",  # any value that is there
    "ledger.modifier_set",  # texts put together in order
    "ledger.period",  # a date as text
    "ledger.repeated_claim",  # hashes of texts
    "mart.denial_kpi",  # medians
    "mart.peer_band",  # divisions of whole numbers
    "mart.provider",  # the value at the least place
)
BUILT = "ledger.take_back"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """One session for this module."""
    with run_spark(tmp_path_factory.mktemp("spark")) as opened:
        yield opened


@pytest.fixture(scope="module")
def practice(session: SparkSession) -> Iterator[duckdb.DuckDBPyConnection]:
    """Asked for after the session, so that nothing is built where Spark cannot run."""
    with build_practice(LINES) as connection:
        yield connection


def test_models_give_the_same_rows_on_both_engines(
    practice: duckdb.DuckDBPyConnection, session: SparkSession, tmp_path: Path
) -> None:
    models = choose_models([*CONTRACT, *REWRITTEN])
    assert len(models) == len(CONTRACT) + len(REWRITTEN)
    found = list(compare_models(practice, session, tmp_path, models))
    assert [str(one) for one in found if not one.is_equal] == []
    assert [one.model for one in found if one.rows == 0] == []


def test_a_build_on_spark_leaves_what_duckdb_leaves(
    practice: duckdb.DuckDBPyConnection, session: SparkSession, tmp_path: Path
) -> None:
    built: list[str] = []
    with read_in_memory([]) as draft, patch.object(construction, "load_models", choose_closure):
        _copy_sources(practice, draft)
        construction.build_models(
            draft, lambda name, rows, seconds: built.append(name), session=session, folder=tmp_path / "tables"
        )
        for model in choose_closure():
            assert describe(draft, f"from {model.name}") == describe(practice, f"from {model.name}")
            assert _read(draft, model.name) == _read(practice, model.name)
    assert sorted(built) == sorted(model.name for model in choose_closure())


def test_a_model_that_spark_cannot_build_is_named_and_stops_the_build(session: SparkSession, tmp_path: Path) -> None:
    broken = Model("staging.broken", "select format_bytes(1) as one", {}, frozenset())
    with (
        read_in_memory([]) as draft,
        patch.object(construction, "load_models", lambda: (broken,)),
        pytest.raises(NotPublished, match=r"staging\.broken"),
    ):
        construction.build_models(draft, session=session, folder=tmp_path / "tables")


def test_spark_listens_on_this_computer_alone(session: SparkSession) -> None:
    settings = dict(session.sparkContext.getConf().getAll())
    assert settings["spark.driver.bindAddress"] == settings["spark.driver.host"] == "127.0.0.1"
    assert settings["spark.ui.enabled"] == settings["spark.eventLog.enabled"] == "false"
    assert session.sparkContext.uiWebUrl is None
    assert os.path.isdir(settings["spark.local.dir"])


def choose_closure() -> tuple[Model, ...]:
    """The models that one of them stands on, a Python model among them, in build order."""
    models = {model.name: model for model in load_models()}
    found = {BUILT}
    while more := {read for name in found for read in models[name].reads & models.keys()} - found:
        found |= more
    return tuple(model for model in load_models() if model.name in found)


def _copy_sources(practice: duckdb.DuckDBPyConnection, draft: duckdb.DuckDBPyConnection) -> None:
    """Only what was read from the files; everything else is built anew."""
    for table in construction.find_given(choose_closure()):
        if table.startswith("source."):
            draft.register("given", practice.execute(f"from {table}").to_arrow_table())
            draft.execute(f"create or replace table {table} as from given")
            draft.unregister("given")


def _read(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(f"from {table} order by all").fetchall()
