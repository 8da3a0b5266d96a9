"""A whole build on Spark, from files to publishing: every table row for row as DuckDB makes it, or nothing at all.

All of it is one test: Java starts once. Spark reads the files and builds the contract marts, one model for each
construct that is rewritten; both engines make what these read and no other table. `make spark-parity` lets Spark build
every model.
"""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from pipelines.models.catalog import Model, load_models
from pipelines.models.construction import create_table
from pipelines.spark import construction, engine
from pipelines.spark.faults import GONE, say_no_room
from pipelines.spark.tables import hand_over
from pipelines.spark.translation import translate
from tests.few_models import READ_BY_BUILDS, build_few
from tests.homes.commands import Answer, Command
from tests.models_as_asked import find_ancestors
from tests.spark.java import run_spark
from tests.spark.parity import compare_published
from tests.spark.practice import look_at, write_practice

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark
LINES = 400
CONTRACT = (
    "mart.build_info",
    "mart.denial",
    "mart.file",
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
ON_SPARK = frozenset({*CONTRACT, *REWRITTEN})
IS_WHOLE = os.environ.get("KXWATCH_SPARK_MODELS") == "all"
# What a build reads besides; one of them is a table that Python infers.
READ_TOO = ("mart.file_note", "mart.forecast_outcome")
WANTED = {found for name in (*ON_SPARK, *READ_BY_BUILDS, *READ_TOO) for found in find_ancestors(name)}
BROKEN = Model("staging.broken", "select format_bytes(1) as one", {}, frozenset())
MODELS_BEFORE_THE_END = 3
LARGEST_FILE = 4096


def test_a_build_on_spark_publishes_what_duckdb_publishes_or_nothing(
    kxwatch: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not IS_WHOLE:
        build_few(monkeypatch, *ON_SPARK, *READ_TOO)
        monkeypatch.setattr(construction, "load_models", lambda: [one for one in load_models() if one.name in WANTED])
    given = _add_faults(write_practice(LINES, tmp_path / "given"))
    here, made = tmp_path / "duckdb", tmp_path / "spark"
    with run_spark(tmp_path) as session, lend():
        _check_privacy(session)
        expected = kxwatch("build", given, "--home", here, "--json")
        answer = kxwatch("build", given, "--home", made, "--engine", "spark", "--json")
        assert answer.exit_code == expected.exit_code, answer.err
        assert answer.json["files"] == expected.json["files"]
        _check_rows(here, made)
        before = look_at(made)
        with _limit_files(session):
            full = kxwatch("build", "--home", made, "--engine", "spark")
        assert say_no_room(made / "drafts/spark") in full.err
        broken = _build_again(kxwatch, made, "load_models", lambda: (BROKEN,))
        assert "Spark could not build staging.broken" in broken.err
        gone = _build_again(kxwatch, made, "translate", _end_java(session))
        assert GONE in gone.err
    assert [full.exit_code, broken.exit_code, gone.exit_code] == [4, 4, 4]
    assert look_at(made) == before


@contextmanager
def lend() -> Iterator[None]:
    """Each build finds the session of the test, and each data folder the same secret, so that keys are the same."""
    with (
        patch.object(engine, "open_session", demand_no_other),
        patch("secrets.token_hex", lambda count: "5e" * count),
        patch.object(construction, "_Runner", _SampleRunner),
    ):
        yield


def demand_no_other(*asked: object) -> None:
    """The session that this process has already is enough."""
    pytest.fail("a second Spark was to be started")


class _SampleRunner(construction._Runner):  # noqa: SLF001
    """A build on Spark in which DuckDB makes the tables that are not of the sample; Spark is handed what it reads."""

    def _start(self, model: Model, pool: ThreadPoolExecutor, thread: ThreadPoolExecutor) -> Future[int]:
        if not _is_left_to_duckdb(model):
            return super()._start(model, pool, thread)
        self._started[model.name] = perf_counter()
        done: Future[int] = Future()
        done.set_result(0)
        return done

    def _finish(self, model: Model, rows: int) -> None:
        if not _is_left_to_duckdb(model):
            super()._finish(model, rows)
            return
        rows = create_table(self._connection, model, model.sql)
        if any(model.name in one.reads for one in load_models() if one.name in ON_SPARK):
            hand_over(self._connection, self._session, model.name, self._folder)
        self._on_model(model.name, rows, perf_counter() - self._started[model.name])


def _is_left_to_duckdb(model: Model) -> bool:
    return bool(model.sql) and model.stage != "staging" and model.name not in ON_SPARK and not IS_WHOLE


def _add_faults(given: Path) -> Path:
    """A file that came before, one that ends too soon, an empty one and one that cannot be opened."""
    content = min(given.rglob("*.835")).read_bytes()
    (given / "again.835").write_bytes(content)
    (given / "short.835").write_bytes(content[:-40])
    (given / "empty.835").touch()
    (given / "lost.835").symlink_to(given / "nowhere")
    return given


def _check_privacy(session: SparkSession) -> None:
    """Spark listens on this computer alone and writes no log."""
    settings = dict(session.sparkContext.getConf().getAll())
    assert settings["spark.driver.bindAddress"] == settings["spark.driver.host"] == "127.0.0.1"
    assert settings["spark.ui.enabled"] == settings["spark.eventLog.enabled"] == "false"
    assert session.sparkContext.uiWebUrl is None


def _check_rows(here: Path, made: Path) -> None:
    found = list(compare_published(here, made))
    assert [str(one) for one in found if not one.is_equal] == []
    built = {model.name for model in load_models() if model.stage != "staging" and (IS_WHOLE or model.name in WANTED)}
    assert {one.table for one in found} >= built
    assert [one.table for one in found if one.table in CONTRACT and one.rows == 0] == []


@contextmanager
def _limit_files(session: SparkSession) -> Iterator[None]:
    """No file that Spark writes grows beyond a page: unlike a full disk, that needs no rights on any computer."""
    process = session.sparkContext._gateway.proc.pid  # noqa: SLF001
    usual = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (LARGEST_FILE, usual[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, usual)


def _build_again(kxwatch: Command, home: Path, name: str, altered: Callable[..., object]) -> Answer:
    with patch.object(construction, name, altered):
        return kxwatch("build", "--home", home, "--engine", "spark")


def _end_java(session: SparkSession) -> Callable[[Model], str]:
    """The translation of models, and the end of Spark's process after a few of them."""
    process = session.sparkContext._gateway.proc  # noqa: SLF001
    begun: list[str] = []

    def end_soon(model: Model) -> str:
        begun.append(model.name)
        if len(begun) == MODELS_BEFORE_THE_END:
            os.kill(process.pid, signal.SIGKILL)
        return translate(model)

    return end_soon
