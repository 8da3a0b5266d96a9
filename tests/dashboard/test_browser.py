"""Addresses, links, Back and the keyboard in a real browser."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

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


def test_filters_are_reached_by_keyboard(page: Page) -> None:
    open_page(page, "/overview")
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "combobox":
            break
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"
