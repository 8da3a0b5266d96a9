"""First steps: an empty folder, refused files only, one file, a first import: what happened and what comes next."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.receipt_text import answer_no_remittances, say_receipt, say_refused
from dashboard.views.data_quality.text import title_arrivals
from dashboard.views.overview.text import Decision, list_decisions
from pipelines.casebook import open_casebook
from pipelines.settings import load_settings
from tests.builders import claim, line, prior_use, remittance
from tests.dashboard.conftest import ShowPage
from tests.dashboard.page_builds import build_for
from tests.dashboard.test_charts_overview import facts


def read_words(app: AppTest) -> str:
    assert not app.exception
    parts = [*app.title, *app.header, *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return "\n".join(str(part.value) for part in parts)


@pytest.fixture(scope="module")
def one_file_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One remittance of one month, with a denial that has no comparable allowed line."""
    folder = tmp_path_factory.mktemp("one-file") / "home"
    visits = [
        claim("I1", line("97110", "GP KX", on="2026-09-03"), line("97140", "GP", on="2026-09-03", denied="CO-119")),
        claim("I2", line("97110", "GP", on="2026-09-04"), patient="2AA0AA0AA00"),
    ]
    build_for(
        folder, {"paid.835": remittance(*visits, on="2026-09-20")}, "overview", "crossings", "providers", "data_quality"
    )
    return folder


def test_an_empty_folder_says_that_nothing_was_imported_and_how_to_begin(show: ShowPage, tmp_path: Path) -> None:
    said = read_words(show(tmp_path / "home", "overview"))
    assert "No remittances yet" in said
    assert "Nothing was imported yet." in said
    assert "1. Drop remittance files below" in said


def test_refused_files_alone_say_why_on_every_page(show: ShowPage, tmp_path: Path) -> None:
    files = {"letter.pdf": b"%PDF-1.7", "usage.csv": prior_use(50_000, "2026-01-15")}
    build_for(tmp_path / "home", files, "overview")
    said = read_words(show(tmp_path / "home", "overview"))
    assert "1 file imported (prior use), none of them a remittance with lines." in said
    assert "1 file imported, 1 file refused." in said
    assert "letter.pdf: it is a PDF" in said


def test_a_refused_file_stays_until_somebody_has_seen_it(show: ShowPage, tmp_path: Path) -> None:
    home = tmp_path / "home"
    files = {"letter.pdf": b"%PDF-1.7", "paid.835": remittance(claim("I1", line()), on="2026-01-20")}
    build_for(home, files, "overview", "data_quality")
    assert "**1 file** refused" in read_words(show(home, "overview"))
    page = show(home, "data_quality")
    assert "1 file was refused and not imported." in read_words(page)
    page.button("refused_seen").click().run()
    assert "1 file was refused and not imported." not in read_words(page)
    assert "**1 file** refused" not in read_words(show(home, "overview"))
    (event,) = open_casebook(load_settings(home)).read(("refused_files_seen",))
    assert len(event.body["file_sha256"]) == 1
    build_for(home, {"picture.png": b"\x89PNG more"}, "overview", "data_quality")
    assert "**1 file** refused" in read_words(show(home, "overview"))


def test_the_first_import_says_what_it_holds_and_what_next(show: ShowPage, one_file_home: Path) -> None:
    said = read_words(show(one_file_home, "overview"))
    assert "This is your first import: services from Sep 3, 2026, payments through Sep 20, 2026." in said
    assert "1 file imported. 3 service lines read." in said
    assert "Next: import the earlier months" in said


def test_one_month_is_not_compared_with_a_month_before_it(show: ShowPage, one_file_home: Path) -> None:
    said = read_words(show(one_file_home, "overview"))
    assert "This is the first month of data" in said
    assert "Not enough history for trends: 0 complete months so far" in said
    assert "1 missing-KX denial** still open, amount not estimated yet" in said
    for view in ("crossings", "providers", "data_quality"):
        page = read_words(show(one_file_home, view))
        assert "This is the first month of data" in page
        assert "Aug 31, 2026:" not in page


def test_a_one_month_axis_has_one_label() -> None:
    from dashboard.theme import LIGHT
    from dashboard.views.data_quality.charts import draw_arrivals

    month = pd.Timestamp("2026-09-01")
    complete = pd.DataFrame(
        {"payee_npi": ["1"], "payee_name": ["A"], "payment_month": [month], "payments": [1], "claim_payments": [1],
         "payment_cents": [1]}
    )  # fmt: skip
    assert list(draw_arrivals(complete, LIGHT).layout.xaxis.tickvals) == [month]
    assert title_arrivals(complete) == "Payments in Sep 2026, the only month so far"


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["accepted"], "1 file imported."),
        (["accepted", "accepted", "refused"], "2 files imported, 1 file refused."),
        (["duplicate", "duplicate"], "2 files imported before."),
    ],
)
def test_the_receipt_counts_each_outcome(statuses: list[str], said: str) -> None:
    files = pd.DataFrame({"status": statuses, "service_lines": 0, "offered_at": pd.Timestamp("2026-11-29 06:10")})
    assert say_receipt(files) == f"**Latest import** (Nov 29, 2026, 06:10 UTC): {said}"


def test_one_and_two_refused_files_are_said_in_their_number() -> None:
    refused = pd.DataFrame({"status": ["refused"], "kind": ["unknown"]})
    assert answer_no_remittances(refused) == "1 file was refused, and nothing was imported."
    assert answer_no_remittances(pd.concat([refused, refused])).startswith("2 files were refused")
    assert say_refused(2).startswith("2 files were refused")


def test_an_open_denial_without_an_estimate_is_not_zero_dollars() -> None:
    first: Decision = list_decisions(facts(open_services=2, open_cents=0, soon_services=0, soon_cents=0), 60)[0]
    assert (first.amount, first.what) == ("2 missing-KX denials", "still open, amount not estimated yet")
