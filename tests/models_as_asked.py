"""A warehouse that builds a table when a query first names it: a test of few tables needs few models."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

from pipelines.models.catalog import load_models
from pipelines.models.construction import build_some, prepare_models

_MODELS = {model.name: model for model in load_models()}
_NAME = re.compile(r"\b(?:staging|ledger|mart)\.\w+")


class ModelsAsAsked:
    """Stands for a connection to a warehouse whose models are all built; `source` must be there."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._built: set[str] = set()
        prepare_models(connection)

    def execute(self, query: str, parameters: Any = None) -> duckdb.DuckDBPyConnection:
        """As a connection does. A query about the catalog, which names no table, sees all of them."""
        named = set(_NAME.findall(query)) & _MODELS.keys()
        self.build(_MODELS.keys() if "duckdb_" in query else named)
        return self._connection.execute(query, parameters)

    def close(self) -> None:
        """As a connection does."""
        self._connection.close()

    def build(self, names: Iterable[str]) -> None:
        """These tables, and what they read."""
        missing = {found for name in names if name in _MODELS for found in find_ancestors(name)} - self._built
        if missing:
            build_some(self._connection, [_MODELS[name] for name in sorted(missing)])
            self._built |= missing


def find_ancestors(name: str) -> Iterator[str]:
    """The table and all that it reads, directly or through others; of another table than a model's, itself alone."""
    seen, waiting = {name}, [name]
    while waiting:
        model = _MODELS.get(waiting.pop())
        more = (model.reads & _MODELS.keys()) - seen if model else set()
        seen |= more
        waiting += more
    yield from seen
