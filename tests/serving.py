"""A dashboard for a browser: a Streamlit app on a free port of this machine, and the Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, Page, sync_playwright

APP = Path(__file__).parents[1] / "dashboard" / "app.py"
START_SECONDS = 90
PATIENCE = 60_000
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
CHART_PAGES = ("overview", "crossings", "providers", "time-to-threshold", "denials", "data-quality", "definitions")
# Pages of work: lists and forms, no chart where nothing was reviewed yet.
WORK_PAGES = ("before-the-claim", "claim-check", "cases", "samples", "month")
PAGES = (*CHART_PAGES, *WORK_PAGES)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


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


@contextmanager
def open_browser(executable: str) -> Iterator[Browser]:
    """A headless browser that does nothing of its own accord."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(home: Path, **environment: str) -> Iterator[Page]:
    """One page of a browser that looks at the dashboard over the data folder `home`."""
    executable = find_chromium()
    assert executable is not None
    with serve_app(APP, {"KXWATCH_HOME": str(home), **environment}) as served, open_browser(executable) as browser:
        opened = browser.new_context(base_url=served, viewport={"width": 1280, "height": 1400}).new_page()
        opened.set_default_timeout(PATIENCE)
        yield opened


def settle(page: Page) -> None:
    """Wait until the page has run to its end."""
    page.wait_for_timeout(300)
    page.wait_for_selector(IDLE)


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
