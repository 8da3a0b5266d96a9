"""Runs the models on Spark in dependency order; what is matching or inference stays with DuckDB and Python.

Every table that Spark makes is loaded into the draft at once: checks, inference and the published warehouse find there
what a build by DuckDB leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from pathlib import Path
from time import perf_counter

import duckdb
from pyspark.sql import SparkSession

from pipelines.models.catalog import Model, load_models
from pipelines.models.construction import OnModel, create_table, infer_model, open_second, prepare_models, say_nothing
from pipelines.spark.faults import find_fault
from pipelines.spark.tables import Shape, describe, fit, hand_over, name_view, read_query, show
from pipelines.spark.translation import translate
from pipelines.spark.watch import LOOK_SECONDS, Watch

_PARALLEL_MODELS = 4


def build_models(
    connection: duckdb.DuckDBPyConnection, on_model: OnModel | None = None, *, session: SparkSession, folder: Path
) -> None:
    """Build every stage in the current database of `connection`, as `models.construction.build_models` does.

    `folder` holds the files of Spark on this computer.
    """
    prepare_models(connection)
    with (
        find_fault("build the models", folder),
        open_second(connection) as second,
        ThreadPoolExecutor(1) as thread,
        ThreadPoolExecutor(_PARALLEL_MODELS) as pool,
    ):
        runner = _Runner(connection, second, session, folder, on_model or say_nothing)
        try:
            runner.build_all(load_models(), pool, thread)
        except BaseException:
            for executor in (pool, thread):
                executor.shutdown(wait=False, cancel_futures=True)
            runner.watch.end_jobs()
            raise


def find_given(models: Sequence[Model]) -> list[str]:
    """The tables that models on Spark read and none of them makes: of source and reference."""
    made = {model.name for model in models}
    return sorted({name for model in models if model.sql for name in model.reads} - made)


class _Runner:
    """The build at hand. DuckDB is asked by this thread alone, but for inference, which has a connection of its own."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        second: duckdb.DuckDBPyConnection,
        session: SparkSession,
        folder: Path,
        on_model: OnModel,
    ) -> None:
        self._connection = connection
        self._second = second
        self._session = session
        self._work_folder = folder
        self._folder = folder / "tables"
        self.watch = Watch(session)
        self._on_model = on_model
        self._started: dict[str, float] = {}
        self._shapes: dict[str, Shape] = {}
        self._given: set[str] = set()

    def build_all(self, models: Sequence[Model], pool: ThreadPoolExecutor, thread: ThreadPoolExecutor) -> None:
        """Every model after those that it reads, several at a time."""
        self._given = set(find_given(models))
        named = {model.name: model for model in models}
        order = TopologicalSorter({name: sorted(model.reads & named.keys()) for name, model in named.items()})
        order.prepare()
        running: dict[Future[int], Model] = {}
        while order.is_active():
            for name in order.get_ready():
                running[self._start(named[name], pool, thread)] = named[name]
            finished, _ = wait(running, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in finished:
                model = running.pop(future)
                with find_fault(f"build {model.name}", self._work_folder):
                    self._finish(model, future.result())
                order.done(model.name)
            self.watch.look()

    def _start(self, model: Model, pool: ThreadPoolExecutor, thread: ThreadPoolExecutor) -> Future[int]:
        self._started[model.name] = perf_counter()
        if not model.sql:
            return thread.submit(infer_model, self._second, model)
        for table in sorted(model.reads & self._given):
            hand_over(self._connection, self._session, table, self._folder)
        self._given -= model.reads
        self._shapes[model.name] = describe(self._connection, model.sql)
        return pool.submit(self._run, model)

    def _run(self, model: Model) -> int:
        """A view of staging is only named; a table is written as Parquet. The rows are counted as they are loaded."""
        frame = fit(self._session.sql(translate(model)), self._shapes[model.name])
        if model.stage == "staging":
            frame.createOrReplaceTempView(name_view(model.name))
        else:
            frame.write.parquet((self._folder / model.name).as_uri())
        return 0

    def _finish(self, model: Model, rows: int) -> None:
        """The draft and Spark both know the table now."""
        if not model.sql:
            hand_over(self._connection, self._session, model.name, self._folder)
        elif model.stage == "staging":
            self._connection.execute(f"create view {model.name} as {model.sql}")
        else:
            shape, path = self._shapes[model.name], self._folder / model.name
            rows = create_table(self._connection, model, read_query(shape, path))
            show(self._session, model.name, shape, path)
        self._on_model(model.name, rows, perf_counter() - self._started[model.name])
