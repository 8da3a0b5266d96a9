"""`make pictures`: pages and parts of the demo, light and dark, as docs/pictures/<page>-<theme>.png."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

from pipelines.commands.dashboard_process import find_dashboard
from pipelines.commands.demo import build_demo
from pipelines.progress import choose_progress
from tests.law.repository import ROOT
from tests.serving import IDLE, PAGES, find_chromium, open_browser, serve_app

PICTURES = ROOT / "docs" / "pictures"
WAIT = 60_000
GROWTHS = 5
MOST_HEIGHT = 4000
SIZES = {"": {"width": 1400, "height": 1000}, "-390": {"width": 390, "height": 844}}
# Beside the pages the parts that are pages of their own: picture -> address.
PARTS = {
    "providers-start": "providers?view=start",
    "providers-measures": "providers?view=measures",
    "providers-trend": "providers?view=trend&whose=provider",
    "time-to-threshold-next": "time-to-threshold?view=next",
    "denials-recovery": "denials?view=recovery",
}
ADDRESSES = {**{page: page for page in PAGES}, **PARTS}
# On a telephone one picture of each kind is enough.
NARROW = ("overview", "crossings", "providers", "time-to-threshold-next")


def draw_pictures(address: str, browser: Browser) -> None:
    """Each page and part in both themes, at full height; some of them also as on a telephone."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        for suffix, size in SIZES.items():
            context = browser.new_context(color_scheme=theme, viewport=size)  # type: ignore[arg-type]
            for name in NARROW if suffix else ADDRESSES:
                page = context.new_page()
                _take(page, f"{address}/{ADDRESSES[name]}", PICTURES / f"{name}{suffix}-{theme}.png")
                page.close()
            context.close()


def _take(page: Page, address: str, path: Path) -> None:
    page.goto(address, timeout=WAIT)
    page.wait_for_selector(IDLE, timeout=WAIT)
    page.wait_for_selector('[data-testid="stMain"] h1, [data-testid="stMain"] h2', timeout=WAIT)
    page.wait_for_selector(IDLE, timeout=WAIT)
    _grow(page)
    page.screenshot(path=path)


def _grow(page: Page) -> None:
    """Streamlit scrolls inside the page: the window grows until it holds everything, charts that come late included."""
    size = page.viewport_size or SIZES[""]
    height = 0
    for _ in range(GROWTHS):
        wanted = int(page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight"))
        if wanted == height:
            return
        height = min(max(wanted, size["height"]), MOST_HEIGHT)
        page.set_viewport_size({"width": size["width"], "height": height})
        page.wait_for_timeout(1200)
        page.wait_for_selector(IDLE, timeout=WAIT)


def main() -> int:
    """Builds the demo if it is stale; 2 where there is no browser."""
    chromium = find_chromium()
    if chromium is None:
        sys.stderr.write("There is no Chromium here: install it, or name it in KXWATCH_CHROMIUM.\n")
        return 2
    settings = build_demo(choose_progress())
    app = find_dashboard() / "app.py"
    with serve_app(app, {"KXWATCH_HOME": str(settings.home)}) as address, open_browser(chromium) as browser:
        draw_pictures(address, browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
