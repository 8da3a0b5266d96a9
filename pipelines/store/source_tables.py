"""The tables of the archive, created and extended from the schema of `source.*`."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from pipelines.sources.schema import ARCHIVE_TABLES

_TYPES = {
    pa.string(): "varchar",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp",
    pa.decimal128(18, 4): "decimal(18, 4)",
}

_OFFER_TABLE = """
create table {schema}.offer (
    batch_number bigint, file_number bigint, file_sha256 varchar, file_name varchar, kind varchar, status varchar,
    reason varchar, claim_payments bigint, service_lines bigint, payment_cents bigint, byte_count bigint,
    offered_at timestamp, rows_hash varchar
)
"""


def create_source_tables(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Create `schema` with every empty table of the schema, and the offers."""
    connection.execute(f"create schema {schema}")
    connection.execute(_OFFER_TABLE.format(schema=schema))
    for name in ARCHIVE_TABLES:
        _create_empty(connection, schema, name)


def grow_source_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to the attached archive what the schema got since it was made; in rows of then it is null."""
    known = connection.execute(
        "select table_name, column_name from duckdb_columns()"
        " where database_name = 'archive' and schema_name = 'source'"
    ).fetchall()
    if ("offer", "rows_hash") not in known:
        connection.execute("alter table archive.source.offer add column rows_hash varchar")
    for name in ARCHIVE_TABLES:
        columns = {column for table, column in known if table == name}
        if not columns:
            _create_empty(connection, "archive.source", name)
        elif not columns.issuperset(ARCHIVE_TABLES[name].names):
            _add_columns(connection, name, columns)


def _create_empty(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> None:
    columns = ", ".join(f"{field.name} {_TYPES[field.type]}" for field in ARCHIVE_TABLES[name])
    connection.execute(f"create table {schema}.{name} (batch_number bigint, {columns})")


def _add_columns(connection: duckdb.DuckDBPyConnection, name: str, columns: set[str]) -> None:
    for field in ARCHIVE_TABLES[name]:
        if field.name not in columns:
            connection.execute(f"alter table archive.source.{name} add column {field.name} {_TYPES[field.type]}")
