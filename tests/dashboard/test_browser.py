"""Addresses, links, Back and the keyboard in a real browser."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.serving import find_chromium, open_at, visit

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here, so no page was opened in a browser."),
]


def test_the_root_leads_to_the_overview_with_its_filters(page: Page) -> None:
    visit(page, "/?pool=OT")
    assert urlsplit(page.url).path == "/overview"
    assert "pool=OT" in urlsplit(page.url).query


def test_filters_are_reached_by_keyboard(page: Page) -> None:
    open_at(page, "/overview")
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "combobox":
            break
    assert page.evaluate("document.activeElement.getAttribute('role')") == "combobox"


def test_a_link_on_the_overview_keeps_the_filters(page: Page) -> None:
    open_at(page, "/overview?period=all")
    page.get_by_role("link", name="Open denials →").first.click()
    page.wait_for_url("**/denials?**")
    assert "period=all" in page.url


def test_nothing_turns_for_ever_where_reduced_motion_is_asked_for(page: Page) -> None:
    open_at(page, "/definitions")
    turning = """() => {
        const circle = document.createElement('span');
        circle.style.animationIterationCount = 'infinite';
        document.querySelector('.stApp').append(circle);
        return getComputedStyle(circle).animationIterationCount;
    }"""
    assert page.evaluate(turning) == "1"
