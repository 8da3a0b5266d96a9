"""Builds of few tables, for tests of what a data folder does whatever its figures are.

A whole build makes some two hundred tables, and most of its seconds go into them. A test about files, keys, locks or
exit codes needs those that a build itself reads and those that it looks into; whole builds have tests of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.inference import forecast_outcome
from pipelines.models import catalog
from pipelines.models.construction import OnModel, build_some, prepare_models, say_nothing
from tests.models_as_asked import find_ancestors

# What a build reads of its draft, and what tests of homes look at.
READ_BY_BUILDS = ("mart.line", "mart.file", "mart.file_note", "mart.set_aside", "mart.build_info")
FORECASTS = "mart.forecast_outcome"
_TABLE = re.compile(r"\bmart\.\w+")


def build_few(patched: pytest.MonkeyPatch, *tables: str) -> None:
    """As long as `patched` holds, builds of this process make what builds read, and `tables`, and what these read.

    No suite is judged.
    """
    wanted = {found for name in (*READ_BY_BUILDS, *tables) for found in find_ancestors(name)}
    models = [model for model in catalog.load_models() if model.name in wanted]
    checks = tuple(check for check in catalog.load_checks() if _is_answerable(check.reads, wanted))
    patched.setattr("pipelines.engine.build_models", _choose(models))
    patched.setattr(catalog, "load_checks", lambda: checks)
    patched.setattr("pipelines.quality.expectations.load_suites", tuple)


def find_tables(*places: Path) -> set[str]:
    """The tables of the mart that these SQL files, and those below these folders, name."""
    paths = [path for place in places for path in ([place] if place.is_file() else place.glob("**/*.sql"))]
    return {name for path in paths for name in _TABLE.findall(path.read_text("utf-8"))}


def _is_answerable(reads: frozenset[str], built: set[str]) -> bool:
    return all(name in built or name.startswith("reference.") for name in reads)


def _choose(models: list[catalog.Model]) -> Callable[..., None]:
    has_forecasts = any(model.name == FORECASTS for model in models)

    def build_chosen(connection: duckdb.DuckDBPyConnection, on_model: OnModel | None = None) -> None:
        prepare_models(connection)
        build_some(connection, models, on_model)
        if not has_forecasts:
            connection.register("nothing", forecast_outcome.SCHEMA.empty_table())
            connection.execute(f"create table {FORECASTS} as from nothing")
            connection.unregister("nothing")
            (on_model or say_nothing)(FORECASTS, 0, 0.0)

    return build_chosen
