"""Addresses, links, Back and the keyboard in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.dashboard.sample_practice import ask_text
from tests.serving import find_chromium, open_browser

CHROMIUM = find_chromium()
PATIENCE = 120_000
QUIET = """() => document.querySelector('[data-testid="stMain"] h1')
    && document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    && !document.querySelector('[data-testid="stSkeleton"]')"""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here, so no page was opened in a browser."),
]


@pytest.fixture(scope="module")
def page(practice_address: str) -> Iterator[Page]:
    with open_browser(str(CHROMIUM)) as browser:
        opened = browser.new_context(base_url=practice_address, viewport={"width": 1280, "height": 900}).new_page()
        opened.set_default_timeout(PATIENCE)
        yield opened


def open_page(page: Page, address: str) -> None:
    """The page once it is drawn."""
    page.goto(address)
    page.wait_for_function(QUIET)


def test_the_root_leads_to_the_overview_with_its_filters(page: Page) -> None:
    open_page(page, "/?pool=OT")
    assert urlsplit(page.url).path == "/overview"
    assert "pool=OT" in urlsplit(page.url).query


def test_a_link_on_the_overview_keeps_the_filters(page: Page) -> None:
    open_page(page, "/overview?period=all")
    page.get_by_role("link", name="Open denials →").first.click()
    page.wait_for_url("**/denials?**")
    assert "period=all" in page.url


def test_back_undoes_one_step(page: Page) -> None:
    open_page(page, "/denials?period=all&reason=all")
    first, steps = page.url, page.evaluate("history.length")
    page.get_by_role("radio", name="Causes").click()
    page.wait_for_url("**view=causes**")
    page.get_by_role("radio", name="Refund check").click()
    page.wait_for_url("**view=refunds**")
    assert page.evaluate("history.length") == steps + 2
    for view in ("Causes", "Claims to correct"):
        page.go_back()
        page.locator(f'[role="radio"][aria-checked="true"]:has-text("{view}")').wait_for()
    assert page.url == first


def test_filters_are_reached_by_keyboard(page: Page) -> None:
    open_page(page, "/overview")
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "combobox":
            break
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"


# Page -> the choices that are made one after the other; each is one step of the browser's history.
WALKS = {
    "crossings?period=all": ["Crossed in", "Active, below"],
    "providers?period=all": ["Where KX starts", "Official measures"],
    "time-to-threshold?period=all": ["Forecast", "Medical review threshold"],
    "data-quality": ["Payments", "Checks"],
    "before-the-claim": ["Prior use", "Billed and documented units"],
    "cases": ["Biller queue", "ABN register"],
}


def _step(page: Page, label: str) -> None:
    """Choose a position and wait for the address that names it."""
    before, steps = page.url, page.evaluate("history.length")
    page.locator('[data-testid="stMain"] [role="radio"]').filter(has_text=label).first.click()
    page.wait_for_url(lambda address: address != before)
    page.wait_for_function(QUIET)
    assert page.evaluate("history.length") == steps + 1, label


def test_back_undoes_exactly_one_step_on_each_page(page: Page) -> None:
    for start, labels in WALKS.items():
        open_page(page, f"/{start}")
        seen = []
        for label in labels:
            seen.append(page.url)
            _step(page, label)
        for address in reversed(seen):
            page.go_back()
            page.wait_for_url(address)
            page.wait_for_function(QUIET)


def test_back_leads_from_the_providers_to_the_one_that_was_left(page: Page, practice_home: Path) -> None:
    npi = ask_text(practice_home, "select provider_npi from mart.line group by all order by count(*) desc")
    open_page(page, f"/providers?period=all&chosen={npi}")
    opened = page.url
    page.get_by_role("button", name="← All providers").click()
    page.wait_for_url(lambda address: "chosen" not in address)
    page.wait_for_function(QUIET)
    page.go_back()
    page.wait_for_url(opened)
    page.locator("h1", has_text=npi).wait_for()
