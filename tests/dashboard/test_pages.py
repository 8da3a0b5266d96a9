"""Every page opens, answers its question, and says what to do when there is nothing to show."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.cli import run
from tests.builders import claim, line, remittance
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask
from tests.warehouses import build_home

QUESTIONS = {
    "overview": "What needs attention this month?",
    "crossings": "Who is over, or near",
    "providers": "Which providers' KX patterns stand out?",
    "time_to_threshold": "How quickly do patients reach the threshold?",
    "denials": "What was denied",
    "data_quality": "Is this month's data complete?",
    "definitions": "Definitions and sources",
}
PROVIDERS = "select provider_npi from mart.provider_beneficiary_kx group by all order by sum(lines) desc"


def read_title(app: AppTest) -> str:
    return str(app.title[0].value)


def read_words(app: AppTest) -> str:
    return "\n".join(
        str(part.value) for part in [*app.title, *app.header, *app.markdown, *app.caption, *app.info, *app.error]
    )


def test_an_address_chooses_the_filters_and_a_wrong_one_is_forgotten(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "providers", pool="OT", payer="nobody")
    assert app.selectbox(key="pool").value == "OT"
    assert app.selectbox(key="payer").value == "all"
    assert "OT" in next(caption.value for caption in app.caption if caption.value.startswith("Filters:"))
    assert app.query_params["pool"] == "OT"
    assert "payer" not in app.query_params


def test_all_filters_are_lifted_at_once(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "overview", pool="OT", period="all")
    next(button for button in app.button if button.label == "Clear filters").click().run()
    assert app.selectbox(key="pool").value == "all"
    assert app.selectbox(key="period").value == str(
        ask(practice_home, "from mart.build_info")["data_through_date"].iloc[0].year
    )


@pytest.mark.parametrize("view", QUESTIONS)
def test_a_page_answers_its_question_with_a_picture(look_at: Callable[[str], AppTest], view: str) -> None:
    app = look_at(view)
    assert not app.exception
    assert not app.error
    assert read_title(app).startswith(QUESTIONS[view])
    assert len(app.get("plotly_chart")) >= 1
    assert "data through" in read_words(app)
    assert "synthetic data" in read_words(app)


def test_the_root_leads_to_the_overview(show: ShowPage, practice_home: Path) -> None:
    assert read_title(show(practice_home, "start")) == QUESTIONS["overview"]


@pytest.mark.parametrize("view", QUESTIONS)
def test_an_empty_home_says_what_to_do(show: ShowPage, tmp_path: Path, view: str) -> None:
    app = show(tmp_path / "nothing", view)
    assert not app.exception
    assert read_title(app) == "No remittances yet"
    assert "kxwatch build" in read_words(app)


def test_a_home_with_only_a_refused_file_shows_why(
    show: ShowPage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7 dear provider")
    assert run(["build", "--home", str(tmp_path / "home"), str(tmp_path / "letter.pdf")]) == 3
    app = show(tmp_path / "home", "data_quality")
    assert not app.exception
    assert "letter.pdf" in set(app.dataframe[0].value["file_name"])
    assert "1 file refused" in read_words(app)
    assert read_title(show(tmp_path / "home", "overview")) == "No remittances yet"
    assert read_title(show(tmp_path / "home", "definitions")) == QUESTIONS["definitions"]


def test_a_failed_build_is_said_with_its_reason(show: ShowPage, tmp_path: Path, practice_home: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(practice_home / "versions", home / "versions")
    status = {"finished_at": "2026-11-22T09:00:00", "exit_code": 4, "message": "The year 2031 has no threshold."}
    (home / "build_status.json").write_text(json.dumps(status), encoding="utf-8")
    app = show(home, "overview")
    assert [error.value for error in app.error] == [
        "The latest import (Nov 22, 2026, 09:00 UTC) failed, and nothing changed: The year 2031 has no threshold."
    ]
    assert len(app.get("plotly_chart")) == 4


def test_nothing_under_a_filter_names_the_filters_to_lift(show: ShowPage, practice_home: Path) -> None:
    provider = str(ask(practice_home, PROVIDERS)["provider_npi"].iloc[0])
    pool = str(
        ask(
            practice_home, "select pool from mart.provider_beneficiary_kx where provider_npi = $npi", npi=provider
        ).iloc[0, 0]
    )
    other = "OT" if pool == "PT_SLP" else "PT_SLP"
    app = show(practice_home, "providers", provider=provider, pool=other)
    assert not app.exception
    assert [info.value for info in app.info if "Clear the provider or the threshold category filter" in info.value]


def test_a_chosen_provider_opens_patients_and_lines_that_equal_its_row(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "providers", period="all")
    providers = next(table.value for table in app.dataframe if "kx_beneficiary_ratio" in table.value)
    app = show(practice_home, "providers", period="all", chosen=str(providers["provider_npi"].iloc[0]))
    patients = next(table.value for table in app.dataframe if "patient_id" in table.value)
    assert len(set(patients["patient_name"].index)) >= providers["beneficiaries"].iloc[0]
    assert patients["lines"].sum() == providers["lines"].iloc[0]
    said = next(part.value for part in app.markdown if part.value.startswith("**Lines of this provider**"))
    assert f"{providers['lines'].iloc[0]:,} lines" in said


def test_patients_are_masked_until_asked_for(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "providers", chosen=str(ask(practice_home, PROVIDERS)["provider_npi"].iloc[0]))
    patients = next(table.value for table in app.dataframe if "patient_id" in table.value)
    assert all("•••" in patient for patient in patients["patient_id"])
    app.toggle(key="identifiers_shown").set_value(True).run()
    patients = next(table.value for table in app.dataframe if "patient_id" in table.value)
    assert not any("•••" in patient for patient in patients["patient_id"])


def test_the_quality_page_says_that_the_share_over_the_threshold_is_synthetic(
    look_at: Callable[[str], AppTest],
) -> None:
    app = look_at("data_quality")
    assert any("that of a busy practice" in caption.value for caption in app.caption)


def test_each_ledger_of_the_quality_page_opens(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "data_quality")
    for table in ("Files", "Payments", "Checks", "Expectations", "Excluded", "Notes"):
        app.segmented_control(key="quality_table").set_value(table).run()
        assert not app.exception, table
        assert (app.query_params.get("table") or "Files") == table


def test_each_section_of_definitions_opens(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "definitions")
    sections = ("Measures", "Rules", "Terms", "Thresholds", "Numbers in rules", "Lists", "Tables", "Columns")
    for section in sections:
        app.segmented_control(key="section_").set_value(section).run()
        assert not app.exception, section
        assert (app.query_params.get("section") or "Measures") == section


def test_the_search_finds_words_in_any_order(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "definitions")
    app.text_input(key="search").set_value("leakage missing").run()
    assert not app.exception
    entries = [entry for entry in app.get("html") if "<details" in entry.proto.body]
    assert "leakage" in entries[0].proto.body.lower()
    app.text_input(key="search").set_value("no such word anywhere").run()
    assert any("Try one word" in info.value for info in app.info)


@pytest.mark.parametrize("view", QUESTIONS)
@pytest.mark.parametrize("filing", ["MB", "16"])
def test_a_practice_of_one_line_opens_every_page(
    show: ShowPage, one_line: dict[str, Path], view: str, filing: str
) -> None:
    app = show(one_line[filing], view)
    assert not app.exception
    assert not app.error
    assert read_title(app).startswith(QUESTIONS[view])


@pytest.fixture(scope="module")
def one_line(one_line_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Homes with one service line, which counts toward a threshold (MB) or does not (16)."""
    uncounted = tmp_path_factory.mktemp("uncounted") / "home"
    build_home(uncounted, {"one.835": remittance(claim("A1", line(), filing="16"))})
    return {"MB": one_line_home, "16": uncounted}


def test_deadlines_count_from_today_and_old_data_says_so(
    show: ShowPage, practice_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [note.value for note in show(practice_home, "denials").warning if "Newest payment" in note.value] == []
    monkeypatch.setenv("KXWATCH_TODAY", "2028-01-01")
    app = show(practice_home, "denials")
    assert [note.value for note in app.warning if "days ago. Deadlines count from today" in note.value]
    assert [words.value for words in app.markdown if "No correction route remains for the" in words.value]


def test_the_search_of_definitions_finds_the_terms_of_the_trade(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "definitions")
    for term in ("CO-119", "TPE", "ABN", "100%", "GX"):
        app.text_input("search").set_value(term).run()
        assert not app.exception
        entries = [str(getattr(part, "body", "")) for part in app.get("html")]
        assert any(term in entry for entry in entries if 'class="entry"' in entry), term
