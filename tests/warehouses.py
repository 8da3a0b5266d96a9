"""Warehouses for tests: built by the pipeline itself from files given as bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from pipelines.build import build
from pipelines.build_report import Outcome
from pipelines.errors import RefusedFile
from pipelines.models.catalog import select_models
from pipelines.models.construction import build_models, build_some, prepare_models
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.sources.recognition import read_source
from pipelines.sources.source_file import SourceFile
from pipelines.store.source_tables import create_source_tables

NamedFile = tuple[str, bytes]


class Warehouse(Protocol):
    """What answers queries: a connection, or what stands for one."""

    def execute(self, query: str, parameters: Any = None, /) -> duckdb.DuckDBPyConnection:
        """As a connection does."""


NOON = datetime.fromisoformat("2026-11-01 12:00")


def build_home(home: Path, files: Mapping[str, bytes], as_of: date | None = None) -> Outcome:
    """`kxwatch build` in this process: the files, in the order of their names, into `home`."""
    incoming = home.parent / f"{home.name}-incoming"
    incoming.mkdir(exist_ok=True)
    for name, content in files.items():
        (incoming / name).write_bytes(content)
    paths = [incoming / name for name in files]
    return build(load_settings(home), paths, as_of, QuietProgress())


def open_warehouse(home: Path) -> duckdb.DuckDBPyConnection:
    """The published warehouse of `home`, read only; closing it lets the file go."""
    connection = duckdb.connect()
    connection.execute(f"attach '{home / 'warehouse.duckdb'}' as warehouse (read_only)")
    connection.execute("use warehouse")
    return connection


def build_in_memory(files: Sequence[NamedFile], as_of: date | None = None) -> duckdb.DuckDBPyConnection:
    """The readers and the models without a home: hundreds of small warehouses in a minute."""
    connection = read_in_memory(files, as_of)
    build_models(connection)
    return connection


def build_some_in_memory(
    files: Sequence[NamedFile], tables: Collection[str], as_of: date | None = None
) -> duckdb.DuckDBPyConnection:
    """As `build_in_memory`, but only `tables` and what they read."""
    connection = read_in_memory(files, as_of)
    prepare_models(connection)
    build_some(connection, select_models(*tables))
    return connection


def read_in_memory(files: Sequence[NamedFile], as_of: date | None = None) -> duckdb.DuckDBPyConnection:
    """The readers without a home, and no model yet."""
    connection = open_empty(as_of)
    fill_source(connection, files)
    return connection


def open_empty(as_of: date | None = None) -> duckdb.DuckDBPyConnection:
    """The tables of `source`, of which only that of the build itself has a row."""
    connection = duckdb.connect(config={"threads": 1})  # a few rows are not worth waking a second one
    connection.execute(_write_empty_tables())
    parameters = {
        "as_of_date": as_of,
        "beneficiary_secret": "secret",
        "built_at": NOON,
        "version": "0",
        "batch_number": 1,
    }
    _insert(connection, "build_parameter", pa.Table.from_pylist([parameters], schema=_PARAMETER_SCHEMA))
    return connection


def fill_source(connection: duckdb.DuckDBPyConnection, files: Sequence[NamedFile]) -> set[str]:
    """What the readers make of these files; the names of the tables that have rows then."""
    offers: list[dict[str, object]] = []
    rows: dict[str, list[pa.Table]] = {}
    kinds: dict[str, str] = {}
    for number, (name, content) in enumerate(files, start=1):
        digest = sha256(content).hexdigest()
        source = None if digest in kinds else _read(content, number, digest, name)
        kinds.setdefault(digest, source.kind if source else "")
        offer = {"batch_number": 1, "file_number": number, "file_sha256": digest, "file_name": name, "offered_at": NOON}
        offers.append({**offer, "byte_count": len(content), "kind": kinds[digest], **_describe(source)})
        for table, read in source.tables.items() if isinstance(source, SourceFile) else ():
            rows.setdefault(table, []).append(read)
    made = {table: pa.concat_tables(read) for table, read in rows.items()}
    for table, read in made.items():
        _insert(connection, table, read, "1::bigint as batch_number, *")
    _insert(connection, "offer", pa.Table.from_pylist(offers, schema=_OFFER_SCHEMA))
    return {f"source.{table}" for table, read in made.items() if read.num_rows} | (
        {"source.offer"} if offers else set()
    )


@lru_cache(maxsize=1)
def _write_empty_tables() -> str:
    """The SQL that makes all tables of `source`, empty: one statement after the other is faster than Arrow tables."""
    with duckdb.connect() as connection:
        create_source_tables(connection, "source")
        connection.register("incoming", _PARAMETER_SCHEMA.empty_table())
        connection.execute("create table source.build_parameter as from incoming")
        return "create schema source;" + "".join(
            sql for (sql,) in connection.execute("select sql from duckdb_tables() order by table_oid").fetchall()
        )


_OFFER_SCHEMA = pa.schema(
    [(name, pa.int64()) for name in ("batch_number", "file_number", "byte_count")]
    + [(name, pa.string()) for name in ("file_sha256", "file_name", "kind", "status", "reason")]
    + [(name, pa.int64()) for name in ("claim_payments", "service_lines", "payment_cents")]
    + [("offered_at", pa.timestamp("us"))]
)
_PARAMETER_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("beneficiary_secret", "version", "practice_name")]
    + [("as_of_date", pa.date32()), ("built_at", pa.timestamp("us")), ("batch_number", pa.int64())]
)


def _read(content: bytes, number: int, digest: str, name: str) -> SourceFile | RefusedFile:
    try:
        return read_source(content, number, digest, name, ())
    except RefusedFile as refused:
        return refused


def _describe(source: SourceFile | RefusedFile | None) -> dict[str, object]:
    if source is None:
        return {"status": "duplicate"}
    if isinstance(source, RefusedFile):
        return {"status": "refused", "reason": source.reason}
    counts = {"claim_payments": source.claim_payments, "service_lines": source.service_lines}
    return {"status": "accepted", **counts, "payment_cents": source.payment_cents}


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table, columns: str = "*") -> None:
    connection.register("incoming", rows)
    connection.execute(f"insert into source.{name} by name select {columns} from incoming")
    connection.unregister("incoming")
