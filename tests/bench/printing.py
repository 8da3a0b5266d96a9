"""Printed documents of a practice with 15 providers: each `kxwatch print` in its own process, within five seconds."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from time import perf_counter

from pipelines.build import build
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.simulate import DEMO_LINES
from tests.bench.page import Figure
from tests.bench.practice import new_home, simulate_lines
from tests.law.repository import ROOT
from tests.warehouses import open_warehouse

SECONDS = 5
PROVIDERS = 15


def bench_print() -> list[Figure]:
    """The brief of every provider, the month, the denial list and a patient."""
    home = _build_practice()
    with open_warehouse(home) as warehouse:
        providers = _ask(warehouse.execute("select count(distinct provider_npi) from mart.line where pool is not null"))
        denied = _ask(warehouse.execute("select count(*) from mart.denial_event"))
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
        Figure("denied lines", float(denied), "lines", None),
        *(Figure(name, _time(home, words), "s", SECONDS) for name, words in prints.items()),
    ]


def _build_practice() -> Path:
    """A home with the remittances of the first synthetic clinics that have `PROVIDERS` providers together."""
    remittances, home = simulate_lines(DEMO_LINES), new_home("printed")
    clinics = _choose_clinics(remittances.parent / "truth" / "providers.csv")
    chosen = home / "remittances"
    home.mkdir(mode=0o700)
    chosen.mkdir()
    for path in remittances.rglob("*.835"):
        if any(npi in path.read_text("ascii") for npi in clinics):
            shutil.copy(path, chosen)
    build(load_settings(home), [chosen], None, QuietProgress())
    return home


def _choose_clinics(providers: Path) -> set[str]:
    with providers.open(encoding="utf-8") as lines:
        return {row["payee_npi"] for row in islice(csv.DictReader(lines), PROVIDERS)}


def _ask(answer: object) -> str:
    return str(answer.fetchone()[0])  # type: ignore[attr-defined]


def _time(home: Path, words: list[str]) -> float:
    started = perf_counter()
    command = [sys.executable, "-m", "pipelines", "print", *words, "--out", "-", "--home", str(home)]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - started
