"""One visit to every page and tab in a browser, with identifiers shown.

Each is drawn without a violation in four looks and asks no other machine for anything. No address, title, anchor or
link names a patient or a claim, and Back undoes exactly one step from each place.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

import pytest
from playwright.sync_api import Page, Request

from dashboard.app import PAGES
from tests.dashboard.four_looks import AXE, HEIGHT, WIDE, look_four_ways
from tests.dashboard.sample_practice import ask
from tests.serving import CHART_PAGES, click_row, find_chromium, go_on, settle, visit

CHROMIUM = find_chromium()
MARKS = """() => [document.title, ...[...document.querySelectorAll('[id], [href]')].flatMap(
    element => [element.id, element.getAttribute('href') || ''])].join('\\n')"""
IDENTIFIERS = """
    select patient_id from mart.beneficiary union select patient_name from mart.beneficiary
    union select patient_control_number from mart.line union select payer_claim_control_number from mart.line
"""
# Shorter than any identifier of the practice, and fewer than it has.
SHORTEST, MANY = 4, 1000
# Where each visit begins: a page without charts, which is soon drawn again. Its own visit begins one page further.
START = "/definitions?period=all"
FURTHER = "Month close"
FIGURE = '[role="figure"][aria-label], [aria-label] .js-plotly-plot'
HERE = {"127.0.0.1", "in the page"}
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
    """Visits in one window: every step is one entry of its history, and what each place says of itself is kept."""

    def __init__(self, page: Page, wrong_at_first: dict[str, list[str]]) -> None:
        self.page = page
        self.wrong_at_first = wrong_at_first
        self.places: list[str] = []
        self.asked: set[str] = set()
        page.on("request", self._note_host)

    def begin(self) -> None:
        """Stand where visits begin, led back there by Back, or anew after a visit that failed on its way."""
        if len(self.places) != 1:
            go_on(self.page, START)
            self.entries: int = self.page.evaluate("history.length")
        self.places, self.titles, self.said = [self.page.url], [self.page.title()], [self._read()]
        self.wrong: dict[str, dict[str, list[str]]] = {}
        self.asked.clear()

    def _note_host(self, request: Request) -> None:
        self.asked.add(urlsplit(request.url).hostname or "in the page")

    def _read(self) -> str:
        return unquote_plus(f"{self.page.url}\n{self.page.evaluate(MARKS)}")

    def look(self, where: str) -> None:
        """Keep what is wrong with the place in any of the four looks."""
        if wrong := look_four_ways(self.page):
            self.wrong[where] = wrong

    def take(self, what: str) -> None:
        """After something was clicked: the address is another one, and it is one step from the one before."""
        self.page.wait_for_url(lambda address: address != self.places[-1])
        settle(self.page)
        self.places.append(self.page.url)
        self.titles.append(self.page.title())
        self.said.append(self._read())
        assert self.page.evaluate("history.length") == self.entries + len(self.places) - 1, what

    def open(self, title: str) -> None:
        """A page by the navigation."""
        self.page.get_by_role("link", name=title, exact=True).click()
        self.take(title)

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
        """A page by the navigation, each of its tabs and choices, the row that opens, and back to where it began."""
        self.open(title)
        self.look(title)
        first = len(self.places)
        address = name.replace("_", "-")
        if address in CHART_PAGES and not self.page.locator(FIGURE).count():
            self.wrong.setdefault(title, {})["charts"] = ["there is none"]
        for tab in list_tabs(name)[1:]:
            self.choose(tab)
            self.look(f"{title}, {tab}")
        self.go_back(len(self.places) - first, one_by_one=1)
        for choice in CHOICES.get(address, []):
            self.choose(choice)
        if address in OPENED:
            self.open_row(OPENED[address])
        self.go_back(len(self.places) - 1)


def list_tabs(name: str) -> list[str]:
    """The tabs of a page, by their words."""
    if find_spec(f"dashboard.views.{name}.tabs") is None:
        return []
    return [title for title, _ in import_module(f"dashboard.views.{name}.tabs").PARTS.values()]


@pytest.fixture(scope="module")
def walk(page: Page) -> Walk:
    """A window with axe-core in it; the pages follow each other in one session, as for a person."""
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    visit(page, "/overview")
    page.evaluate(AXE)
    walk = Walk(page, look_four_ways(page))
    page.get_by_text("Show patient identifiers").click()
    settle(page)
    return walk


@pytest.fixture(scope="module")
def identifiers(practice_home: Path) -> list[str]:
    """What names a patient or a claim of the practice."""
    named = [str(value) for value in ask(practice_home, IDENTIFIERS).iloc[:, 0].dropna()]
    return [value.upper() for value in named if len(value) > SHORTEST]


def test_the_page_that_is_shown_first_has_no_violation(walk: Walk) -> None:
    assert walk.wrong_at_first == {}


@pytest.mark.parametrize(("name", "title"), PAGES)
def test_a_page_has_no_violation_names_nobody_and_is_left_by_back(
    walk: Walk, identifiers: list[str], name: str, title: str
) -> None:
    """Back is pressed once for each step of the visit; the page where it began is open again."""
    walk.begin()
    address, before = f"/{name.replace('_', '-')}", [urlsplit(START).path]
    if address in before:
        walk.open(FURTHER)
        before.append(urlsplit(walk.page.url).path)
    walk.visit(name, title)
    assert walk.wrong == {}
    assert walk.asked <= HERE
    assert [urlsplit(place).path for place in walk.places] == before[:1]
    assert walk.page.url == walk.places[0]
    seen = [said.partition("\n") for said in walk.said]
    assert {urlsplit(place).path for place, _, _ in seen} == {*before, address}
    titles = {marks.partition("\n")[0] for _, _, marks in seen}
    assert {title for title in titles if not title.endswith("· kxwatch")} == set()
    everything = "\n".join(walk.said).upper()
    assert len(identifiers) > MANY
    assert [value for value in identifiers if value in everything] == []
