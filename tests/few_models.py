"""Builds of few tables, for tests of what a data folder does whatever its figures are.

A whole build makes some two hundred tables, and most of its seconds go into them. A test about files, keys, locks or
exit codes needs those that a build itself reads and those that it looks into; whole builds have tests of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from pipelines.inference import forecast_outcome
from pipelines.models import catalog
from pipelines.models.construction import OnModel, build_some, prepare_models, prepare_stages, say_nothing
from pipelines.quality.check import SEVERITIES, Check
from pipelines.store.warehouse import open_blank
from tests.models_as_asked import find_ancestors

# What a build reads of its draft, what tests of homes look at, and what the check of threshold years reads.
READ_BY_BUILDS = (
    "mart.line", "mart.file", "mart.set_aside", "mart.build_info", "ledger.accruing_line", "ledger.threshold",
)  # fmt: skip
# What builds, or the models of these tables, read besides: without rows, unless a test asks for what reads it.
WITHOUT_ROWS = (
    "ledger.cbr_service", "ledger.eligibility_amount", "ledger.therapy_accrual",
    "mart.file_note", "mart.forecast_outcome", "mart.payment",
)  # fmt: skip
_LISTS = {f"reference.{path.stem}" for path in catalog.REFERENCE_FOLDER.glob("*.csv")}
_TABLE = re.compile(r"\bmart\.\w+")


def build_few(patched: pytest.MonkeyPatch, *tables: str) -> None:
    """As long as `patched` holds, builds of this process make what builds read, and `tables`, and what these read.

    No suite is judged, and no check by Great Expectations. Without `tables`, no dictionary is written, only lists that
    these models read are loaded, and tables of the marts alone are published: every copy, encryption and reading of the
    warehouse takes its time for each table.
    """
    asked = {found for name in tables for found in find_ancestors(name)}
    empty = [name for name in WITHOUT_ROWS if name not in asked]
    wanted = asked.union(*(find_ancestors(name, empty) for name in READ_BY_BUILDS)).difference(empty)
    models = [model for model in catalog.load_models() if model.name in wanted]
    checks = tuple(check for check in catalog.load_checks() if _is_answerable(check.reads, wanted))
    read = {name for one in (*models, *checks) for name in one.reads}
    patched.setattr("pipelines.engine.build_models", _choose(models, empty, _LISTS if tables else read & _LISTS))
    patched.setattr(catalog, "load_checks", lambda: checks)
    patched.setattr("pipelines.quality.expectations.load_suites", tuple)
    patched.setattr("pipelines.quality.expectations.warm_up", lambda: None)
    patched.setattr("pipelines.quality.verdict.judge_rule_frame", _judge_plainly)
    if not tables:
        patched.setattr("pipelines.build.write_dictionary", _keep_marts)


def find_tables(*places: Path) -> set[str]:
    """The tables of the mart that these SQL files, and those below these folders, name."""
    paths = [path for place in places for path in ([place] if place.is_file() else place.glob("**/*.sql"))]
    return {name for path in paths for name in _TABLE.findall(path.read_text("utf-8"))}


def _is_answerable(reads: frozenset[str], built: set[str]) -> bool:
    return all(name in built or name.startswith("reference.") for name in reads)


def _keep_marts(draft: duckdb.DuckDBPyConnection) -> None:
    for schema in ("ledger", "reference"):
        draft.execute(f"drop schema {schema} cascade")


def _judge_plainly(frame: pd.DataFrame, checks: list[Check]) -> dict[str, bool]:
    return {row["check_name"]: all(row[one] is not False for one in SEVERITIES) for _, row in frame.iterrows()}


def _choose(models: list[catalog.Model], empty: Iterable[str], lists: Iterable[str]) -> Callable[..., None]:
    # now, so that processes that are copied from this one need not look again
    schemas = {name: schema for name, schema in _find_schemas().items() if name in empty}

    def build_chosen(connection: duckdb.DuckDBPyConnection, on_model: OnModel | None = None) -> None:
        connection.execute("create schema reference")
        for name in sorted(lists):
            catalog.load_list(connection, catalog.REFERENCE_FOLDER / f"{name.removeprefix('reference.')}.csv")
        catalog.load_reference_version(connection)
        prepare_stages(connection)
        for name, schema in schemas.items():
            connection.register("nothing", schema.empty_table())
            connection.execute(f"create table {name} as from nothing")
            connection.unregister("nothing")
            (on_model or say_nothing)(name, 0, 0.0)
        build_some(connection, models, on_model)

    return build_chosen


@lru_cache(maxsize=1)
def _find_schemas() -> dict[str, pa.Schema]:
    """The columns of these tables, found by building them of nothing."""
    found = {"mart.forecast_outcome": forecast_outcome.SCHEMA}
    names = [name for name in WITHOUT_ROWS if name not in found]
    with open_blank() as connection:
        prepare_models(connection)
        build_some(connection, catalog.select_models(*names))
        return found | {name: connection.execute(f"from {name}").to_arrow_table().schema for name in names}
