"""What large marts would cost and save as Parquet beside the warehouse file.

Measured over one published warehouse: bytes on disk, the loading of Parquet into tables, and every query of the pages
over tables and over Parquet.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from time import perf_counter, process_time

import duckdb

from dashboard.warehouse import MACROS, PATIENT_MACROS, query_text
from tests.dashboard.every_query import list_questions

LARGE_ROWS = 100_000
_RUNS = 2
_MEBIBYTE = 1024 * 1024


def compare_parquet(home: Path, folder: Path) -> dict[str, float]:
    """Seconds and sizes of both ways; the Parquet files are written into the empty `folder`."""
    with _open(home) as connection:
        tables = _count_tables(connection)
        _write_parquet(connection, tables, folder)
    large = [name for name, rows in tables.items() if name.startswith("mart.") and rows >= LARGE_ROWS]
    found: dict[str, float] = {"tables": len(tables), "large": len(large)}
    started = process_time()
    found["whole_mib"] = _load(folder, folder / "whole.duckdb", tables)
    found["loading_seconds"] = process_time() - started
    found["small_mib"] = _load(folder, folder / "small.duckdb", tables.keys() - large)
    found["parquet_mib"] = sum(_parquet(folder, name).stat().st_size for name in large) / _MEBIBYTE
    for way, in_parquet in (("table", []), ("parquet", large)):
        with _open(home) as connection:
            _see_as_pages_do(connection, folder, tables, in_parquet)
            for query_name, parameters in list_questions(home):
                found[f"{way}:{query_name}"] = _time(connection, query_text(query_name), parameters)
    return found


def _open(home: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"temp_directory": ""})
    connection.execute(f"attach '{home / 'warehouse.duckdb'}' as warehouse (read_only)")
    return connection


def _count_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The rows of each table of the warehouse."""
    asked = "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'warehouse'"
    names = [str(name) for (name,) in connection.execute(asked).fetchall()]
    return {name: connection.execute(f"select count(*) from warehouse.{name}").fetchall()[0][0] for name in names}


def _write_parquet(connection: duckdb.DuckDBPyConnection, tables: Iterable[str], folder: Path) -> None:
    for name in tables:
        connection.execute(f"copy warehouse.{name} to '{_parquet(folder, name)}' (format parquet)")


def _parquet(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def _load(folder: Path, path: Path, tables: Iterable[str]) -> float:
    """The tables as a warehouse file; how many MiB it has."""
    with duckdb.connect(str(path)) as connection:
        for name in tables:
            connection.execute(f"create schema if not exists {name.partition('.')[0]}")
            connection.execute(f"create table {name} as from read_parquet('{_parquet(folder, name)}')")
    return path.stat().st_size / _MEBIBYTE


def _see_as_pages_do(
    connection: duckdb.DuckDBPyConnection, folder: Path, tables: Iterable[str], in_parquet: list[str]
) -> None:
    """The search path and the macros of the pages; some marts are views over Parquet."""
    if in_parquet:
        connection.execute("set parquet_metadata_cache = true")
        connection.execute("create schema memory.mart")
        for name in tables:
            if name.startswith("mart."):
                rows = f"read_parquet('{_parquet(folder, name)}')" if name in in_parquet else f"warehouse.{name}"
                connection.execute(f"create view memory.{name} as from {rows}")
    connection.execute(f"set search_path = '{'memory.main' if in_parquet else 'warehouse.main,memory.main'}'")
    for macros in (MACROS, PATIENT_MACROS):
        connection.execute(macros.read_text(encoding="utf-8"))


def _time(connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object]) -> float:
    return min(_run(connection, query, parameters) for _ in range(_RUNS))


def _run(connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, object]) -> float:
    started = perf_counter()
    connection.execute(query, parameters).fetchall()
    return perf_counter() - started
