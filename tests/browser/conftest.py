"""A browser before the sample practice; without one these tests are skipped, or fail where one is required."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pipelines.serve import find_dashboard
from tests.serving import find_chromium, open_browser, serve_app


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    executable = find_chromium()
    if executable is None:
        sentence = "no Chromium on this machine: install it (Debian: apt-get install chromium) or set KXWATCH_CHROMIUM"
        if os.environ.get("KXWATCH_BROWSER") == "required":
            pytest.fail(sentence)
        pytest.skip(sentence)
    with open_browser(executable) as found:
        yield found


@pytest.fixture(scope="session")
def address(sample_home: Path) -> Iterator[str]:
    """Where the dashboard answers with the sample practice."""
    with serve_app(find_dashboard() / "app.py", {"KXWATCH_HOME": str(sample_home)}) as found:
        yield found


@pytest.fixture(scope="session")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the dashboard answers with a home in which nothing was ever built."""
    home = tmp_path_factory.mktemp("empty") / "home"
    with serve_app(find_dashboard() / "app.py", {"KXWATCH_HOME": str(home)}) as found:
        yield found
