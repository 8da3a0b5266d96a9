"""Each page in a browser: it stands without an exception, asks nobody else for anything, and fits a telephone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.serving import IDLE, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAIT = 60_000
PAGES_WITH_FIGURES = [page for page in PAGES if page != "definitions"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab, as a new visitor has it."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    tab = context.new_page()
    yield tab
    context.close()


def visit(page: Page, address: str) -> None:
    """Opens an address and waits until the page stands."""
    page.goto(address, timeout=WAIT)
    page.wait_for_selector(IDLE, timeout=WAIT)
    page.wait_for_selector(
        '[data-testid="stMain"] h1, [data-testid="stMain"] h2, [data-testid="stAlert"]', timeout=WAIT
    )
    page.wait_for_selector(IDLE, timeout=WAIT)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_answers_at_its_address_without_an_exception(page: Page, address: str, name: str) -> None:
    visit(page, f"{address}/{name}")
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator("text=Page not found").count() == 0
    assert "data through" in page.inner_text('[data-testid="stMain"]').lower()


@pytest.mark.parametrize("name", PAGES_WITH_FIGURES)
def test_a_page_shows_a_figure_with_a_name(page: Page, address: str, name: str) -> None:
    visit(page, f"{address}/{name}")
    page.wait_for_selector(".js-plotly-plot", timeout=WAIT)
    figures = page.locator('[role="figure"]')
    assert figures.count() > 0
    assert all((figures.nth(at).get_attribute("aria-label") or "").strip() for at in range(figures.count()))


@pytest.mark.parametrize("name", PAGES)
def test_no_request_leaves_the_machine(page: Page, address: str, name: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, f"{address}/{name}")
    assert asked
    assert [
        url for url in asked if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))
    ] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_telephone(page: Page, address: str, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, f"{address}/{name}")
    width = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollWidth")
    assert width <= 390


def test_the_door_leads_to_the_overview(page: Page, address: str) -> None:
    visit(page, address)
    page.wait_for_url(f"{address}/overview*", timeout=WAIT)


def test_an_empty_home_says_what_to_do(page: Page, empty_address: str) -> None:
    visit(page, f"{empty_address}/overview")
    assert page.locator('[data-testid="stException"]').count() == 0
    assert "kxwatch build" in page.inner_text('[data-testid="stMain"]')
