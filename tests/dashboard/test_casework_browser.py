"""A month of casework with real clicks: a case decided and undone, the month prepared and approved by two people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pipelines.casebook import open_casebook, verify_casebook
from pipelines.settings import load_settings
from tests.serving import IDLE, find_chromium, open_browser, serve_app

CHROMIUM = find_chromium()
APP = Path(__file__).parents[2] / "dashboard" / "app.py"
PATIENCE = 60_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here, so no page was opened in a browser."),
]


@pytest.fixture(scope="module")
def home(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the practice, whose casebook belongs to this file."""
    folder = tmp_path_factory.mktemp("casework") / "home"
    shutil.copytree(practice_home, folder, ignore=shutil.ignore_patterns("casebook.*"))
    return folder


@pytest.fixture(scope="module")
def page(home: Path) -> Iterator[Page]:
    with serve_app(APP, {"KXWATCH_HOME": str(home)}) as served, open_browser(str(CHROMIUM)) as browser:
        opened = browser.new_context(base_url=served, viewport={"width": 1280, "height": 1400}).new_page()
        opened.set_default_timeout(PATIENCE)
        yield opened


def settle(page: Page) -> None:
    page.wait_for_timeout(300)
    page.wait_for_selector(IDLE)


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list by keyboard alone."""
    page.get_by_role("combobox", name=label).first.focus()
    page.keyboard.type(option)
    page.keyboard.press("Enter")
    settle(page)


def press(page: Page, label: str) -> None:
    """Press a button by keyboard."""
    page.get_by_role("button", name=label, exact=True).first.press("Enter")
    settle(page)


def fill(page: Page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).first.fill(words)
    page.get_by_label(label, exact=True).first.press("Tab")
    settle(page)


def test_a_case_is_decided_and_undone_by_keyboard(page: Page, home: Path) -> None:
    page.goto("/cases")
    settle(page)
    press(page, "Open the first case")
    page.wait_for_url("**case=**")
    choose(page, "New status", "In review")
    fill(page, "Comment", "asked the clinic for the chart")
    press(page, "Save decision")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_text("Status: In review.")).to_be_visible()
    page.get_by_role("button", name="Undo").first.press("Enter")
    expect(page.get_by_text("Status: New.")).to_be_visible()
    events = open_casebook(load_settings(home)).read({"case_decided", "decision_undone"})
    assert [event.kind for event in events] == ["case_decided", "decision_undone"]


def test_a_link_to_a_case_opens_it_again(page: Page) -> None:
    address = page.url
    page.goto(address)
    expect(page.get_by_role("heading", name="Decision")).to_be_visible()
    press(page, "← All cases")
    expect(page.get_by_role("heading", name="Which cases need a decision?")).to_be_visible()


def test_two_people_close_a_month(page: Page, home: Path) -> None:
    page.goto("/month")
    settle(page)
    fill(page, "Your name", "Rosa")
    if page.get_by_label("Why the data are usable in spite of the exceptions").count():
        fill(page, "Why the data are usable in spite of the exceptions", "Known duplicates only.")
    press(page, "Prepare as Rosa")
    expect(page.get_by_text("waits for the approval of another person").first).to_be_visible()
    press(page, "Approve as Rosa")
    expect(page.get_by_text("another person must approve it").first).to_be_visible()
    fill(page, "Your name", "Ann")
    press(page, "Approve as Ann")
    expect(page.get_by_text("is closed: prepared by Rosa").first).to_be_visible()
    assert verify_casebook(load_settings(home)).problem is None
