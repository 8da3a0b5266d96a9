"""The claim check page: hands files to the command, shows what it answers, stores nothing."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views.claim_check.checking import check_files
from dashboard.views.claim_check.text import QUESTION, answer_check, list_findings, list_notices, list_rules
from pipelines.claim_check.answer import CheckAnswer
from tests.builders import claim, line, remittance
from tests.claim_files import bill, claim_file, service
from tests.dashboard.conftest import ShowPage
from tests.warehouses import build_home

WRONG = claim_file(bill("ACCOUNT77001", service(modifiers="GP KX GA")), bill("ACCOUNT77002", service()))


def _list_files(home: Path) -> set[str]:
    return {str(path) for path in home.rglob("*")}


@pytest.fixture(scope="module")
def answer(practice_home: Path) -> CheckAnswer:
    """What the command answers of two files, one of them no claim file."""
    before = _list_files(practice_home)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KXWATCH_HOME", str(practice_home))
        answer = check_files([("wrong.837", WRONG), ("letter.txt", b"dear provider")])
    assert _list_files(practice_home) == before
    return answer


def test_the_page_asks_for_a_file(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "claim_check")
    assert not app.exception
    assert app.title[0].value == QUESTION
    assert any("is not stored" in str(part.value) for part in app.header)


def test_the_answer_of_the_command_is_shown_by_rule_and_line(
    show: ShowPage, practice_home: Path, answer: CheckAnswer
) -> None:
    app = show(practice_home, "claim_check")
    app.session_state["claim_report"] = answer
    app.run()
    assert not app.exception
    assert any("2 service lines in 1 file. 2 findings" in str(part.value) for part in app.header)
    assert "letter.txt" in app.warning[0].value
    rules, lines = _tables(app)
    assert rules["claim_finding"].tolist() == ["KX with GA", "KX early"]
    assert rules["severity"].tolist() == ["will be denied", "at risk"]
    assert lines["claim_finding"].tolist() == ["KX with GA", "KX early"]


def _tables(app: AppTest) -> list[pd.DataFrame]:
    return [table.value for table in app.dataframe]


def test_a_muted_rule_is_hidden_and_stays_in_the_address(
    show: ShowPage, practice_home: Path, answer: CheckAnswer
) -> None:
    app = show(practice_home, "claim_check")
    app.session_state["claim_report"] = answer
    app.run()
    app.multiselect[0].set_value(["kx_early"]).run()
    rules, lines = _tables(app)
    assert rules["claim_finding"].tolist() == ["KX with GA", "KX early"]
    assert lines["claim_finding"].tolist() == ["KX with GA"]
    assert any("1 finding of muted rules hidden." in str(part.value) for part in app.caption)
    assert app.query_params["muted"] == "kx_early"


def test_claim_numbers_are_masked_until_identifiers_are_asked_for(
    show: ShowPage, practice_home: Path, answer: CheckAnswer
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
    report: CheckAnswer = {"exit_code": 2, "message": "Nothing has been built yet."}
    assert answer_check(report) == "Nothing has been built yet."
    assert (list_notices(report), list_rules(report).empty, list_findings([]).empty) == ([], True, True)


@pytest.mark.slow
def test_a_kept_check_is_compared_with_the_remittance_that_arrives_later(
    show: ShowPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Import, drop a claim file, fix it, check again, and a month later the page says what came true."""
    home = tmp_path / "home"
    monkeypatch.setenv("KXWATCH_HOME", str(home))
    known = remittance(claim("OWN", line("97799", on="2026-01-05", allowed=250_000)), on="2026-01-20")
    build_home(home, {"known.835": known})
    first = bill("FIXED", service("97799", "GP", "2026-01-21"))
    wrong = check_files([("claims.837", claim_file(first))], is_kept=True)
    assert [one["rule"] for one in wrong["findings"]] == ["kx_missing"]
    fixed = bill("FIXED", service("97799", "GP KX", "2026-01-21"))
    left = bill("LEFT", service("97799", "GP", "2026-01-22"))
    again = check_files([("claims.837", claim_file(fixed, left))], is_kept=True)
    assert [one["patient_control_number"] for one in again["findings"]] == ["LEFT"]
    answers = (
        claim("1", line("97799", "GP KX", "2026-01-21"), account="FIXED"),
        claim("2", line("97799", on="2026-01-22", denied="CO-119"), account="LEFT"),
    )
    build_home(home, {"later.835": remittance(*answers, on="2026-02-20")})
    app = show(home, "claim_check")
    assert not app.exception
    (told,) = _tables(app)
    assert any(
        "Will be denied: 1 of 1 adjudicated line was denied. Missed: 0." in str(part.value) for part in app.markdown
    )
    assert told[["claim_finding", "found_lines", "found_denied_lines", "missed_lines"]].to_numpy().tolist() == [
        ["KX missing", 1, 1, 0]
    ]
