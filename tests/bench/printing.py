"""Printed documents of the demo: each `kxwatch print` in a process of its own, against five seconds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tests.bench.page import Figure
from tests.law.repository import ROOT
from tests.warehouses import open_warehouse

SECONDS = 5


def bench_print() -> list[Figure]:
    """The brief of every provider, the month, the denial list and a patient of the demo."""
    home = ROOT / "kxwatch-demo"
    if not (home / "warehouse.duckdb").exists():
        raise SystemExit("Documents are printed of the demo: run `make demo` once, then this again.")
    with open_warehouse(home) as warehouse:
        providers = _ask(warehouse.execute("select count(distinct provider_npi) from mart.line where pool is not null"))
        month = _ask(warehouse.execute("select strftime(max(service_month), '%Y-%m') from mart.line"))
        key = _ask(
            warehouse.execute("select beneficiary_key from mart.line group by all order by count(*) desc, 1 limit 1")
        )
    prints = {
        "briefs of all providers": ["provider"],
        "month summary": ["month", month],
        "denial list": ["denials"],
        "the longest patient file": ["patient", key],
    }
    return [
        Figure("providers", float(providers), "providers", None),
        *(Figure(name, _time(home, words), "s", SECONDS) for name, words in prints.items()),
    ]


def _ask(answer: object) -> str:
    return str(answer.fetchone()[0])  # type: ignore[attr-defined]


def _time(home: Path, words: list[str]) -> float:
    started = perf_counter()
    command = [sys.executable, "-m", "pipelines", "print", *words, "--out", "-", "--home", str(home)]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - started
