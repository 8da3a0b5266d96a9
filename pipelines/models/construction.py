"""Runs the models in dependency order; inference runs in a second thread.

Decision 0029.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from time import perf_counter
from typing import Protocol

import duckdb
import pyarrow as pa

from pipelines.models.catalog import SQL_FOLDER, STAGES, Model, find_sources, load_models, load_reference

_BATCH = 1 << 16
OnModel = Callable[[str, int, float], None]
Built = tuple[int, float]


class BuildModels(Protocol):
    """An engine: builds every stage in the current database of a connection that holds the `source` schema."""

    def __call__(self, connection: duckdb.DuckDBPyConnection, on_model: OnModel | None = None) -> None:
        """`on_model(name, rows, seconds)` is called after each table."""


def build_models(
    connection: duckdb.DuckDBPyConnection, on_model: OnModel | None = None, *, is_in_turn: bool = False
) -> None:
    """Build every stage in the current database of `connection`, which must hold the `source` schema.

    Staging becomes views, ledger and mart tables. `on_model(name, rows, seconds)` is called after
    each table. Rows are not counted for views (0). `is_in_turn` leaves nothing to the other thread,
    so that the seconds of one model say nothing of another.
    """
    prepare_models(connection)
    build_some(connection, load_models(), on_model, is_in_turn=is_in_turn)


def prepare_models(connection: duckdb.DuckDBPyConnection) -> None:
    """What every model may read or use: the reference lists, the macros, and a schema for each stage."""
    load_reference(connection)
    prepare_stages(connection)


def prepare_stages(connection: duckdb.DuckDBPyConnection) -> None:
    """The macros, and a schema for each stage."""
    load_macros(connection)
    for stage in STAGES:
        connection.execute(f"create schema if not exists {stage}")


def build_some(
    connection: duckdb.DuckDBPyConnection,
    models: Iterable[Model],
    on_model: OnModel | None = None,
    *,
    is_in_turn: bool = False,
) -> None:
    """Build these models as `build_models` does; what they read besides must be there, see `prepare_models`."""
    with open_second(connection) as second, ThreadPoolExecutor(1) as thread:
        runner = _ModelRunner(connection, second, thread, on_model or say_nothing)
        runner.build_all(models, is_in_turn=is_in_turn)


def load_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """The conversions of the house, for this connection and those opened from it."""
    connection.execute((SQL_FOLDER / "macros.sql").read_text(encoding="utf-8"))


def open_second(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A second connection to the same database, for the other thread: a cursor has neither search path nor macros."""
    second = connection.cursor()
    database = connection.execute("select current_database()").fetchall()[0][0]
    second.execute(f"use {database}")
    load_macros(second)
    return second


def say_nothing(name: str, rows: int, seconds: float) -> None:
    """Nobody asked for progress."""


class _ModelRunner:
    """The build at hand: what can be built now, and what is being inferred meanwhile."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        second: duckdb.DuckDBPyConnection,
        thread: ThreadPoolExecutor,
        on_model: OnModel,
    ) -> None:
        self._connection = connection
        self._second = second
        self._thread = thread
        self._on_model = on_model
        self._inferred: dict[Future[Built], str] = {}

    def build_all(self, models: Iterable[Model], *, is_in_turn: bool) -> None:
        """Every model after those that it reads; what an inference waits for comes first."""
        named = {model.name: model for model in models}
        awaited = _find_awaited(named)
        order = TopologicalSorter({name: sorted(model.reads & named.keys()) for name, model in named.items()})
        order.prepare()
        ready: list[str] = []
        while order.is_active():
            for name in order.get_ready():
                if named[name].sql:
                    ready.append(name)
                else:
                    self._inferred[self._thread.submit(_time, infer_model, self._second, named[name])] = name
            ready.sort(key=lambda name: name not in awaited)
            if ready:
                name = ready.pop(0)
                order.done(self._note(name, _time(_build, self._connection, named[name])))
            if is_in_turn:
                wait(self._inferred)
            elif not ready and self._inferred:
                wait(self._inferred, return_when=FIRST_COMPLETED)
            order.done(*self._collect())

    def _collect(self) -> list[str]:
        """What was inferred since."""
        finished = [future for future in self._inferred if future.done()]
        return [self._note(self._inferred.pop(future), future.result()) for future in finished]

    def _note(self, name: str, built: Built) -> str:
        self._on_model(name, *built)
        return name


def _find_awaited(models: dict[str, Model]) -> set[str]:
    """The models that an inference reads, directly or through others."""
    found = {name for name, model in models.items() if not model.sql}
    while more := {read for name in found for read in models[name].reads & models.keys()} - found:
        found |= more
    return found


def _time(
    build: Callable[[duckdb.DuckDBPyConnection, Model], int], connection: duckdb.DuckDBPyConnection, model: Model
) -> Built:
    started = perf_counter()
    return build(connection, model), perf_counter() - started


def _build(connection: duckdb.DuckDBPyConnection, model: Model) -> int:
    if model.stage == "staging":
        connection.execute(f"create view {model.name} as {model.sql}")
        return 0
    return create_table(connection, model, model.sql)


def infer_model(connection: duckdb.DuckDBPyConnection, model: Model) -> int:
    """Build a model of matching or inference; how many rows it has."""
    connection.register("inferred", infer(connection, model))
    try:
        return create_table(connection, model, "from inferred")
    finally:
        connection.unregister("inferred")


def infer(connection: duckdb.DuckDBPyConnection, model: Model) -> pa.Table:
    """The rows of a model of matching or inference.

    `infer` of the model gets the tables of its source line, in its order and each in a total order of rows.
    """
    module = importlib.import_module(model.module)
    read = [_read(connection, name) for name in find_sources(model.header["source"])]
    rows: pa.Table = module.infer(*read).cast(module.SCHEMA)
    return rows


def _read(connection: duckdb.DuckDBPyConnection, table: str) -> pa.Table:
    """The rows in a total order. DuckDB reserves memory for whole batches: by default a million rows for each table."""
    return connection.execute(f"from {table} order by all").to_arrow_table(_BATCH).combine_chunks()


def create_table(connection: duckdb.DuckDBPyConnection, model: Model, query: str) -> int:
    """The rows of `query` as the table of a model, with what its header says; how many there are."""
    answer = connection.execute(f"create table {model.name} as {query}").fetchone()
    comment = model.comment.replace("'", "''")
    connection.execute(f"comment on table {model.name} is '{comment}'")
    return int(answer[0]) if answer else 0
