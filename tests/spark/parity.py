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


@dataclass(frozen=True)
class Comparison:
    """One model on both engines: its rows in DuckDB, and how many rows only one of them has."""

    model: str
    rows: int
    differing_rows: int
    fault: str = ""

    @property
    def is_equal(self) -> bool:
        return not self.fault and self.differing_rows == 0

    def __str__(self) -> str:
        found = self.fault or ("identical" if self.is_equal else f"{self.differing_rows:,} rows differ")
        return f"{self.model:<44} {self.rows:>9,} rows  {found}"


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
    made, here = read_query(shape, path), f"select * from {model.name}"
    differing = f"from ((({here}) except all ({made})) union all (({made}) except all ({here})))"
    return Comparison(model.name, rows, _count(connection, differing))


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
    empty = [one.model for one in found if one.rows == 0]
    sys.stdout.write(f"{sum(one.is_equal for one in found)} of {len(found)} models identical on both engines\n")
    sys.stdout.write(f"without a row in this practice: {', '.join(empty) or 'none'}\n")
    return 0 if all(one.is_equal for one in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
