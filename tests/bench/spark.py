"""The same data folder built by DuckDB and by Apache Spark on two local cores, and what Parquet would save."""

from __future__ import annotations

from tests.bench.measure import measure
from tests.bench.page import Figure
from tests.bench.practice import new_home, simulate_lines

LINES = 3_000_000
MASTER = "local[2]"
SLOW_SECONDS = 0.1


def bench_spark(lines: int = LINES) -> list[Figure]:
    """Both rebuild what was imported once: all models, checks and publishing."""
    home = str(new_home("spark"))
    measure("intake", str(simulate_lines(lines)), home)
    duckdb = measure("rebuild", home)
    spark = measure("rebuild_on_spark", home, MASTER)
    loading = spark.answer["loading_seconds"]
    return [
        Figure("service lines", duckdb.answer["lines"], "lines", None),
        Figure("kxwatch build without new files", duckdb.seconds, "s", None),
        Figure(f"the same with --engine spark --master {MASTER}", spark.seconds, "s", None),
        Figure("Spark / DuckDB", spark.seconds / duckdb.seconds, "times", None),
        Figure("of which loading all tables into the warehouse", loading, "s", None),
        Figure("share of the build on Spark", 100 * loading / spark.seconds, "%", None),
        *_compare_parquet(home),
    ]


def _compare_parquet(home: str) -> list[Figure]:
    """The large marts in the warehouse file, and as Parquet beside it."""
    found = measure("parquet", home).answer
    queries = [name.removeprefix("table:") for name in found if name.startswith("table:")]
    tables = {name: found[f"table:{name}"] for name in queries}
    parquet = {name: found[f"parquet:{name}"] for name in queries}
    slower = sum(parquet[name] > max(2 * tables[name], SLOW_SECONDS) for name in queries)
    return [
        Figure("marts of 100,000 rows or more", found["large"], "tables", None),
        Figure("Parquet into all tables of a file, processor time", found["loading_seconds"], "s", None),
        Figure("warehouse file with all tables", found["whole_mib"], "MiB", None),
        Figure("warehouse file without the large marts", found["small_mib"], "MiB", None),
        Figure("the large marts as Parquet", found["parquet_mib"], "MiB", None),
        Figure("queries of the pages", len(queries), "queries", None),
        Figure("all of them over tables", sum(tables.values()), "s", None),
        Figure("all of them with the large marts in Parquet", sum(parquet.values()), "s", None),
        Figure("of which over 0.1 s and twice as long in Parquet", slower, "queries", None),
    ]
