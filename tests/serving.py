"""A dashboard for a browser: a Streamlit app on a free port of this machine, and the Chromium that looks at it."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Locator,
    Page,
    Position,
    ViewportSize,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as OutOfTime

APP = Path(__file__).parents[1] / "dashboard" / "app.py"
START_SECONDS = 90
PATIENCE = 60_000
WINDOW: ViewportSize = {"width": 1440, "height": 1400}
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Notes on the page's side that it asked the server for a run (the first byte of that message) and was not answered yet.
_NOTE_RUNS = """(() => {
    const send = WebSocket.prototype.send;
    const isRun = data => new Uint8Array(data.buffer ?? data)[data.byteOffset ?? 0] === 90;
    WebSocket.prototype.send = function (data) {
        if (typeof data !== "string" && isRun(data)) {
            window.kxwatchAsked = true;
            window.kxwatchRuns = (window.kxwatchRuns ?? 0) + 1;
            this.addEventListener("message", () => { window.kxwatchAsked = false; }, {once: true});
        }
        return send.call(this, data);
    };
})()"""
# Drawn, nothing asked and nothing running, three times in a row: what a click sets off begins between two looks.
QUIET = """() => {
    const isQuiet = !window.kxwatchAsked && document.querySelector('[data-testid="stMain"] h1')
        && document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        && !document.querySelector('[data-testid="stSkeleton"]');
    window.kxwatchQuiet = isQuiet ? (window.kxwatchQuiet ?? 0) + 1 : 0;
    if (window.kxwatchQuiet < 3) return false;
    window.kxwatchQuiet = 0;
    return true;
}"""
# What a page that never came to rest says of itself: a heading is missing, or a run has no end.
_LATE = """() => ({
    isAsked: Boolean(window.kxwatchAsked), runs: window.kxwatchRuns,
    state: document.querySelector('[data-testid="stApp"]')?.getAttribute("data-test-script-state"),
    skeletons: document.querySelectorAll('[data-testid="stSkeleton"]').length,
    headings: document.querySelectorAll('[data-testid="stMain"] h1').length,
    quietLooks: window.kxwatchQuiet, visibility: document.visibilityState,
    words: document.querySelector('[data-testid="stMain"]')?.innerText.slice(0, 500),
})"""
_LOOK_MILLISECONDS = 50
_FIRST_ROW: Position = {"x": 16, "y": 52}
_TRIES, _TRY_MILLISECONDS = 10, 3_000
_HAS_ASKED = "asked => (window.kxwatchRuns ?? 0) > asked"
# The way of Back and Forward to an address: the page runs there without being loaded again.
_GO = "address => { history.pushState({}, '', address); dispatchEvent(new PopStateEvent('popstate')); }"
CHART_PAGES = ("overview", "crossings", "providers", "time-to-threshold", "denials", "data-quality", "definitions")
# Pages of work: lists and forms, no chart where nothing was reviewed yet.
WORK_PAGES = ("before-the-claim", "claim-check", "cases", "samples", "month")
PAGES = (*CHART_PAGES, *WORK_PAGES)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# Tests look at a page for a second: what the browser spends on making its program faster never comes back.
_SHORT = ["--js-flags=--no-opt"]


def find_chromium() -> str | None:
    """The browser that KXWATCH_CHROMIUM names, else the first on the path; None where there is none.

    Raises LookupError instead of None where KXWATCH_BROWSER is `required`, as in CI: a skipped test
    would look like a passed one there.
    """
    named = os.environ.get("KXWATCH_CHROMIUM")
    found = named or next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("KXWATCH_BROWSER") == "required":
        raise LookupError("There is no Chromium here, and KXWATCH_BROWSER says that it is required: install it.")
    return found


@cache
def _launch(executable: str, *, is_timed: bool) -> Browser:
    """A browser starts once a process: that costs as much as a page."""
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright.chromium.launch(executable_path=executable, args=[*_FLAGS, *([] if is_timed else _SHORT)])


@contextmanager
def open_browser(executable: str, *, is_timed: bool = False) -> Iterator[Browser]:
    """A headless browser that does nothing of its own accord; the windows of the block are closed after it.

    `is_timed`: as a person's browser, for a benchmark.
    """
    browser = _launch(executable, is_timed=is_timed)
    before = list(browser.contexts)
    try:
        yield browser
    finally:
        for context in browser.contexts:
            if context not in before:
                context.close()


def open_context(browser: Browser, address: str) -> BrowserContext:
    """Windows on the dashboard at `address` that share what was loaded and wait for conditions up to PATIENCE."""
    context = browser.new_context(base_url=address, viewport=WINDOW, reduced_motion="reduce")
    context.add_init_script(_NOTE_RUNS)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return context


@contextmanager
def open_page(home: Path, **environment: str) -> Iterator[Page]:
    """One page of a browser that looks at the dashboard over the data folder `home`."""
    executable = find_chromium()
    assert executable is not None
    with serve_app(APP, {"KXWATCH_HOME": str(home), **environment}) as served, open_browser(executable) as browser:
        yield open_context(browser, served).new_page()


def settle(page: Page) -> None:
    """Wait until the page has answered what was done last, and is drawn; else say what it shows instead."""
    try:
        page.wait_for_function(QUIET, polling=_LOOK_MILLISECONDS)
    except OutOfTime as late:
        late.add_note(str(page.evaluate(_LATE)))
        raise


def visit(page: Page, address: str) -> None:
    """Load the page at the address, as a link from outside does: a new session."""
    page.goto(address)
    settle(page)


def go_on(page: Page, address: str) -> None:
    """The page at the address in the session that goes on, as Back and Forward lead there."""
    page.evaluate(_GO, address)
    settle(page)


def open_at(page: Page, address: str) -> None:
    """The page at the address, in the session that goes on where this window already has one."""
    if page.url == "about:blank":
        visit(page, address)
    else:
        go_on(page, address)


def click_row(page: Page, table: Locator) -> None:
    """A click on the first row of a table. One that hits the grid while it is drawn anew is lost, and made again."""
    table.locator("canvas").first.wait_for()
    settle(page)
    asked = count_runs(page)
    for _ in range(_TRIES):
        table.click(position=_FIRST_ROW)
        with suppress(OutOfTime):
            page.wait_for_function(_HAS_ASKED, arg=asked, timeout=_TRY_MILLISECONDS)
            break
    settle(page)


def upload(page: Page, box: Locator, file: Path | FilePayload) -> None:
    """Drop a file into a box and wait until the server has it; in a form nothing runs before its button is pressed."""
    with page.expect_response(lambda answer: "/_stcore/upload_file/" in answer.url and answer.ok):
        box.set_input_files(file)
    settle(page)


def count_runs(page: Page) -> int:
    """How often this page asked the server for a run."""
    asked: int = page.evaluate("window.kxwatchRuns ?? 0")
    return asked


@contextmanager
def serve_app(app: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of a Streamlit app that runs until the block ends."""
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
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        child.wait()


def _wait_for(address: str) -> None:
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
