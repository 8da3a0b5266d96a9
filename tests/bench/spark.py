"""The same data folder built by DuckDB and by Apache Spark on two local cores, and the ratio of both."""

from __future__ import annotations

from tests.bench.measure import measure
from tests.bench.page import Figure
from tests.bench.practice import new_home, simulate_lines

LINES = 3_000_000
MASTER = "local[2]"


def bench_spark(lines: int = LINES) -> list[Figure]:
    """Both rebuild what was imported once: all models, checks and publishing."""
    home = str(new_home("spark"))
    measure("intake", str(simulate_lines(lines)), home)
    duckdb = measure("rebuild", home)
    spark = measure("rebuild_on_spark", home, MASTER)
    return [
        Figure("service lines", duckdb.answer["lines"], "lines", None),
        Figure("kxwatch build without new files", duckdb.seconds, "s", None),
        Figure(f"the same with --engine spark --master {MASTER}", spark.seconds, "s", None),
        Figure("Spark / DuckDB", spark.seconds / duckdb.seconds, "times", None),
    ]
