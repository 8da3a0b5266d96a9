"""Printed from the browser a page keeps its whole tables and what it is narrowed to, and loses its buttons."""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page

from dashboard.components.print_table import MOST_ROWS, carry_table
from dashboard.formats import format_dollars
from tests.dashboard.sample_practice import ask, ask_query, ask_text
from tests.serving import find_chromium, open_at

CHROMIUM = find_chromium()


def read_carried(said: str) -> dict[str, Any]:
    """What the element for paper carries, as the browser reads its one attribute."""
    found = re.fullmatch(r'<div class="print-only print-table" data-table="([^"<>]*)"></div>', said)
    assert found
    carried: dict[str, Any] = json.loads(unescape(found[1]))
    return carried


def test_paper_shows_values_as_the_screen_does() -> None:
    shown = pd.DataFrame({"open_cents": [123456, None], "kx_line_ratio": [0.256, None], "payer_name": ['<b>]>"', "x"]})
    shown = shown.assign(service_date=pd.Timestamp("2026-03-05"), is_open=[True, False])
    carried = read_carried(carry_table(shown, "Open claims", 2))
    assert carried["caption"] == "Open claims"
    assert carried["rows"] == [
        ["$1,234.56", "25.6%", '<b>]>"', "Mar 5, 2026", "yes"],
        ["", "", "x", "Mar 5, 2026", "no"],
    ]
    assert carried["isNumber"] == [True, True, False, False, False]
    assert carried["note"] == ""


def test_a_table_too_long_for_a_page_says_where_all_rows_are() -> None:
    carried = read_carried(carry_table(pd.DataFrame({"lines": range(MOST_ROWS + 5)}), "Lines", MOST_ROWS + 5))
    assert len(carried["rows"]) == MOST_ROWS
    assert f"{MOST_ROWS} of {MOST_ROWS + 5} rows." in carried["note"]


def read_paper(page: Page, address: str, folder: Path) -> str:
    """What pdftotext reads of the page as Chromium prints it. CI says that poppler is required."""
    if shutil.which("pdftotext") is None:
        assert os.environ.get("KXWATCH_POPPLER") != "required", "install poppler-utils"
        pytest.skip("needs poppler-utils (pdftotext)")
    open_at(page, address)
    path = folder / "page.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here, so no page was printed.")
def test_denials_and_a_patient_print_whole(page: Page, practice_home: Path, tmp_path: Path) -> None:
    version = ask_text(practice_home, "select version from mart.build_info")
    services = ask_query(practice_home, "denial_services", category="missing_kx", state="counted")
    assert len(services) > 20
    said = read_paper(page, "/denials?period=all&view=services&state=counted", tmp_path)
    for words in ("Filters: All months", "data through Oct 28, 2026", f"kxwatch {version}", "synthetic data"):
        assert words in said
    assert holds_amounts(said, services["charge_cents"])
    assert "Clear filters" not in said
    busiest = "select beneficiary_key, pool, calendar_year from mart.line where pool is not null group by all"
    patient = ask(practice_home, f"{busiest} order by count(*) desc limit 1").iloc[0]
    whose = "beneficiary_key = $beneficiary_key and pool = $pool and calendar_year = cast($calendar_year as bigint)"
    lines = ask(practice_home, f"from mart.line where {whose}", **patient.astype(str))
    account = f"{patient['pool']}-{patient['calendar_year']}"
    said = read_paper(page, f"/crossings?patient={patient['beneficiary_key']}&account={account}", tmp_path)
    assert "Filters:" in said
    assert f"kxwatch {version}" in said
    assert 200 < len(lines) <= MOST_ROWS
    assert holds_amounts(said, lines["accrued_after_cents"])


def holds_amounts(said: str, cents: "pd.Series[Any]") -> bool:
    """Whether the paper has every amount, those of the last row as well, as often as the rows have it."""
    printed = Counter(re.findall(r"-?\$[\d,]+\.\d\d", said))
    return printed >= Counter(format_dollars(int(each)) for each in cents.dropna())
