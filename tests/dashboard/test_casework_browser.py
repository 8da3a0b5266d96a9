"""A month end to end with real clicks: cases decided, a sample reviewed, closed by two people, packed and verified."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pipelines.casebook import open_casebook, verify_casebook
from pipelines.cli import run
from pipelines.settings import load_settings
from tests.sampling.filled import Grid
from tests.sampling.filled import fill as fill_worksheet
from tests.serving import find_chromium, go_on, open_page, settle, upload, visit

CHROMIUM = find_chromium()
AUDITED = 12

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
    with open_page(home) as opened:
        yield opened


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


def decide_and_undo_by_keyboard(page: Page, home: Path) -> None:
    visit(page, "/cases")
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


def open_case_by_link(page: Page) -> None:
    address = page.url
    page.goto(address)
    expect(page.get_by_role("heading", name="Decision")).to_be_visible()
    press(page, "← All cases")
    expect(page.get_by_role("heading", name="Which cases need a decision?")).to_be_visible()


def find_nothing_paid(grid: Grid) -> None:
    grid[1][AUDITED] = 0.0


def save(page: Page, label: str, path: Path) -> None:
    """Press a button that hands out a file, and keep the file."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).first.click()
    download.value.save_as(path)


def draw_and_review_offline(page: Page, tmp_path: Path) -> None:
    go_on(page, "/samples?view=draw")
    page.get_by_label("Name", exact=True).first.fill("month")
    page.get_by_label("Size", exact=True).first.fill("12")
    press(page, "Draw sample")
    go_on(page, "/samples")
    press(page, "Prepare worksheet")
    save(page, "Download worksheet", tmp_path / "worksheet.xlsx")
    (tmp_path / "filled.xlsx").write_bytes(
        fill_worksheet((tmp_path / "worksheet.xlsx").read_bytes(), find_nothing_paid)
    )
    upload(page, page.locator('input[type="file"]').first, tmp_path / "filled.xlsx")
    page.get_by_role("button", name="Import review", exact=True).first.click()
    expect(page.get_by_text("1 of 12 units overpaid").first).to_be_visible()


def close_month(page: Page) -> None:
    """Rosa prepares and may not approve; Ann approves."""
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


def make_pack(page: Page, tmp_path: Path) -> Path:
    go_on(page, "/month")
    close_month(page)
    press(page, "Make the pack")
    page.get_by_role("button", name="Save the pack").first.wait_for()
    save(page, "Save the pack", tmp_path / "pack.zip")
    return tmp_path / "pack.zip"


def test_a_month_is_worked_closed_and_verified(page: Page, home: Path, tmp_path: Path) -> None:
    """One test, because each step reads what those before it left in the casebook."""
    decide_and_undo_by_keyboard(page, home)
    open_case_by_link(page)
    draw_and_review_offline(page, tmp_path)
    pack = make_pack(page, tmp_path)
    common = ["--home", str(home)]
    assert run(["pack", "verify", str(pack), *common]) == 0
    content = pack.read_bytes()
    middle = len(content) // 2
    (tmp_path / "changed.zip").write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    assert run(["pack", "verify", str(tmp_path / "changed.zip"), *common]) == 4
    exported = [event.body["table"] for event in open_casebook(load_settings(home)).read({"patient_data_exported"})]
    assert [table for table in exported if table.startswith("pack ")]
    assert "sample_worksheet" in exported
    assert run(["sample", "verify", "month", *common]) == 0
    assert verify_casebook(load_settings(home)).problem is None
    spoil_byte(home / "casebook.sqlite")
    assert run(["casebook", "verify", *common]) == 4


def spoil_byte(path: Path) -> None:
    """Change one letter of a signature in the file itself, as somebody with an editor would."""
    for file in (path, path.with_name(f"{path.name}-wal")):
        content = file.read_bytes() if file.exists() else b""
        if content:
            file.write_bytes(content.replace(b"independently of its", b"independently of Its"))
