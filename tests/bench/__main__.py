"""`make bench`: runs the parts (or those that are named), prints every figure with its limit, writes the page.

`python -m tests.bench spark 300000` runs one part with so many lines instead of its own, and leaves the page alone.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from tests.bench.claims import bench_claims
from tests.bench.forecasts import bench_forecast
from tests.bench.measure import measure
from tests.bench.models import list_statistics
from tests.bench.page import Figure, write_page
from tests.bench.paint import bench_paint, bench_paint_large
from tests.bench.portfolio import bench_portfolio
from tests.bench.practice import BENCH, bundle_files, new_home, simulate_million, simulate_three_million
from tests.bench.printing import bench_print
from tests.bench.provider_figures import bench_providers, bench_signature
from tests.bench.scale import bench_month, bench_small_files, bench_ten_million
from tests.bench.spark import bench_spark
from tests.bench.trend import bench_trend
from tests.law.repository import ROOT

KILLS = 100
RESULTS = BENCH / "results"


def bench_intake() -> list[Figure]:
    """100 MB in 200 files: bare oxedi, intake, the whole build."""
    bundle = str(bundle_files(simulate_million()))
    bare = measure("bare_parse", bundle, str(new_home("bare") / "bare.duckdb"))
    intake = measure("intake", bundle, str(new_home("intake")))
    whole = measure("whole_build", bundle, str(new_home("whole")))
    return [
        Figure("service lines that oxedi alone reads", bare.answer["lines"], "lines", None),
        Figure("service lines imported", intake.answer["lines"], "lines", None),
        Figure("service lines of claim payments that can be used", whole.answer["lines"], "lines", None),
        Figure("oxedi alone into DuckDB tables", bare.seconds, "s", None),
        Figure("the same, processor time", bare.cpu_seconds, "s", None),
        Figure("import, to the committed archive", intake.seconds, "s", None),
        Figure("the same, processor time", intake.cpu_seconds, "s", None),
        Figure("kxwatch build", whole.seconds, "s", None),
        Figure("the same, processor time", whole.cpu_seconds, "s", None),
        Figure("import / oxedi alone", intake.seconds / bare.seconds, "times", 0.8),
        Figure("kxwatch build / oxedi alone", whole.seconds / bare.seconds, "times", 2.25),
        Figure("peak memory of the import", intake.peak_gib, "GiB", 2.79),
        Figure("peak memory of kxwatch build", whole.peak_gib, "GiB", 2.79),
    ]


def bench_memory() -> list[Figure]:
    """Three million lines in some 18,600 files: the memory of a first build and of a rebuild."""
    folder, home = simulate_three_million(), str(new_home("three"))
    first = measure("whole_build", str(folder), home)
    again = measure("rebuild", home)
    files = sum(1 for path in folder.rglob("*.835"))
    return [
        Figure("files", files, "files", None),
        Figure("service lines", first.answer["lines"], "lines", None),
        Figure("first build", first.seconds, "s", None),
        Figure("the same, processor time", first.cpu_seconds, "s", None),
        Figure("rebuild without new files", again.seconds, "s", None),
        Figure("peak memory of the first build", first.peak_gib, "GiB", 3),
        Figure("peak memory of the rebuild", again.peak_gib, "GiB", 3),
    ]


def bench_models() -> list[Figure]:
    """One million lines through the models."""
    home = new_home("million")
    measure("intake", str(simulate_million()), str(home))
    done = measure("models", str(home)).answer
    steps = [Figure(name, seconds, "s", None) for name, seconds in done.items() if "." in name]
    added = sum(done[name] for name in list_statistics())
    ledger = sum(done[name] for name in done if name.startswith("ledger.") and name not in list_statistics())
    counted = done["in_turn_seconds"] - added
    return [
        Figure("service lines", done["lines"], "lines", None),
        Figure("first build: all models, staging to marts", done["models_seconds"], "s", None),
        Figure("later build, one model at a time: all models", done["in_turn_seconds"], "s", None),
        Figure("of which provider risk and time, with what only they read", added, "s", None),
        Figure("of which the ledger", ledger, "s", None),
        Figure("baseline: the lines with one running sum, two group-bys", done["bare_seconds"], "s", None),
        Figure("the same over finished lines, key and sum alone", done["narrow_seconds"], "s", None),
        Figure("plain copy of the result tables", done["copy_seconds"], "s", None),
        Figure("models without provider risk and time / baseline", counted / done["bare_seconds"], "times", 12),
        Figure("first build / baseline", done["models_seconds"] / done["bare_seconds"], "times", None),
        Figure(
            "models without provider risk and time / key and sum alone", counted / done["narrow_seconds"], "times", None
        ),
        Figure("first build / copy", done["models_seconds"] / done["copy_seconds"], "times", 2),
        Figure("provider risk and time / ledger and its marts", added / counted, "times", 1),
        Figure("provider risk and time / ledger tables alone", added / ledger, "times", None),
        *steps,
    ]


def bench_kill() -> list[Figure]:
    """Kill -9 at a hundred moments: the test, asked for more."""
    started = perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", "tests/homes/test_kill.py"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "KXWATCH_KILLS": str(KILLS)}, check=False)
    failed = float(done.returncode != 0)
    return [
        Figure("kills survived", 0 if failed else KILLS, "kills", None),
        Figure("kills that left the data folder damaged", failed, "kills", 0),
        Figure("time taken", perf_counter() - started, "s", None),
    ]


PARTS: dict[str, Callable[..., list[Figure]]] = {
    "intake": bench_intake,
    "models": bench_models,
    "memory": bench_memory,
    "kill": bench_kill,
    "paint": bench_paint,
    "paint_large": bench_paint_large,
    "print": bench_print,
    "providers": bench_providers,
    "signature": bench_signature,
    "forecast": bench_forecast,
    "trend": bench_trend,
    "claims": bench_claims,
    "portfolio": bench_portfolio,
}
# Run when they are named: each simulates and builds millions of lines.
LONG_PARTS: dict[str, Callable[..., list[Figure]]] = {
    "small_files": bench_small_files,
    "month": bench_month,
    "ten_million": bench_ten_million,
    "spark": bench_spark,
}


def main(asked: list[str]) -> int:
    """1 if a figure is over its limit."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    sizes = [int(one) for one in asked if one.isdecimal()]
    names = [one for one in asked if not one.isdecimal()]
    unmet = 0
    for name in names or list(PARTS):
        figures = (PARTS | LONG_PARTS)[name](*sizes)
        for figure in figures:
            sys.stdout.write(f"{name:<8} {figure}\n")
        unmet += sum(not figure.is_met for figure in figures)
        if not sizes:
            _write_result(RESULTS / f"{name}.json", figures)
    if not sizes:
        write_page(RESULTS, ROOT / "docs" / "benchmarks.md")
    return 1 if unmet else 0


def _write_result(path: Path, figures: list[Figure]) -> None:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
    path.write_text(json.dumps({"machine": machine, "figures": [vars(figure) for figure in figures]}), "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
