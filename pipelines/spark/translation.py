"""Translates a model from DuckDB's SQL into Spark's: one set of files, two engines."""

from __future__ import annotations

from functools import lru_cache

import sqlglot
from sqlglot import ErrorLevel, exp

from pipelines.models.catalog import SQL_FOLDER, Model
from pipelines.spark.rewrites import rewrite


def translate(model: Model) -> str:
    """The SELECT of a model as Spark reads it; its tables are temporary views, `ledger.entry` is `ledger__entry`."""
    tree = rewrite(sqlglot.parse_one(model.sql, read="duckdb"), read_macros())
    return tree.sql(dialect="spark", comments=False, unsupported_level=ErrorLevel.RAISE)


@lru_cache(maxsize=1)
def read_macros() -> dict[str, exp.Create]:
    """The macros of the house by name."""
    text = (SQL_FOLDER / "macros.sql").read_text(encoding="utf-8")
    found = [one for one in sqlglot.parse(text, read="duckdb") if isinstance(one, exp.Create)]
    return {macro.this.this.name.lower(): macro for macro in found}
