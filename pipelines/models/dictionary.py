"""Writes what each table, column, measure and list means into every warehouse."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.models.catalog import REFERENCE_FOLDER, load_models
from pipelines.models.filling import append_rows

_TABLES = """
    create schema if not exists mart;
    create or replace table mart.measure (
        measure_name varchar, title varchar, numerator varchar, denominator varchar, unit varchar, direction varchar,
        why varchar, limits varchar, source varchar, next_review_date date
    );
    create or replace table mart.reference_list
        (list_name varchar, version varchar, source varchar, reviewed_date date, next_review_date date);
    create or replace table mart.table
        (table_name varchar, grain varchar, key varchar, units varchar, source varchar);
    create or replace table mart.column
        (table_name varchar, column_name varchar, data_type varchar, description varchar);
"""


@dataclass(frozen=True)
class Column:
    """One column name of the warehouse: its DuckDB type, its unit and its meaning."""

    data_type: str
    unit: str
    description: str


@lru_cache(maxsize=1)
def read_columns() -> dict[str, Column]:
    """Every column name of the warehouse, described once."""
    columns = _read_toml("columns.toml")["column"]
    return {name: Column(one["type"], one["unit"], one["description"]) for name, one in columns.items()}


@lru_cache(maxsize=1)
def read_special_columns() -> dict[tuple[str, str], str]:
    """(table, column) -> its meaning, where a table means something more special."""
    tables: dict[str, dict[str, str]] = _read_toml("columns.toml")["in"]
    return {(table, column): text for table, columns in tables.items() for column, text in columns.items()}


@lru_cache(maxsize=1)
def read_tables() -> dict[str, dict[str, str]]:
    """table -> grain, key, units, source; of mart tables from SQL files and of those that Python makes."""
    made: dict[str, dict[str, str]] = _read_toml("columns.toml")["table"]
    modelled = {model.name: model.header for model in load_models() if model.stage == "mart"}
    return dict(sorted({**made, **modelled}.items()))


@lru_cache(maxsize=1)
def read_measures() -> dict[str, dict[str, Any]]:
    """measure name -> title, numerator, denominator, unit, direction, why, limits, source, next_review.

    `{parameter_name}` stands for the number of that rule.
    """
    return _read_toml("measure.toml")


def read_rule_numbers() -> dict[str, str]:
    """rule parameter -> its number as it stands in prose, where a text names it in braces."""
    with (REFERENCE_FOLDER / "rule_parameter.csv").open(encoding="utf-8", newline="") as lines:
        return {row["parameter_name"]: f"{int(row['parameter_value']):,}" for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def read_provenance() -> dict[str, dict[str, Any]]:
    """list name -> source, sha256, reviewed, next_review, note."""
    return _read_toml("PROVENANCE.toml")


def describe_column(table: str, column: str) -> str:
    """What `column` means in `table`; empty for a column that nobody described (a test forbids it)."""
    special = read_special_columns().get((table, column))
    if special:
        return special
    known = read_columns().get(column)
    return known.description if known else ""


def hash_list(path: Path) -> str:
    """The SHA-256 of a reference list, with line ends as they are in the repository on every system."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def write_dictionary(connection: duckdb.DuckDBPyConnection) -> None:
    """Writes mart.measure, mart.reference_list, mart.table and mart.column, and comments on every mart table.

    Call it after the models and the verdict, when every mart table stands.
    """
    connection.execute("begin")  # one commit: each of more than a thousand comments alone would wait for the disk
    connection.execute(_TABLES)
    _write_measures(connection)
    _write_lists(connection)
    _write_tables(connection)
    _write_columns(connection)
    connection.execute("commit")


def _write_measures(connection: duckdb.DuckDBPyConnection) -> None:
    keys = ("title", "numerator", "denominator", "unit", "direction", "why", "limits", "source")
    numbers = read_rule_numbers()
    rows = [
        (name, *(measure[key].format_map(numbers) for key in keys), measure["next_review"])
        for name, measure in read_measures().items()
    ]
    append_rows(connection, "mart.measure", rows)


def _write_lists(connection: duckdb.DuckDBPyConnection) -> None:
    rows = [
        (name, one["sha256"][:12], one["source"], one["reviewed"], one["next_review"])
        for name, one in read_provenance().items()
    ]
    append_rows(connection, "mart.reference_list", rows)


def _write_tables(connection: duckdb.DuckDBPyConnection) -> None:
    built = connection.execute("select 'mart.' || table_name from duckdb_tables() where schema_name = 'mart'")
    names = {name for (name,) in built.fetchall()}
    rows = [
        (name, text["grain"], text["key"], text["units"], text["source"])
        for name, text in read_tables().items()
        if name in names
    ]
    append_rows(connection, "mart.table", rows)


def _write_columns(connection: duckdb.DuckDBPyConnection) -> None:
    columns = connection.execute(
        "select 'mart.' || table_name, column_name, data_type from duckdb_columns()"
        " where schema_name = 'mart' and database_name = current_database() order by table_name, column_index"
    ).fetchall()
    rows = [(table, column, data_type, describe_column(table, column)) for table, column, data_type in columns]
    append_rows(connection, "mart.column", rows)
    connection.execute(";".join(_comment(table, column, text) for table, column, _, text in rows))


def _comment(table: str, column: str, text: str) -> str:
    quoted = text.replace("'", "''")
    return f"comment on column {table}.{column} is '{quoted}'"


def _read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((REFERENCE_FOLDER / name).read_text("utf-8"))
