"""A month before the claim with real clicks: responses, a claim file, its mended version kept, and what came true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.builders import claim, line, remittance
from tests.claim_check.conftest import READ_BY_CHECKS
from tests.claim_files import bill, claim_file, service
from tests.dashboard.page_builds import few_children, find_read
from tests.eligibility import person, remaining, response
from tests.few_models import build_few
from tests.serving import find_chromium, go_on, open_page, settle, upload, visit
from tests.warehouses import build_home, open_warehouse

CHROMIUM = find_chromium()
TABLES = {*find_read("claim_check", "data_quality"), *READ_BY_CHECKS}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here, so no page was opened in a browser."),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice that was paid $100.00 for the patient."""
    folder = tmp_path_factory.mktemp("before-the-claim") / "home"
    paid = remittance(claim("PAID", line("97110", on="2026-01-05")), on="2026-01-20")
    build_small(folder, {"paid.835": paid})
    return folder


@pytest.fixture(scope="module")
def page(home: Path) -> Iterator[Page]:
    with open_page(home, **few_children(TABLES)) as opened:
        yield opened


def build_small(home: Path, files: Mapping[str, bytes]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        build_few(patched, *TABLES)
        build_home(home, files)


def drop(page: Page, name: str, content: bytes, button: str) -> None:
    """Drop a file into the box of the page and press its button."""
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    upload(page, page.locator("input[type=file]").first, file)
    expect(page.get_by_text(name).first).to_be_visible()
    page.get_by_role("button", name=button, exact=True).click()
    settle(page)


def import_file(page: Page, name: str, content: bytes) -> None:
    """Import a file on the page Data quality."""
    visit(page, "/data-quality")
    page.get_by_text("Import files").first.click()
    settle(page)
    drop(page, name, content, "Import")
    expect(page.get_by_text("All files were imported.").first).to_be_visible()


def test_a_month_before_the_claim(page: Page, home: Path) -> None:
    # $20 remain: $2,460 were used everywhere, $2,360 of it at other providers
    import_file(page, "answer.271", response(person(*remaining("20")), on="2026-01-19"))

    go_on(page, "/claim-check")
    first = (bill("FIXED", service(on="2026-01-21")), bill("LEFT", service(on="2026-01-22")))
    drop(page, "claims.837", claim_file(*first, created="2026-01-23"), "Check claims")
    expect(page.get_by_text("2 findings, 2 that will be denied").first).to_be_visible()
    with open_warehouse(home) as warehouse:
        assert warehouse.execute("select count(*) from ledger.checked_line").fetchall() == [(0,)]

    mended = (bill("FIXED", service("97110", "GP KX", "2026-01-21")), first[1])
    page.get_by_text("Keep this check").click()
    drop(page, "mended.837", claim_file(*mended, created="2026-01-23"), "Check claims")
    expect(page.get_by_text("1 finding, 1 that will be denied").first).to_be_visible()

    following = claim_file(bill("NEXT", *[service(on="2026-01-26")] * 2), created="2026-01-27")
    drop(page, "next.837", following, "Check claims")
    expect(page.get_by_text("2 findings, 2 that will be denied").first).to_be_visible()

    answers = (
        claim("1", line("97110", "GP KX", "2026-01-21"), account="FIXED"),
        claim("2", line("97110", on="2026-01-22", denied="CO-119"), account="LEFT"),
    )
    build_small(home, {"later.835": remittance(*answers, on="2026-02-09")})
    visit(page, "/claim-check")
    expect(page.get_by_text("Will be denied: 1 of 1 adjudicated line was denied. Missed: 0.").first).to_be_visible()
