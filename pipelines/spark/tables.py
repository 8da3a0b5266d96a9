"""Tables on their way between DuckDB and Spark, as Parquet in the drafts of a data folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
from pyspark.sql import DataFrame, SparkSession

_TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "INTEGER": "int",
    "BIGINT": "bigint",
    "HUGEINT": "decimal(38,0)",
    "DOUBLE": "double",
    "DATE": "date",
    "TIMESTAMP": "timestamp_ntz",
}
_WHOLE = re.compile(r"(tinyint|smallint|int|bigint|decimal\(\d+,0\))")


@dataclass(frozen=True)
class Column:
    """One column of a table: its name and its type in DuckDB."""

    name: str
    data_type: str

    @property
    def spark_type(self) -> str:
        """Its type in Spark. Raises ValueError for one that no table has so far."""
        if self.data_type.startswith("DECIMAL"):
            return self.data_type.lower()
        if self.data_type not in _TYPES:
            raise ValueError(f"column {self.name} is a {self.data_type}, which has no counterpart in Spark")
        return _TYPES[self.data_type]

    @property
    def parquet_expression(self) -> str:
        """DuckDB writes a HUGEINT as DOUBLE, which cannot hold it."""
        if self.data_type == "HUGEINT":
            return f'cast("{self.name}" as decimal(38, 0)) as "{self.name}"'
        return f'"{self.name}"'

    def accepts(self, spark_type: str) -> bool:
        """Whether values of that type mean the same: whole numbers of any width, decimals, else the type itself."""
        if _WHOLE.fullmatch(self.spark_type):
            return bool(_WHOLE.fullmatch(spark_type)) or spark_type == "void"
        if self.spark_type.startswith("decimal"):
            return spark_type.startswith("decimal") or bool(_WHOLE.fullmatch(spark_type))
        return spark_type in (self.spark_type, "void")


Shape = tuple[Column, ...]


def describe(connection: duckdb.DuckDBPyConnection, query: str) -> Shape:
    """Names and types of what a query of DuckDB returns, without running it."""
    found = connection.execute(f"describe {query}").fetchall()
    return tuple(Column(str(name), str(data_type)) for name, data_type, *_ in found)


def name_view(table: str) -> str:
    """`ledger.entry` is the view `ledger__entry`: a temporary view of Spark has no schema."""
    return table.replace(".", "__")


def hand_over(connection: duckdb.DuckDBPyConnection, session: SparkSession, table: str, folder: Path) -> None:
    """Writes a table of DuckDB where Spark can read it."""
    shape = describe(connection, f"from {table}")
    path = folder / table
    path.mkdir(parents=True)
    columns = ", ".join(column.parquet_expression for column in shape)
    connection.execute(f"copy (select {columns} from {table}) to '{_quote(path / 'table.parquet')}' (format parquet)")
    show(session, table, shape, path)


def show(session: SparkSession, table: str, shape: Shape, path: Path) -> None:
    """Lets models read the Parquet files in a folder under the name of the table."""
    columns = ", ".join(f"`{column.name}` {column.spark_type}" for column in shape)
    session.read.schema(columns).parquet(path.as_uri()).createOrReplaceTempView(name_view(table))


def fit(frame: DataFrame, shape: Shape) -> DataFrame:
    """What Spark made, in the columns and types of DuckDB. Raises ValueError where it is something else."""
    if frame.columns != [column.name for column in shape]:
        raise ValueError(f"Spark returns the columns {', '.join(frame.columns)}")
    for column, (_, spark_type) in zip(shape, frame.dtypes, strict=True):
        if not column.accepts(spark_type):
            raise ValueError(f"Spark returns {column.name} as {spark_type}, DuckDB as {column.data_type}")
    return frame.selectExpr(*(f"cast(`{column.name}` as {column.spark_type}) as `{column.name}`" for column in shape))


def read_query(shape: Shape, path: Path) -> str:
    """The query of DuckDB over what Spark wrote into a folder; the files are our own, never a user's."""
    columns = ", ".join(f'cast("{column.name}" as {column.data_type}) as "{column.name}"' for column in shape)
    return f"select {columns} from read_parquet('{_quote(path / '*.parquet')}')"


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")
