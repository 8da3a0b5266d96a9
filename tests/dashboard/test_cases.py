"""Cases on the page: listed, opened by address, decided, undone, and not decided over what somebody else did."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.case_list import complete
from dashboard.components.labels import name_rule
from dashboard.views.cases.listing import is_in_group
from pipelines.casebook import Entry, open_casebook, verify_casebook
from pipelines.casework.cases import Case, Cause
from pipelines.settings import load_settings
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask
from tests.dashboard.test_denial_parts import table_with
from tests.dashboard.test_pages import read_title, read_words


@pytest.fixture
def home(practice_home: Path, tmp_path: Path) -> Path:
    """A copy of the practice, whose casebook belongs to one test."""
    shutil.copytree(practice_home, tmp_path / "home", ignore=shutil.ignore_patterns("casebook.*"))
    return tmp_path / "home"


@pytest.fixture
def key(home: Path) -> str:
    """A case of the practice: a patient over the threshold."""
    found = ask(home, "from mart.review_case where case_category = 'kx_crossing' and is_recent order by case_key")
    return str(found["case_key"].iloc[0])


def pick(app: AppTest, label: str, value: object) -> AppTest:
    next(box for box in app.selectbox if box.label == label).set_value(value)
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label.startswith(label)).click()
    return app.run()


def write(app: AppTest, label: str, value: str) -> AppTest:
    next(box for box in [*app.text_area, *app.text_input] if box.label == label).set_value(value)
    return app.run()


def test_the_list_counts_what_the_data_show(show: ShowPage, home: Path) -> None:
    app = show(home, "cases")
    recent = len(ask(home, "from mart.review_case where is_recent"))
    failed = len(ask(home, "from mart.check_result where not is_passed"))
    assert not app.exception
    assert read_title(app) == "Which cases need a decision?"
    assert f"{recent + failed:,} open cases, {recent + failed:,} not yet reviewed" in read_words(app)
    assert open_casebook(load_settings(home)).chain().length == 1


def test_a_data_problem_says_what_is_wrong_and_in_which_file(show: ShowPage, home: Path) -> None:
    problem = ask(home, "from mart.review_case where case_category = 'data_problem' order by case_key").iloc[0]
    app = show(home, "cases", case=str(problem["case_key"]))
    said = f"{name_rule(problem['rule'])} ({problem['file_name']})"
    assert read_title(app) == f"Data problem: {said}"
    assert problem["file_name"].endswith(".835")
    listed = table_with(show(home, "cases", category="data_problem"), "cause_text")
    assert said in set(listed["cause_text"])


def test_a_case_of_an_earlier_version_shows_what_its_cause_shows_now() -> None:
    day = date(2026, 3, 9)
    case = Case("data_problem-refused-1", "data_problem", day, {"lines": 3}, day)
    cause = Cause(
        case.key, case.category, day, is_recent=True, facts={"rule": "refused", "file_name": "a.835", "lines": 4}
    )
    assert complete(case, cause).facts == {"rule": "refused", "file_name": "a.835", "lines": 3}
    assert complete(case, None) is case


def test_mine_are_the_open_cases_of_who_looks_and_nobody_is_asked_for_the_other_groups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    day = date(2026, 3, 9)
    case = replace(Case("data_problem-refused-1", "data_problem", day, {}, day), owner="Ann")
    asked = []

    def look() -> str:
        asked.append("Ann")
        return "Ann"

    monkeypatch.setattr("dashboard.views.cases.listing.find_actor", look)
    assert [is_in_group(case, group, day) for group in ("open", "overdue", "ended", "closed")] == [
        True, False, False, False,
    ]  # fmt: skip
    assert not asked
    assert is_in_group(case, "mine", day)
    assert not is_in_group(replace(case, owner="Bo"), "mine", day)
    assert not is_in_group(replace(case, status="closed"), "mine", day)


def test_a_filter_narrows_the_list(show: ShowPage, home: Path) -> None:
    everything, narrowed = show(home, "cases"), show(home, "cases", pool="OT")
    assert not narrowed.exception
    assert read_words(everything) != read_words(narrowed)


def test_a_case_is_opened_by_its_address_and_decided(show: ShowPage, home: Path, key: str) -> None:
    app = show(home, "cases", case=key)
    assert read_title(app).startswith("Over the KX threshold: •••")
    app = pick(app, "New status", "in_review")
    app = write(app, "Owner", "Ann")
    app = press(write(app, "Comment", "asked the clinic"), "Save decision")
    assert [box.value for box in app.success] == ["Saved."]
    assert "Status: **In review**, owner Ann." in read_words(app)
    assert "In review; owner Ann: asked the clinic" in read_words(app)
    assert next(box for box in app.text_area if box.label == "Comment").value == ""
    assert verify_casebook(load_settings(home)).problem is None


def test_what_the_rules_forbid_is_said_and_what_was_typed_stays(show: ShowPage, home: Path, key: str) -> None:
    app = pick(show(home, "cases", case=key), "New status", "explained")
    app = press(write(app, "Comment", "long course"), "Save decision")
    assert "The status explained needs a reason" in app.error[0].value
    assert next(box for box in app.text_area if box.label == "Comment").value == "long course"
    app = press(pick(app, "Reason", "chart_supports"), "Save decision")
    assert "Status: **Explained**, the chart supports" in read_words(app)


def test_somebody_elses_decision_is_shown_first(show: ShowPage, home: Path, key: str) -> None:
    app = pick(show(home, "cases", case=key), "New status", "in_review")
    book = open_casebook(load_settings(home))
    book.append(Entry("case_decided", f"case {key}", "Bo", {"status": "false_alarm", "reason": "data_error"}))
    app = press(app, "Save decision")
    assert "Bo recorded another decision" in app.warning[0].value
    assert "False alarm; The remittance data are wrong" in app.warning[0].value
    assert len(book.read(kinds={"case_decided"})) == 1
    app = press(app, "Save decision")
    assert not app.warning
    assert [event.actor == "Bo" for event in book.read(kinds={"case_decided"})] == [True, False]


def test_a_decision_is_undone_and_stays_in_the_history(show: ShowPage, home: Path, key: str) -> None:
    app = press(pick(show(home, "cases", case=key), "New status", "in_review"), "Save decision")
    app = press(app, "Undo")
    assert "Status: **New**" in read_words(app)
    assert "~~In review~~ (undone)" in read_words(app)
    assert not [button for button in app.button if button.label.startswith("Undo")]


def test_the_next_case_is_a_button_away(show: ShowPage, home: Path) -> None:
    app = press(show(home, "cases"), "Open the first case")
    first = app.query_params["case"]
    app = press(app, "Next case")
    assert app.query_params["case"] != first
    app = press(press(app, "Previous case"), "← All cases")
    assert read_title(app) == "Which cases need a decision?"


def test_a_case_whose_cause_ended_waits_and_is_closed_with_a_comment(show: ShowPage, home: Path) -> None:
    show(home, "cases")
    gone = {"key": "approaching-b9-OT-2026", "category": "approaching", "cause_date": "2026-09-01", "pool": "OT"}
    open_casebook(load_settings(home)).append(Entry("cases_listed", "cases", "kxwatch", {"opened": [gone]}))
    app = show(home, "cases")
    assert "1 case waits because the cause ended" in read_words(app)
    app = show(home, "cases", group="ended")
    assert "Close the listed case" not in read_words(app)
    app = press(write(app, "Comment for all of them", "Discharged."), "Close them")
    assert [error.value for error in app.error] == []
    assert "because the cause ended" not in read_words(app)


def test_a_claim_is_worked_on_and_its_answer_shown(show: ShowPage, home: Path) -> None:
    events = ask(home, "from mart.denial_event where event_number > 1 order by denial_service_line_key")
    service = str(events["denial_service_line_key"].iloc[0])
    body = {"worked_date": "2020-01-01", "sent_date": "2020-01-02", "expected_date": "2020-02-01"}
    open_casebook(load_settings(home)).append(Entry("claim_worked", f"claim {service}", "Ann", body))
    app = show(home, "cases", view="queue", step="answered", claim=service)
    assert not app.exception
    assert "A later adjudication came on" in read_words(app)
    assert "To do · " in str(app.segmented_control(key="step").options)


def test_an_open_claim_is_recorded(show: ShowPage, home: Path) -> None:
    service = str(ask(home, "from mart.denial where state = 'open' order by 1")["service_line_key"].iloc[0])
    app = show(home, "cases", view="queue", claim=service)
    next(box for box in app.text_input if box.label == "Note").set_value("corrected claim")
    app = press(app, "Save")
    assert [error.value for error in app.error] == []
    assert [event.body for event in open_casebook(load_settings(home)).read({"claim_worked"})] == [
        {"note": "corrected claim"}
    ]


def test_a_finding_is_recorded_and_an_incomplete_one_is_not(show: ShowPage, home: Path) -> None:
    app = press(show(home, "cases", view="findings"), "New finding")
    app = press(app, "Save finding")
    assert "needs a title" in app.error[0].value
    for label in ("Finding", "Root cause", "Corrective action"):
        next(box for box in [*app.text_area, *app.text_input] if box.label == label).set_value(f"{label} said")
    app = press(app, "Save finding")
    assert [error.value for error in app.error] == []
    assert "1 finding: 1 with an open action, 0 overdue." in read_words(app)


def test_a_casebook_that_cannot_be_read_says_so_on_the_page(show: ShowPage, home: Path) -> None:
    show(home, "cases")
    for path in home.glob("casebook.sqlite*"):
        path.unlink()
    app = show(home, "cases")
    assert not app.exception
    assert "The casebook is damaged or missing" in app.error[0].value


def test_the_checklist_is_answered_beside_the_treatment_days(show: ShowPage, home: Path, key: str) -> None:
    app = show(home, "cases", case=key)
    assert "treatment days in this year: at least" in read_words(app)
    next(radio for radio in app.radio if radio.label.startswith("Is the plan of care")).set_value("yes")
    app = press(app, "Save checklist")
    assert [error.value for error in app.error] == []
    assert [event.body["answers"] for event in open_casebook(load_settings(home)).read({"readiness_recorded"})] == [
        {"plan_of_care": "yes"}
    ]


def test_a_line_is_held_against_the_register(show: ShowPage, home: Path) -> None:
    line = ask(home, "from mart.refund_check where standing_category = 'standing' order by service_date").iloc[0]
    told = {"procedure_codes": [], "signed_date": "2020-01-01", "last_date": "2030-01-01", "kind": "mandatory"}
    app = show(home, "cases", view="notices")
    assert not app.exception
    before = read_words(app)
    open_casebook(load_settings(home)).append(
        Entry("notice_recorded", "notice n1", "Ann", {**told, "beneficiary_key": str(line["beneficiary_key"])})
    )
    app = show(home, "cases", view="notices")
    assert not app.exception
    assert "no notice is recorded for" in before
    assert read_words(app) != before
