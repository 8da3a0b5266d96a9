"""Many practices: the builds of all of them against the sum of their single builds, and the page over two hundred."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Page
from pydantic import SecretStr

from pipelines.commands.dashboard_process import find_dashboard
from pipelines.portfolio.members import Member
from pipelines.portfolio.overview_file import write_overview
from pipelines.portfolio.summary import Summary, summarize_one
from pipelines.simulate import simulate_practice
from tests.bench.page import Figure
from tests.bench.practice import BENCH, new_home
from tests.serving import IDLE, START_SECONDS, find_chromium, open_browser, serve_app

# The full size is 200 practices of 20,000 lines; the environment can ask for less.
PRACTICES = int(os.environ.get("KXWATCH_BENCH_PRACTICES", "200"))
LINES = int(os.environ.get("KXWATCH_BENCH_LINES", "20000"))
ON_PAGE = 200
ROUNDS = 7


def bench_portfolio() -> list[Figure]:
    """Each practice built alone, one after the other, then all by `kxwatch portfolio build` into new data folders."""
    incoming = _simulate()
    cores = os.cpu_count() or 1
    alone, together = new_home("portfolio-alone"), new_home("portfolio-together")
    single = sum(_build(["build", str(incoming / name), "--home", str(alone / name)]) for name in _names())
    homes = [str(together / name) for name in _names()]
    whole = _build(["portfolio", "build", *homes, "--import", str(incoming)])
    again = _build(["portfolio", "build", *homes, "--import", str(incoming)])
    return [
        Figure("practices", PRACTICES, "practices", None),
        Figure("service lines of each, about", LINES, "lines", None),
        Figure("cores", cores, "cores", None),
        Figure("sum of the single builds", single, "s", None),
        Figure("kxwatch portfolio build", whole, "s", None),
        Figure("the same again, nothing new", again, "s", None),
        Figure("portfolio build / (sum / cores)", whole / (single / cores), "times", 1.1),
        *_time_page(together / _names()[0]),
    ]


def _names() -> list[str]:
    return [f"practice-{ordinal:03}" for ordinal in range(PRACTICES)]


def _simulate() -> Path:
    """The remittances of every practice, in a folder of its name; made when they are not there."""
    folder = BENCH / f"portfolio-{PRACTICES}-{LINES}"
    for seed, name in enumerate(_names(), start=1):
        if not (folder / name).exists():
            draft = BENCH / "portfolio-draft"
            shutil.rmtree(draft, ignore_errors=True)
            simulate_practice(LINES, seed, draft)
            folder.mkdir(parents=True, exist_ok=True)
            (draft / "remittances").rename(folder / name)
    return folder


def _build(arguments: list[str]) -> float:
    started = perf_counter()
    subprocess.run([sys.executable, "-m", "pipelines", *arguments], check=True, stderr=subprocess.DEVNULL)
    return perf_counter() - started


def _time_page(home: Path) -> list[Figure]:
    """The page over two hundred practices against the overview of one of them: both reloaded, in the same browser."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("The page is measured in a browser, and there is none: install Chromium, then this again.")
    place, key, today = new_home("portfolio-page"), SecretStr("key of the page"), date.today()  # noqa: DTZ011
    place.mkdir(parents=True)
    started = perf_counter()
    summary = summarize_one(Member("one", home), {}, today)
    read = perf_counter() - started
    write_overview(place, [_rename(summary, ordinal) for ordinal in range(ON_PAGE)], key, today)
    pages: Mapping[str, tuple[str, dict[str, str]]] = {
        "": ("portfolio/app.py", {"KXWATCH_HOME": str(place), "KXWATCH_KEY": key.get_secret_value()}),
        "overview": ("app.py", {"KXWATCH_HOME": str(home)}),
    }
    times = {}
    with open_browser(chromium, is_timed=True) as browser:
        for path, (app, environment) in pages.items():
            with serve_app(find_dashboard() / app, environment) as address:
                times[path] = _time_reloads(browser.new_page(), f"{address}/{path}")
    return [
        Figure("reading one practice for the page", 1000 * read, "ms", None),
        Figure("overview of one practice, reloaded", times["overview"], "ms", None),
        Figure("page over 200 practices, reloaded", times[""], "ms", times["overview"]),
    ]


def _rename(summary: Summary, ordinal: int) -> Summary:
    name = f"practice-{ordinal:03}"
    figures = {**summary.figures, "expiring_cents": 100 * ordinal, "expiring_services": ordinal}
    return Summary(Member(name, Path(name)), (), figures)


def _time_reloads(page: Page, address: str) -> float:
    """Median milliseconds from the reload until the script has ended and the heading stands."""
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.goto(address)
    page.wait_for_selector(IDLE, timeout=START_SECONDS * 1000)
    seen = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        page.reload()
        page.wait_for_selector("h1", timeout=START_SECONDS * 1000)
        page.wait_for_selector(IDLE, timeout=START_SECONDS * 1000)
        page.wait_for_selector(".js-plotly-plot", timeout=START_SECONDS * 1000)
        seen.append(1000 * (time.perf_counter() - started))
    return median(seen[1:])
