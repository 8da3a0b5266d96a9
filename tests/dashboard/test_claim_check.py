"""The claim check page: hands files to the command, shows what it answers, stores nothing."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views.claim_check.checking import check_files
from dashboard.views.claim_check.text import QUESTION, answer_check, list_findings, list_notices, list_rules
from tests.claim_files import bill, claim_file, service
from tests.dashboard.conftest import ShowPage

WRONG = claim_file(bill("ACCOUNT77001", service(modifiers="GP KX GA")), bill("ACCOUNT77002", service()))


def _list_files(home: Path) -> set[str]:
    return {str(path) for path in home.rglob("*")}


@pytest.fixture
def answer(practice_home: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the command answers of two files, one of them no claim file."""
    monkeypatch.setenv("KXWATCH_HOME", str(practice_home))
    before = _list_files(practice_home)
    answer = check_files([("wrong.837", WRONG), ("letter.txt", b"dear provider")])
    assert _list_files(practice_home) == before
    return answer


def test_the_page_asks_for_a_file(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "claim_check")
    assert not app.exception
    assert app.title[0].value == QUESTION
    assert any("is not stored" in str(part.value) for part in app.markdown)


def test_the_answer_of_the_command_is_shown_by_rule_and_line(
    show: ShowPage, practice_home: Path, answer: dict[str, object]
) -> None:
    app = show(practice_home, "claim_check")
    app.session_state["claim_report"] = answer
    app.run()
    assert not app.exception
    assert any("2 service lines in 1 file. 2 findings" in str(part.value) for part in app.markdown)
    assert "letter.txt" in app.warning[0].value
    rules, lines = _tables(app)
    assert rules["claim_finding"].tolist() == ["KX with GA", "KX early"]
    assert rules["severity"].tolist() == ["will be denied", "at risk"]
    assert lines["claim_finding"].tolist() == ["KX with GA", "KX early"]


def _tables(app: AppTest) -> list[pd.DataFrame]:
    return [table.value for table in app.dataframe]


def test_claim_numbers_are_masked_until_identifiers_are_asked_for(
    show: ShowPage, practice_home: Path, answer: dict[str, object]
) -> None:
    app = show(practice_home, "claim_check")
    app.session_state["claim_report"] = answer
    app.run()
    hidden = _tables(app)[1]["patient_control_number"].tolist()
    assert "ACCOUNT77001" not in hidden
    assert hidden[0].endswith("7001")
    app.toggle(key="identifiers_shown").set_value(True).run()
    assert _tables(app)[1]["patient_control_number"].tolist()[0] == "ACCOUNT77001"


def test_a_check_that_cannot_run_says_why() -> None:
    report = {"exit_code": 2, "message": "Nothing was built yet."}
    assert answer_check(report) == "Nothing was built yet."
    assert (list_notices(report), list_rules(report).empty, list_findings(report, "look").empty) == ([], True, True)
