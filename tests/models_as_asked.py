"""A warehouse that builds a table when a query first names it: a test of few tables needs few models."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import duckdb

from pipelines.models.catalog import REFERENCE_FOLDER, load_list, load_models, load_reference_version
from pipelines.models.construction import build_some, prepare_stages

_MODELS = {model.name: model for model in load_models()}
_LISTS = {f"reference.{path.stem}" for path in REFERENCE_FOLDER.glob("*.csv")} | {"reference.reference_version"}
_EVERY = _MODELS.keys() | _LISTS
_NAME = re.compile(r"\b(?:staging|ledger|mart|reference)\.\w+")


class ModelsAsAsked:
    """Stands for a connection to a warehouse whose models are all built; `source` must be there."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._built: set[str] = set()
        prepare_stages(connection)
        connection.execute("create schema reference")

    def execute(self, query: str, parameters: Any = None) -> duckdb.DuckDBPyConnection:
        """As a connection does."""
        self.build(find_named(query))
        return self._connection.execute(query, parameters)

    def close(self) -> None:
        """As a connection does."""
        self._connection.close()

    def build(self, names: Iterable[str]) -> None:
        """These tables, and what they read."""
        missing = {found for name in names for found in find_ancestors(name)} - self._built
        models = [_MODELS[name] for name in sorted(missing & _MODELS.keys())]
        lists = {name for model in models for name in model.reads if name in _LISTS} | (missing & _LISTS)
        for name in sorted(lists - self._built):
            self._load(name.removeprefix("reference."))
        if models:
            build_some(self._connection, models)
        self._built |= missing | lists

    def _load(self, name: str) -> None:
        if name == "reference_version":
            load_reference_version(self._connection)
        else:
            load_list(self._connection, REFERENCE_FOLDER / f"{name}.csv")


def find_named(query: str) -> Iterable[str]:
    """The tables that a query names. One about the catalog, which names none, sees all of them."""
    return _EVERY if "duckdb_" in query else _NAME.findall(query)


def find_ancestors(name: str, without: Collection[str] = ()) -> Iterator[str]:
    """The table and all that it reads, directly or through others; of another table than a model's, itself alone.

    What those `without` read is left out.
    """
    seen, waiting = {name}, [name]
    while waiting:
        model = _MODELS.get(waiting.pop())
        more = (model.reads & _MODELS.keys()) - seen if model and model.name not in without else set()
        seen |= more
        waiting += more
    yield from seen
