"""Warehouses for scenarios: planned once a process, and filled anew for each scenario where rows came.

A few rows cost a model as much as a thousand do: half of it goes into the plan of its SQL, half into making hash tables
ready. Here every table stands as a build without files leaves it, each model is a prepared statement, and a scenario is
a transaction that is rolled back. A model runs if a table that it reads has other rows than that build gave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import duckdb

from pipelines.models.catalog import Model, load_models
from pipelines.models.construction import build_models, infer
from tests.models_as_asked import find_ancestors, find_named
from tests.warehouses import NamedFile, fill_source, open_empty

_FREE: list[PlannedModels] = []


def open_planned(files: Sequence[NamedFile], as_of: date | None = None) -> PlannedModels:
    """The warehouse of these files, whose tables are made when a query first names them. `close` gives it back."""
    planned = _FREE.pop() if _FREE else PlannedModels()
    planned.begin(files, as_of)
    return planned


class PlannedModels:
    """Stands for a connection to a warehouse whose models are all built."""

    def __init__(self) -> None:
        self._connection = open_empty()
        build_models(self._connection)
        # a plan is used for other rows than those it was made for, so it must not rely on what they are
        self._connection.execute("set disabled_optimizers = 'statistics_propagation'")
        tables = [model.name for model in load_models() if model.stage != "staging"]
        self._filled = {name for name in tables if self._count(name)}
        self._prepared: set[str] = set()
        self._changed: set[str] = set()
        self._built: set[str] = set()

    def begin(self, files: Sequence[NamedFile], as_of: date | None) -> None:
        """Offer files to the empty warehouse, as far as `close`."""
        self._connection.execute("begin")
        self._changed = fill_source(self._connection, files)
        if as_of:
            self._connection.execute("update source.build_parameter set as_of_date = $day", {"day": as_of})
            self._changed.add("source.build_parameter")
        self._built = set()

    def close(self) -> None:
        """Everything as a build without files left it, for the next scenario."""
        self._connection.execute("rollback")
        _FREE.append(self)

    def execute(self, query: str, parameters: Any = None) -> duckdb.DuckDBPyConnection:
        """As a connection does."""
        self.build(find_named(query))
        return self._connection.execute(query, parameters)

    def build(self, names: Iterable[str]) -> None:
        """These tables, and what they read."""
        wanted = {found for name in names for found in find_ancestors(name)} - self._built
        self._built |= wanted
        for model in load_models():
            reads_others = model.name in wanted and model.reads & self._changed
            if reads_others and (model.stage == "staging" or self._fill(model)):
                self._changed.add(model.name)

    def _fill(self, model: Model) -> bool:
        """Whether the rows are other ones than before; those of the build without files are taken to be others."""
        if model.name in self._filled:
            self._connection.execute(f"delete from {model.name}")
        return self._insert(model) > 0 or model.name in self._filled

    def _insert(self, model: Model) -> int:
        if not model.sql:
            self._connection.register("inferred", infer(self._connection, model))
            self._connection.execute(f"insert into {model.name} from inferred")
            self._connection.unregister("inferred")
            return self._count(model.name)
        if model.name not in self._prepared:
            self._connection.execute(f'prepare "{model.name}" as insert into {model.name} {model.sql}')
            self._prepared.add(model.name)
        return self._fetch(f'execute "{model.name}"')

    def _count(self, table: str) -> int:
        return self._fetch(f"select count(*) from {table}")

    def _fetch(self, query: str) -> int:
        ((number,),) = self._connection.execute(query).fetchall()
        return int(number)
