"""Pages against an empty Streamlit page: the time from the click to a page that stands, in the same browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.error import URLError

from playwright.sync_api import Page, sync_playwright

from pipelines.serve import find_dashboard
from tests.bench.practice import BENCH

PAGES = ("crossings", "providers", "time-to-threshold", "denials", "data-quality", "definitions", "overview")
ROUNDS = 5
START_SECONDS = 60

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


def time_pages(home: Path, chromium: str) -> dict[str, float]:
    """Median milliseconds of a page change: of an empty app (`empty`) and of every page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with _serving(_write_empty_app(), {}) as address:
            empty = _time_rounds(browser.new_page(), address, ("second", "first"))
        with _serving(find_dashboard() / "app.py", {"KXWATCH_HOME": str(home)}) as address:
            pages = _time_rounds(browser.new_page(), f"{address}/overview", PAGES)
        browser.close()
    return {"empty": median(empty.values()), **pages}


def _time_rounds(page: Page, address: str, targets: tuple[str, ...]) -> dict[str, float]:
    page.set_viewport_size({"width": 1400, "height": 1000})
    page.goto(address)
    page.wait_for_selector(f'a[href$="/{targets[0]}"]', timeout=START_SECONDS * 1000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=START_SECONDS * 1000)
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


@contextmanager
def _serving(app: Path, environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {"server.port": str(port), "server.address": "127.0.0.1", "server.headless": "true"}
    options |= {"browser.gatherUsageStats": "false", "server.fileWatcherType": "none"}
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    child = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(app), *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait()


def _wait(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                answer.read()
                return
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
