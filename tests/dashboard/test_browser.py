"""A real browser opens every page: a figure, no exception, no request to another machine, also on a telephone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.serving import CHART_PAGES, PAGES, find_chromium, open_browser, serve_app

Theme = Literal["light", "dark"]
Window = Callable[[Theme, int], BrowserContext]
CHROMIUM = find_chromium()
APP = Path(__file__).parents[2] / "dashboard" / "app.py"
PATIENCE = 120_000
QUIET = """(hasChart) => document.querySelector('[data-testid="stMain"] h1')
    && (!hasChart || document.querySelector('.js-plotly-plot .main-svg'))
    && document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    && !document.querySelector('[data-testid="stSkeleton"]')"""
OVERFLOW = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth);
}"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here, so no page was opened in a browser."),
]


@pytest.fixture(scope="module")
def address(practice_home: Path) -> Iterator[str]:
    with serve_app(APP, {"KXWATCH_HOME": str(practice_home)}) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser(str(CHROMIUM)) as opened:
        yield opened


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Window]:
    """One window for each theme and width: what it loaded once it keeps, as a person's browser does."""
    windows: dict[tuple[Theme, int], BrowserContext] = {}

    def choose(theme: Theme, width: int) -> BrowserContext:
        if (theme, width) not in windows:
            size: ViewportSize = {"width": width, "height": 900}
            windows[theme, width] = browser.new_context(color_scheme=theme, viewport=size)
        return windows[theme, width]

    yield choose
    for opened in windows.values():
        opened.close()


def open_page(context: BrowserContext, address: str, *, has_chart: bool = True) -> tuple[Page, set[str]]:
    """The page once it is drawn, and the hosts that it asked for anything."""
    for old in context.pages:
        old.close()
    page = context.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or "in the page"))
    page.goto(address, timeout=PATIENCE)
    page.wait_for_function(QUIET, arg=has_chart, timeout=PATIENCE)
    return page, asked


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_a_page_is_drawn_and_stays_on_this_machine(
    window: Window, address: str, name: str, theme: Theme, width: int
) -> None:
    page, asked = open_page(window(theme, width), f"{address}/{name}", has_chart=name in CHART_PAGES)
    assert page.locator('[data-testid="stException"]').count() == 0
    assert (
        name not in CHART_PAGES
        or page.locator('[role="figure"][aria-label], [data-testid="stPlotlyChart"] [aria-label]').count() >= 1
    )
    assert asked <= {"127.0.0.1", "in the page"}
    assert page.evaluate(OVERFLOW) <= 0
    ground = page.evaluate("getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor")
    assert ground == ("rgb(255, 255, 255)" if theme == "light" else "rgb(17, 22, 29)")


def test_the_root_leads_to_the_overview_with_its_filters(window: Window, address: str) -> None:
    page, _ = open_page(window("light", 1280), f"{address}/?pool=OT")
    assert urlsplit(page.url).path == "/overview"
    assert "pool=OT" in urlsplit(page.url).query


def test_a_link_on_the_overview_keeps_the_filters(window: Window, address: str) -> None:
    page, _ = open_page(window("light", 1280), f"{address}/overview?period=all")
    page.get_by_role("link", name="Open denials →").first.click()
    page.wait_for_url("**/denials?**", timeout=PATIENCE)
    assert "period=all" in page.url


def test_back_undoes_one_step(window: Window, address: str) -> None:
    page, _ = open_page(window("light", 1280), f"{address}/denials?period=all&reason=all")
    first, steps = page.url, page.evaluate("history.length")
    page.get_by_role("radio", name="Causes").click()
    page.wait_for_url("**view=causes**", timeout=PATIENCE)
    page.get_by_role("radio", name="Refund check").click()
    page.wait_for_url("**view=refunds**", timeout=PATIENCE)
    assert page.evaluate("history.length") == steps + 2
    for view in ("Causes", "Claims to correct"):
        page.go_back()
        page.locator(f'[role="radio"][aria-checked="true"]:has-text("{view}")').wait_for(timeout=PATIENCE)
    assert page.url == first


def test_filters_are_reached_by_keyboard(window: Window, address: str) -> None:
    page, _ = open_page(window("light", 1280), f"{address}/overview")
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "combobox":
            break
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"
