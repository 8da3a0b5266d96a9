"""Tasks of an officer, an owner and a biller with a click budget: each ends at the figure or list that it asks for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.components.search_text import HINT
from tests.builders import claim, line, remittance
from tests.dashboard.sample_practice import ask_text
from tests.serving import click_row, find_chromium, open_at, open_page, settle

CHROMIUM = find_chromium()
CLAIM = "select min(payer_claim_control_number) from mart.denial_worklist"
PATIENT = "select patient_id from mart.beneficiary order by patient_id limit 1"

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
        """Open the page on which the task begins; the search that another task left open is closed."""
        self.clicks.clear()
        search = self.page.get_by_role("textbox", name=HINT)
        if search.count():
            self.page.get_by_role("button", name="Search").first.click()
            search.wait_for(state="detached")
        open_at(self.page, address)

    def click(self, target: Locator) -> None:
        """One click, and what the page does after it."""
        self.clicks.append(str(target))
        target.click()
        settle(self.page)

    def open_row(self, *, is_last: bool = False) -> None:
        """One click on the first row of the first table of the page, or of the last one."""
        tables = self.page.get_by_test_id("stDataFrame").locator("visible=true")
        table = tables.last if is_last else tables.first
        self.clicks.append("row")
        click_row(self.page, table)

    def choose(self, words: str, *, is_exact: bool = False) -> None:
        """One click on a tab or a choice of the page."""
        radio, button = (self.page.get_by_role(role, name=words, exact=is_exact) for role in ("radio", "button"))
        self.click(radio.or_(button).first)

    def find(self, typed: str) -> None:
        """One click on the search of the top line, and what is typed into it."""
        self.click(self.page.get_by_role("button", name="Search").first)
        field = self.page.get_by_role("textbox", name=HINT)
        field.fill(typed)
        field.press("Enter")
        settle(self.page)

    def sees(self, words: str) -> None:
        """The words are on the page."""
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible()

    def go_to(self, page_name: str) -> None:
        """One click in the navigation."""
        self.click(self.page.get_by_role("link", name=page_name, exact=True))


@pytest.fixture
def person(page: Page) -> Person:
    """Somebody at the small practice."""
    return Person(page)


@pytest.fixture(scope="module")
def own_page(one_patient: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A window on a practice of one patient, over the threshold and in treatment, whose newest lines were denied."""
    home = tmp_path_factory.mktemp("tasks") / "home"
    shutil.copytree(one_patient, home)
    with open_page(home, KXWATCH_TODAY=date(2026, 1, 25).isoformat()) as opened:
        yield opened


@pytest.fixture
def biller(own_page: Page) -> Person:
    """Somebody at that practice, who may import."""
    return Person(own_page)


def test_the_officer_sees_what_changed_without_a_click(person: Person) -> None:
    person.begin()
    expect(person.page.get_by_text("new crossing").first).to_be_visible()
    assert len(person.clicks) == 0


def test_the_officer_knows_whom_to_call_first_in_one_click(person: Person) -> None:
    person.begin("/overview?period=all")
    person.click(person.page.get_by_role("link", name="Open review list →"))
    expect(person.page.get_by_role("heading", level=1, name="Which providers' KX patterns stand out?")).to_be_visible()
    expect(person.page.get_by_text("To review:").first).to_be_visible()
    person.sees("far from the threshold (before the alert amount)")
    assert len(person.clicks) <= 1


def test_the_officer_finds_who_is_near_the_threshold_in_one_click(person: Person) -> None:
    person.begin()
    person.go_to("Crossings")
    expect(person.page.get_by_role("heading", level=1, name="Who is over, or near, the KX threshold?")).to_be_visible()
    expect(person.page.get_by_text("Select a row to open the patient.").first).to_be_visible()
    assert len(person.clicks) <= 1


def test_the_officer_explains_one_kx_line_in_three_clicks(person: Person) -> None:
    person.begin()
    person.go_to("Crossings")
    person.open_row()
    person.sees("Lines of this year and threshold category")
    person.open_row(is_last=True)
    dialog = person.page.get_by_role("dialog")
    expect(dialog.get_by_text("Included in", exact=True)).to_be_visible()
    expect(dialog.get_by_text("KX").first).to_be_visible()
    assert len(person.clicks) <= 3


def test_the_officer_prints_a_patient_for_the_file_in_three_clicks(person: Person) -> None:
    person.begin()
    person.go_to("Crossings")
    person.open_row()
    with person.page.expect_download() as saved:
        person.click(person.page.get_by_role("button", name="Print the patient file"))
    assert saved.value.path().read_bytes().startswith(b"%PDF")
    assert len(person.clicks) <= 3


def test_the_officer_finds_a_patient_in_two_clicks_and_a_number(person: Person, practice_home: Path) -> None:
    person.begin()
    person.find(ask_text(practice_home, PATIENT))
    person.click(person.page.get_by_role("link", name="Patient "))
    person.sees("← All patients")
    assert len(person.clicks) <= 2


def test_the_owner_sees_what_is_lost_for_good_and_why_in_two_clicks(person: Person) -> None:
    person.begin()
    person.go_to("Denials")
    person.click(person.page.get_by_role("link", name="Lost"))
    person.sees("By reason")
    person.sees("Expired:")
    assert len(person.clicks) <= 2


def test_the_owner_sees_by_whom_in_three_clicks(person: Person) -> None:
    person.begin()
    person.go_to("Denials")
    person.choose("Causes")
    person.choose("Provider")
    person.sees("Missing-KX denials by provider")
    assert len(person.clicks) <= 3


def test_the_owner_sees_how_fast_money_is_recovered_in_two_clicks(person: Person) -> None:
    person.begin()
    person.go_to("Denials")
    person.choose("Recovery rate")
    person.sees("recovered services took up to")
    assert len(person.clicks) <= 2


def test_the_owner_finds_the_deposits_in_two_clicks(person: Person) -> None:
    person.begin()
    person.go_to("Data quality")
    person.choose("Payments", is_exact=True)
    expect(person.page.get_by_text("equal the check or EFT, to the cent")).to_be_visible()
    assert len(person.clicks) <= 2


def test_the_owner_has_a_page_for_the_board_in_two_clicks(person: Person) -> None:
    person.begin()
    person.go_to("Denials")
    person.choose("Summary")
    for words in ("Lost", "Recoverable", "By month of first denial", "By clinic", "By reason", "What is behind"):
        person.sees(words)
    assert len(person.clicks) <= 2


def test_the_biller_sees_the_queue_of_today_in_one_click(person: Person) -> None:
    person.begin()
    person.go_to("Denials")
    person.sees("Claims to correct")
    person.sees("Select a row to open it.")
    expect(person.page.get_by_role("radio", name="Expiring within 30 days")).to_be_visible()
    assert len(person.clicks) <= 1


def test_the_biller_knows_who_needs_kx_next_in_two_clicks(biller: Person) -> None:
    biller.begin()
    biller.go_to("Denials")
    biller.choose("KX on next claim")
    biller.sees("Still in treatment: 1 patient.")
    assert len(biller.clicks) <= 2


def test_the_biller_finds_whose_prior_use_is_unknown_in_two_clicks(person: Person) -> None:
    person.begin()
    person.go_to("Before the claim")
    person.choose("Prior use", is_exact=True)
    expect(person.page.get_by_text("unknown prior use.").first).to_be_visible()
    assert len(person.clicks) <= 2


def test_the_biller_opens_a_claim_by_its_number_in_two_clicks(person: Person, practice_home: Path) -> None:
    person.begin()
    person.find(ask_text(practice_home, CLAIM))
    person.click(person.page.get_by_role("link", name="open the claim to correct"))
    person.sees("Record work on this claim")
    assert len(person.clicks) <= 2


def test_the_biller_sees_what_was_done_within_the_month_in_one_click(person: Person) -> None:
    person.begin()
    person.go_to("Month close")
    person.sees("Cases since the last close")
    person.sees("resolved")
    assert len(person.clicks) <= 1


def test_the_biller_learns_what_a_term_means_in_one_click_and_a_word(person: Person) -> None:
    person.begin()
    person.click(person.page.get_by_role("link", name="Definitions and sources"))
    search = person.page.get_by_label("Search").last
    search.fill("CO-119")
    search.press("Enter")
    expect(person.page.get_by_text("adjustment reason 119").first).to_be_visible()
    assert len(person.clicks) <= 1


def test_the_biller_imports_a_month_in_three_clicks_and_keeps_the_receipt(biller: Person) -> None:
    content = remittance(claim("INEW", line(on="2026-01-15"), patient="2AA0AA0AA00"), on="2026-01-22", trace="TNEW")
    biller.begin()
    biller.go_to("Data quality")
    biller.click(biller.page.get_by_text("Import files", exact=True))
    files = [{"name": "january.835", "mimeType": "application/octet-stream", "buffer": content}]
    biller.page.locator('input[type="file"]').set_input_files(files)  # type: ignore[arg-type]
    expect(biller.page.get_by_text("january.835").first).to_be_visible()
    biller.click(biller.page.get_by_role("button", name="Import", exact=True))
    expect(biller.page.get_by_text("1 file imported. 1 service line read.")).to_be_visible()
    biller.page.reload()
    expect(biller.page.get_by_text("1 file imported. 1 service line read.")).to_be_visible()
    assert len(biller.clicks) <= 3
