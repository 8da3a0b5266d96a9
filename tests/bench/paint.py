"""Pages against an empty Streamlit page: the time from the click to a page that stands, in the same browser."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from pipelines.commands.dashboard_process import find_dashboard
from tests.bench.measure import measure
from tests.bench.page import Figure
from tests.bench.practice import BENCH, new_home, simulate_three_million
from tests.law.repository import ROOT
from tests.serving import IDLE, START_SECONDS, find_chromium, open_browser, serve_app

PAGES = ("crossings", "providers", "time-to-threshold", "denials", "data-quality", "definitions", "overview")
ROUNDS = 5

_EMPTY_APP = """
import streamlit as st
st.set_page_config(layout="wide")
names = ("start", "first", "second")
st.navigation([st.Page(f"{name}.py", default=name == "start") for name in names], position="top").run()
"""
# From the click to the frame in which the script has ended and another heading stands: what a person waits for.
_CLICK = """
(address) => new Promise((resolve) => {
  const title = '[data-testid="stMain"] h1, [data-testid="stMain"] h2';
  const heading = () => (document.querySelector(title) || {}).innerText;
  const before = heading();
  const started = performance.now();
  document.querySelector(`a[href$="/${address}"]`).click();
  const look = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const idle = app.getAttribute('data-test-script-state') === 'notRunning';
    const drawing = document.querySelector('[data-testid="stSkeleton"]');
    const stands = idle && !drawing && heading() && heading() !== before;
    requestAnimationFrame(stands ? () => resolve(performance.now() - started) : look);
  };
  requestAnimationFrame(look);
})
"""


def bench_paint() -> list[Figure]:
    """A page change in the demo, against an empty page."""
    home = ROOT / "kxwatch-demo"
    if not (home / "warehouse.duckdb").exists():
        raise SystemExit("The pages are measured on the demo: run `make demo` once, then this again.")
    return _compare(home, factor=1.3, more_milliseconds=200)


def bench_paint_large() -> list[Figure]:
    """A page change over three million lines, against an empty page."""
    home = BENCH / "three_pages"
    if not (home / "warehouse.duckdb").exists():
        measure("whole_build", str(simulate_three_million()), str(new_home("three_pages")))
    return _compare(home, factor=1.5, more_milliseconds=500)


def _compare(home: Path, *, factor: float, more_milliseconds: int) -> list[Figure]:
    """Every page with its limit, and how many times the empty page of the same run it takes."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("The pages are measured in a browser, and there is none: install Chromium, then this again.")
    times = time_pages(home, chromium)
    empty = times.pop("empty")
    limit = factor * empty + more_milliseconds
    return [
        Figure("an empty Streamlit page", empty, "ms", None),
        *(Figure(f"/{page}", milliseconds, "ms", limit) for page, milliseconds in times.items()),
        *(Figure(f"/{page} / empty", milliseconds / empty, "times", None) for page, milliseconds in times.items()),
    ]


def time_pages(home: Path, chromium: str) -> dict[str, float]:
    """Median milliseconds of a page change: of an empty app (`empty`) and of every page."""
    with open_browser(chromium, is_timed=True) as browser:
        with serve_app(_write_empty_app(), {}) as address:
            empty = _time_rounds(browser.new_page(), address, ("second", "first"))
        with serve_app(find_dashboard() / "app.py", {"KXWATCH_HOME": str(home)}) as address:
            pages = _time_rounds(browser.new_page(), f"{address}/overview", PAGES)
    return {"empty": median(empty.values()), **pages}


def _time_rounds(page: Page, address: str, targets: tuple[str, ...]) -> dict[str, float]:
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.goto(address)
    page.wait_for_selector(f'a[href$="/{targets[0]}"]', timeout=START_SECONDS * 1000)
    page.wait_for_selector(IDLE, timeout=START_SECONDS * 1000)
    seen: dict[str, list[float]] = {target: [] for target in targets}
    for turn in range(ROUNDS + 1):
        for target in targets:
            milliseconds = float(page.evaluate(_CLICK, target))
            # The first turn loads scripts and fills caches, for the empty app as well.
            if turn:
                seen[target].append(milliseconds)
    return {target: median(times) for target, times in seen.items()}


def _write_empty_app() -> Path:
    folder = BENCH / "empty_app"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "app.py").write_text(_EMPTY_APP, "utf-8")
    for name in ("start", "first", "second"):
        (folder / f"{name}.py").write_text(f'import streamlit as st\nst.header("{name}")\n', "utf-8")
    return folder / "app.py"
