"""`make spark-parity`: every model on Spark beside DuckDB, row for row, each from the tables that DuckDB made."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from pipelines.models.catalog import Model, load_models
from pipelines.spark.session import open_session
from pipelines.spark.tables import Shape, describe, fit, hand_over, read_query
from pipelines.spark.translation import translate
from tests.spark.practice import build_practice

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LINES = 3_000
# When a build ran: two builds of the same files differ in it.
ABOUT_THE_BUILD = frozenset({"built_at", "made_at", "offered_at"})


@dataclass(frozen=True)
class Comparison:
    """One table on both engines: its rows in DuckDB, and how many rows only one of them has."""

    table: str
    rows: int
    differing_rows: int
    fault: str = ""

    @property
    def is_equal(self) -> bool:
        return not self.fault and self.differing_rows == 0

    def __str__(self) -> str:
        found = self.fault or ("identical" if self.is_equal else f"{self.differing_rows:,} rows differ")
        return f"{self.table:<44} {self.rows:>9,} rows  {found}"


def compare_models(
    connection: duckdb.DuckDBPyConnection, session: SparkSession, folder: Path, models: Sequence[Model]
) -> Iterator[Comparison]:
    """Each model that is SQL, in turn."""
    for table in sorted({name for model in models for name in model.reads}):
        hand_over(connection, session, table, folder / "given")
    shapes = {model.name: describe(connection, model.sql) for model in models}

    def run(model: Model) -> str:
        try:
            frame = fit(session.sql(translate(model)), shapes[model.name])
            frame.write.parquet((folder / "made" / model.name).as_uri())
        except Exception as error:  # noqa: BLE001
            # a parity run names every model that fails, whatever the reason
            return f"{type(error).__name__}: {str(error)[:200]}"
        return ""

    with ThreadPoolExecutor(2) as pool:
        for model, fault in zip(models, pool.map(run, models), strict=True):
            yield _compare(connection, model, shapes[model.name], folder / "made" / model.name, fault)


def _compare(connection: duckdb.DuckDBPyConnection, model: Model, shape: Shape, path: Path, fault: str) -> Comparison:
    rows = _count(connection, f"from {model.name}")
    if fault:
        return Comparison(model.name, rows, 0, fault)
    return Comparison(model.name, rows, _count_differing(connection, f"from {model.name}", read_query(shape, path)))


def compare_published(here: Path, made: Path) -> Iterator[Comparison]:
    """Each table of the warehouses that two data folders published, without what tells of the build itself."""
    with duckdb.connect() as connection:
        for name, home in (("here", here), ("made", made)):
            connection.execute(f"attach '{home / 'warehouse.duckdb'}' as {name} (read_only)")
        tables = {name: _list_tables(connection, name) for name in ("here", "made")}
        for table in sorted({*tables["here"], *tables["made"]}):
            shapes = [tables[name].get(table) for name in ("here", "made")]
            if shapes[0] != shapes[1]:
                yield Comparison(table, 0, 0, f"{shapes[0]} or {shapes[1]}")
                continue
            columns = ", ".join(f'"{name}"' for name in shapes[0] or {} if name not in ABOUT_THE_BUILD)
            queries = [f"select {columns} from {name}.{table}" for name in ("here", "made")]
            yield Comparison(table, _count(connection, f"from here.{table}"), _count_differing(connection, *queries))


def _list_tables(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, dict[str, str]]:
    """The columns of each table with their types."""
    columns = "schema_name || '.' || table_name, column_name, data_type"
    asked = f"select {columns} from duckdb_columns() where database_name = $1"
    found: dict[str, dict[str, str]] = {}
    for table, column, data_type in connection.execute(asked, [database]).fetchall():
        found.setdefault(table, {})[column] = data_type
    return found


def _count_differing(connection: duckdb.DuckDBPyConnection, here: str, made: str) -> int:
    return _count(connection, f"from ((({here}) except all ({made})) union all (({made}) except all ({here})))")


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(f"select count(*) {query}").fetchall()[0][0])


def choose_models(names: Iterable[str]) -> list[Model]:
    """The SQL models of these names; all of them where none is named."""
    wanted = set(names)
    return [model for model in load_models() if model.sql and (not wanted or model.name in wanted)]


def main(arguments: list[str]) -> int:
    """1 if a model fails or differs. Arguments: names of models, or a number of lines."""
    lines = next((int(one) for one in arguments if one.isdecimal()), LINES)
    models = choose_models(one for one in arguments if not one.isdecimal())
    found = []
    with (
        TemporaryDirectory() as folder,
        build_practice(lines) as connection,
        open_session("local[2]", Path(folder) / "spark", "2048m") as session,
    ):
        for one in compare_models(connection, session, Path(folder), models):
            sys.stdout.write(f"{one}\n")
            sys.stdout.flush()
            found.append(one)
    empty = [one.table for one in found if one.rows == 0]
    sys.stdout.write(f"{sum(one.is_equal for one in found)} of {len(found)} models identical on both engines\n")
    sys.stdout.write(f"without a row in this practice: {', '.join(empty) or 'none'}\n")
    return 0 if all(one.is_equal for one in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
