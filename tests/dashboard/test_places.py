"""One visit to every page and tab with identifiers shown: no address, title, anchor or link names a patient or a
claim, and Back undoes exactly one step from each place."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

import pytest
from playwright.sync_api import Page

from dashboard.app import PAGES
from tests.dashboard.sample_practice import ask
from tests.serving import click_row, find_chromium, settle, visit

CHROMIUM = find_chromium()
MARKS = """() => [document.title, ...[...document.querySelectorAll('[id], [href]')].flatMap(
    element => [element.id, element.getAttribute('href') || ''])].join('\\n')"""
IDENTIFIERS = """
    select patient_id from mart.beneficiary union select patient_name from mart.beneficiary
    union select patient_control_number from mart.line union select payer_claim_control_number from mart.line
"""
# Shorter than any identifier of the practice, and fewer than it has.
SHORTEST, MANY = 4, 1000
# Choices beside tabs: page -> what is chosen there, one step each; "#2" is the third entry of a list.
CHOICES = {
    "overview": ["Threshold category#2"],
    "crossings": ["Active, below"],
    "time-to-threshold": ["Medical review threshold"],
    "denials": ["Highest value", "Sort by#1"],
    "month": ["Month#2"],
    "data-quality": ["Payments", "Checks"],
    "definitions": ["Rules"],
}
# Pages whose first table opens a page or a form of one row.
OPENED = {"crossings": "patient=", "providers": "chosen=", "denials": "claim=", "cases": "case="}
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here, so no page was opened in a browser."),
]


class Walk:
    """A visit: every step is one entry of the browser's history, and what each place says of itself is kept."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.places = [page.url]
        self.titles = [page.title()]
        self.said = [self._read()]
        self.entries: int = page.evaluate("history.length")

    def _read(self) -> str:
        return unquote_plus(f"{self.page.url}\n{self.page.evaluate(MARKS)}")

    def take(self, what: str) -> None:
        """After something was clicked: the address is another one, and it is one step from the one before."""
        self.page.wait_for_url(lambda address: address != self.places[-1])
        settle(self.page)
        self.places.append(self.page.url)
        self.titles.append(self.page.title())
        self.said.append(self._read())
        assert self.page.evaluate("history.length") == self.entries + len(self.places) - 1, what

    def choose(self, choice: str) -> None:
        """A tab or switch by its words, or an entry of a list by its place."""
        label, _, place = choice.partition("#")
        main = self.page.get_by_test_id("stMain")
        if place:
            main.get_by_role("combobox", name=label).first.click()
            self.page.get_by_role("option").nth(int(place)).click()
        else:
            main.get_by_role("radio").filter(has_text=label).first.click()
        self.take(choice)

    def open_row(self, mark: str) -> None:
        """The first row of the first table: the address then says what is open."""
        table = self.page.get_by_test_id("stDataFrame").locator("visible=true").first
        click_row(self.page, table)
        self.take(mark)
        assert mark in self.page.url

    def go_back(self, steps: int, one_by_one: int = MANY) -> None:
        """To the places before, one step each; after `one_by_one` of them the rest at once."""
        while steps:
            taken = 1 if one_by_one > 0 else steps
            steps, one_by_one = steps - taken, one_by_one - 1
            del self.places[-taken:], self.titles[-taken:]
            self.page.evaluate(f"history.go(-{taken})")
            self.page.wait_for_url(self.places[-1])
            # Streamlit answers a step back before it has run the page: one that is taken meanwhile would be undone
            self.page.wait_for_function("title => document.title === title", arg=self.titles[-1])
            settle(self.page)
            assert self.page.url == self.places[-1]

    def visit(self, name: str, title: str) -> None:
        """A page by the navigation, each of its tabs and choices, the row that opens, and back to the page."""
        self.page.get_by_role("link", name=title, exact=True).click()
        self.take(title)
        first = len(self.places)
        address = name.replace("_", "-")
        for tab in list_tabs(name)[1:]:
            self.choose(tab)
        self.go_back(len(self.places) - first, one_by_one=1)
        for choice in CHOICES.get(address, []):
            self.choose(choice)
        if address in OPENED:
            self.open_row(OPENED[address])
        self.go_back(len(self.places) - first)


def list_tabs(name: str) -> list[str]:
    """The tabs of a page, by their words."""
    if find_spec(f"dashboard.views.{name}.tabs") is None:
        return []
    return [title for title, _ in import_module(f"dashboard.views.{name}.tabs").PARTS.values()]


@pytest.fixture(scope="module")
def walk(page: Page) -> Walk:
    """The whole visit, and back to where it began."""
    visit(page, "/overview?period=all")
    page.get_by_text("Show patient identifiers").click()
    settle(page)
    taken = Walk(page)
    for name, title in PAGES[1:]:
        taken.visit(name, title)
    taken.visit(*PAGES[0])
    taken.go_back(len(taken.places) - 1)
    return taken


def test_back_undoes_exactly_one_step_from_every_page(walk: Walk) -> None:
    """Back was pressed once for each step of the visit; the page where it began is open again."""
    assert [urlsplit(place).path for place in walk.places] == ["/overview"]
    assert walk.page.url == walk.places[0]
    assert {urlsplit(said.partition("\n")[0]).path[1:] for said in walk.said} == {
        name.replace("_", "-") for name, _ in PAGES
    }


def test_no_identifier_stands_in_an_address_title_anchor_or_link(walk: Walk, practice_home: Path) -> None:
    named = [str(value) for value in ask(practice_home, IDENTIFIERS).iloc[:, 0].dropna() if len(str(value)) > SHORTEST]
    everything = "\n".join(walk.said).upper()
    assert len(named) > MANY
    assert [value for value in named if value.upper() in everything] == []
