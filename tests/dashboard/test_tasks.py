"""Tasks of an officer, an owner and a biller with a click budget: each ends at the figure or list that it asks for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.builders import claim, line, remittance
from tests.dashboard.sample_practice import TODAY
from tests.serving import IDLE, find_chromium, open_browser, serve_app

CHROMIUM = find_chromium()
APP = Path(__file__).parents[2] / "dashboard" / "app.py"
PATIENCE = 90_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here, so no page was opened in a browser."),
]


@dataclass
class Person:
    """Somebody at the screen, whose clicks are counted."""

    page: Page
    clicks: list[str] = field(default_factory=list)

    def begin(self, address: str = "/overview") -> None:
        """Open the page on which the task begins."""
        self.clicks.clear()
        self.page.goto(address)
        self.page.get_by_role("heading", level=1).first.wait_for()
        self.page.wait_for_selector(IDLE)

    def click(self, target: Locator) -> None:
        """One click, and what the page does after it."""
        self.clicks.append(str(target))
        target.click()
        self.page.wait_for_timeout(250)
        self.page.wait_for_selector(IDLE)

    def go_to(self, page_name: str) -> None:
        """One click in the navigation."""
        self.click(self.page.get_by_role("link", name=page_name, exact=True))


@pytest.fixture(scope="module")
def person(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """One server for all tasks, over a copy of the practice, into which the last task imports a month."""
    home = tmp_path_factory.mktemp("tasks") / "home"
    shutil.copytree(practice_home, home, ignore=shutil.ignore_patterns("casebook.*"))
    environment = {"KXWATCH_HOME": str(home), "KXWATCH_TODAY": TODAY.isoformat()}
    with serve_app(APP, environment) as served, open_browser(str(CHROMIUM)) as browser:
        page = browser.new_context(base_url=served, viewport={"width": 1440, "height": 1400}).new_page()
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        yield Person(page)


def test_the_officer_sees_what_changed_without_a_click(person: Person) -> None:
    person.begin()
    expect(person.page.get_by_text("new crossing").first).to_be_visible()
    assert len(person.clicks) == 0


def test_the_officer_knows_whom_to_call_first_in_one_click(person: Person) -> None:
    person.begin("/overview?period=all")
    person.click(person.page.get_by_role("link", name="Open review list →"))
    expect(person.page.get_by_role("heading", level=1, name="Which providers' KX patterns stand out?")).to_be_visible()
    expect(person.page.get_by_text("To review:").first).to_be_visible()
    assert len(person.clicks) <= 1


def test_the_officer_finds_who_is_near_the_threshold_in_one_click(person: Person) -> None:
    person.begin()
    person.go_to("Crossings")
    expect(person.page.get_by_role("heading", level=1, name="Who is over, or near, the KX threshold?")).to_be_visible()
    expect(person.page.get_by_text("Select a row to open the patient.").first).to_be_visible()
    assert len(person.clicks) <= 1


def test_the_owner_finds_the_deposits_in_two_clicks(person: Person) -> None:
    person.begin()
    person.go_to("Data quality")
    person.click(person.page.get_by_role("button", name="Payments", exact=True).or_(
        person.page.get_by_role("radio", name="Payments", exact=True)
    ))  # fmt: skip
    expect(person.page.get_by_text("equal the check or EFT, to the cent")).to_be_visible()
    assert len(person.clicks) <= 2


def test_the_biller_finds_whose_prior_use_is_unknown_in_two_clicks(person: Person) -> None:
    person.begin()
    person.go_to("Before the claim")
    person.click(person.page.get_by_role("button", name="Prior use", exact=True).or_(
        person.page.get_by_role("radio", name="Prior use", exact=True)
    ))  # fmt: skip
    expect(person.page.get_by_text("unknown prior use.").first).to_be_visible()
    assert len(person.clicks) <= 2


def test_the_biller_learns_what_a_term_means_in_one_click_and_a_word(person: Person) -> None:
    person.begin()
    person.click(person.page.get_by_role("link", name="Definitions and sources"))
    search = person.page.get_by_label("Search").last
    search.fill("CO-119")
    search.press("Enter")
    expect(person.page.get_by_text("adjustment reason 119").first).to_be_visible()
    assert len(person.clicks) <= 1


def test_the_biller_imports_a_month_in_three_clicks_and_keeps_the_receipt(person: Person) -> None:
    content = remittance(claim("INEW", line(on="2026-10-05"), patient="2AA0AA0AA00"), on="2026-10-20", trace="TNEW")
    person.begin()
    person.go_to("Data quality")
    person.click(person.page.get_by_text("Import files", exact=True))
    files = [{"name": "october.835", "mimeType": "application/octet-stream", "buffer": content}]
    person.page.locator('input[type="file"]').set_input_files(files)  # type: ignore[arg-type]
    expect(person.page.get_by_text("october.835").first).to_be_visible()
    person.click(person.page.get_by_role("button", name="Import", exact=True))
    expect(person.page.get_by_text("1 file imported. 1 service line read.")).to_be_visible()
    person.page.reload()
    expect(person.page.get_by_text("1 file imported. 1 service line read.")).to_be_visible()
    assert len(person.clicks) <= 3
