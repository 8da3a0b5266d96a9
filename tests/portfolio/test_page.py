"""The portfolio page: what it says, what it shows, and the way into a practice, with a real browser."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pydantic import SecretStr
from streamlit.testing.v1 import AppTest

from dashboard.portfolio import text as words
from dashboard.portfolio.charts import draw_practices
from dashboard.theme import LIGHT
from pipelines.portfolio.attention import compare_practices, list_practices
from pipelines.portfolio.members import find_portfolio
from pipelines.portfolio.overview_file import make_tables, write_overview
from pipelines.portfolio.summary import summarize
from tests.law.repository import ROOT
from tests.portfolio.conftest import clear_environment
from tests.portfolio.test_summary import practice, rated
from tests.serving import IDLE, find_chromium, open_browser

TODAY = date(2026, 11, 29)
APP = ROOT / "dashboard/portfolio/app.py"


@pytest.fixture(scope="module")
def clients(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two practices and something else."""
    folder = tmp_path_factory.mktemp("clients")
    for name in ("east", "west"):
        shutil.copytree(sample_home, folder / name)
    (folder / "notes.txt").touch()
    return folder


def test_the_page_names_practices_and_downloads_them(
    clients: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_overview(
        tmp_path, summarize(find_portfolio([clients]).members, {}, TODAY), SecretStr("key of the page"), TODAY
    )
    for name, value in {"HOME": tmp_path, "KEY": "key of the page", "TODAY": TODAY.isoformat()}.items():
        monkeypatch.setenv(f"KXWATCH_{name}", str(value))
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not page.exception
    assert page.title[0].value == "Which practices need attention?"
    said = " ".join(each.value for each in [*page.header, *page.markdown])
    assert "2 of 2 practices need attention." in said
    assert "(east)" in said
    assert "(west)" in said
    (table,) = page.dataframe
    assert list(table.value["folder_name"]) == ["east", "west"]


def test_sentences_speak_of_one_and_of_many() -> None:
    columns = make_tables([], TODAY)["practice"].column_names
    totals = {
        "practices": 1, "needing_practices": 1, "expiring_services": 1, "expiring_cents": 12_300,
        "expiring_practices": 1, "needs_kx_patients": 1, "review_providers": 1, "recoverable_cents": 100,
        "lost_cents": 0, "stale_practices": 1, "failed_practices": 1,
    }  # fmt: skip
    assert words.answer_portfolio(pd.Series(totals), 60) == (
        "1 of 1 practice needs attention. $123 on 1 missing-KX denial expires within 60 days, in 1 practice."
    )
    assert words.answer_portfolio(pd.Series({**totals, "needing_practices": 0}), 60) == (
        "None of 1 practice needs attention."
    )
    assert words.say_totals(pd.Series(totals)) == (
        "All practices: 1 active patient needs KX now; 1 provider to review; missing KX: $1 recoverable, $0 expired;"
        " 1 practice without recent payments; 1 practice not read or not built."
    )
    known = {
        "is_stale": True,
        "needs_kx_patients": 2,
        "refused_files": 1,
        "expiring_services": 0,
        "review_providers": 0,
    }
    table = pd.DataFrame(list_practices([practice("quiet", **known)]), columns=columns)
    assert words.say_reasons(next(table.itertuples()), 60) == (
        "2 active patients need KX now; 1 refused file; no payments imported yet."
    )


def test_the_funnel_names_the_practice_that_stands_out() -> None:
    summaries = [rated(f"p{ordinal:02}", 8 + ordinal % 5, 100) for ordinal in range(30)] + [rated("harbor", 70, 100)]
    rows, total = compare_practices(list_practices(summaries))
    rates = pd.DataFrame(rows)
    assert words.title_funnel(rates, pd.Series(total)) == (
        "Early KX stands out in Harbor; all practices: 12% (370 of 3,100)"
    )
    figure = draw_practices(rates, pd.Series(total), LIGHT)
    marked = [trace for trace in figure.data if trace.marker.symbol == "diamond"]
    assert [list(trace.text) for trace in marked] == [["Harbor"]]


def ask(opener: urllib.request.OpenerDirector, address: str) -> tuple[int, str]:
    try:
        with opener.open(address, timeout=60) as answer:
            return answer.status, answer.url
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture(scope="module")
def served(clients: Path) -> Iterator[str]:
    """The address that `kxwatch portfolio serve` says; it ends when it is asked to, and leaves nothing behind."""
    command = [sys.executable, "-m", "pipelines", "portfolio", "serve", str(clients)]
    temporary = clients.parent / "temporary"
    temporary.mkdir()
    with subprocess.Popen(
        command, env=clear_environment({"TMPDIR": str(temporary)}), stderr=subprocess.PIPE, text=True
    ) as child:
        said = next(found for text in child.stderr or () if (found := re.search(r"http://\S+\?token=[\w-]+", text)))
        assert len(list(temporary.iterdir())) == 1
        yield said[0]
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=60)
    assert child.returncode == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process can answer")
def test_the_page_and_its_links_ask_for_the_token(served: str) -> None:
    address = served.partition("?")[0]
    stranger = urllib.request.build_opener()
    assert ask(stranger, address)[0] == 401
    assert ask(stranger, f"{address}open/unknown")[0] == 401
    known = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    assert ask(known, served)[0] == 200
    assert ask(known, f"{address}open/unknown") == (
        404,
        "This portfolio has no such practice. Go back and reload the page.",
    )


@pytest.mark.slow
@pytest.mark.browser
def test_a_browser_goes_from_the_portfolio_to_a_practice(served: str) -> None:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("needs Chromium")
    with open_browser(chromium) as browser:
        page = browser.new_page()
        page.goto(served)
        page.get_by_role("heading", name="Which practices need attention?").wait_for(timeout=120_000)
        page.locator(IDLE).wait_for(timeout=120_000)
        page.locator('[aria-label^="Funnel. Early KX"]').wait_for(timeout=60_000)
        with page.expect_popup() as opened:
            page.get_by_role("link", name=re.compile("^Open ")).first.click()
        practice_page = opened.value
        practice_page.get_by_role("heading", name="What needs attention this month?").wait_for(timeout=120_000)
        assert "token" not in practice_page.url
        assert re.match(r"http://127\.0\.0\.1:\d+/overview", practice_page.url)
        assert practice_page.url.partition("/overview")[0] not in served
