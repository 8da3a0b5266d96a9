"""Prior use by hand with real clicks: rows pasted and typed, refused ones kept, saved as a file, undone, recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from pipelines.casebook import open_casebook
from pipelines.settings import load_settings
from tests.builders import claim, line, remittance
from tests.dashboard.page_builds import build_for, few_children, find_read
from tests.serving import find_chromium, open_page, settle
from tests.warehouses import open_warehouse

CHROMIUM = find_chromium()
ANN, BO, NOBODY = "1EG4TE5MK73", "2AA0AA0AA00", "3CC0CC0CC00"
TODAY = "2026-02-20"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here, so no page was opened in a browser."),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two patients with KX below the threshold."""
    folder = tmp_path_factory.mktemp("prior-use") / "home"
    visits = [claim(f"I{patient}", line("97110", "GP KX"), patient=patient) for patient in (ANN, BO)]
    build_for(folder, {"paid.835": remittance(*visits, on="2026-03-20")}, "before_the_claim")
    return folder


@pytest.fixture(scope="module")
def page(home: Path) -> Iterator[Page]:
    with open_page(home, KXWATCH_TODAY=TODAY, **few_children(find_read("before_the_claim"))) as opened:
        yield opened


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()
    settle(page)


def list_entries(home: Path) -> list[tuple[object, ...]]:
    with open_warehouse(home) as warehouse:
        columns = "pool, calendar_year, used_cents, as_of_date::varchar, prior_use_grade, entry_category"
        return warehouse.execute(f"select {columns} from mart.prior_use_entry order by all").fetchall()


def paste_rows(page: Page, home: Path) -> None:
    page.goto("/before-the-claim?view=prior-use")
    expect(page.get_by_text("2 patients with KX have unknown prior use.")).to_be_visible()
    page.get_by_text("Paste a list").click()
    box = page.get_by_label("Rows", exact=True)
    box.fill(f"1EG4-TE5-MK73\t$1,234.50\n{NOBODY}, $10, 02/01/2026\n{BO},,01/31/2026")
    press(page, "Save pasted rows")
    expect(page.get_by_text("1 amount saved. 1 is part of all figures now.")).to_be_visible()
    expect(page.get_by_text("Row 2 (patient •••CC00): no imported remittance names this patient.")).to_be_visible()
    expect(page.get_by_text("Row 3 (patient •••AA00): the amount is missing.")).to_be_visible()
    expect(page.get_by_text("1 patient with KX has unknown prior use.")).to_be_visible()
    expect(page.get_by_label("Rows", exact=True)).to_have_value(f"{NOBODY}, $10, 02/01/2026\n{BO},,01/31/2026")
    assert list_entries(home) == [("PT_SLP", 2026, 123_450, TODAY, "verified", "counts")]


def undo(page: Page, home: Path) -> None:
    press(page, "Undo")
    expect(page.get_by_text("2 patients with KX have unknown prior use.")).to_be_visible()
    assert list_entries(home) == [("PT_SLP", 2026, 123_450, TODAY, "verified", "withdrawn")]


def open_first_amount(page: Page) -> None:
    """The editor of the first cell. A grid that is drawn anew meanwhile takes no click, so it is clicked again."""
    grid, editor = page.get_by_test_id("stDataFrame").first.locator("canvas").first, page.locator("#portal .gdg-input")
    for _ in range(10):
        area = grid.bounding_box()
        assert area is not None
        page.mouse.move(area["x"] + 380, area["y"] + 50)
        page.mouse.dblclick(area["x"] + 390, area["y"] + 52)
        with suppress(Error):
            editor.wait_for(state="attached", timeout=5_000)
            return
    raise AssertionError("the editor of the first amount did not open")


def type_into_list(page: Page, home: Path) -> None:
    page.get_by_text("Patient or another provider (manually entered)").click()
    settle(page)
    open_first_amount(page)
    page.keyboard.type("$2,000", delay=50)
    page.keyboard.press("Enter")
    page.wait_for_timeout(1000)  # the grid tells the server a moment later
    press(page, "Save amounts")
    expect(page.get_by_text("1 amount saved. 1 is part of all figures now.")).to_be_visible()
    assert ("PT_SLP", 2026, 200_000, TODAY, "typed", "counts") in list_entries(home)


def test_amounts_are_pasted_undone_and_typed_and_the_casebook_names_no_patient(page: Page, home: Path) -> None:
    paste_rows(page, home)
    undo(page, home)
    type_into_list(page, home)
    kinds = ("prior_use_entered", "prior_use_withdrawn")
    events = open_casebook(load_settings(home)).read(kinds)
    assert [(event.kind, event.body["rows"]) for event in events] == [
        ("prior_use_entered", 1),
        ("prior_use_withdrawn", 1),
        ("prior_use_entered", 1),
    ]
    assert not any(patient in str(event.body) for event in events for patient in (ANN, BO, NOBODY))
