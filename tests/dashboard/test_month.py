"""The month page: figures are frozen by one person and approved by another, and later changes are shown beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.accounts import Account
from pipelines.casebook import Entry, open_casebook, verify_casebook
from pipelines.cli import run
from pipelines.sampling.review import ReviewedUnit, list_units, record_review
from pipelines.settings import load_settings
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask
from tests.dashboard.test_cases import home as home
from tests.dashboard.test_cases import press, write
from tests.dashboard.test_pages import read_title, read_words


@pytest.fixture
def month(home: Path) -> str:
    """The month before the newest one with payments."""
    found = ask(home, "select distinct date_trunc('month', payment_date) as paid from mart.payment order by paid desc")
    return f"{found['paid'].iloc[1]:%Y-%m}"


def prepare(show: ShowPage, home: Path, name: str = "Rosa") -> AppTest:
    app = write(show(home, "month"), "Your name", name)
    if app.text_area:
        app = write(app, "Why the data are usable in spite of the exceptions", "Known duplicates only.")
    return press(app, f"Prepare as {name}")


def read_frozen(home: Path) -> dict[str, Any]:
    event = open_casebook(load_settings(home)).read({"month_prepared"})[-1]
    frozen: dict[str, Any] = json.loads(json.dumps(event.body["frozen"]))
    return frozen


def test_two_people_close_the_month(show: ShowPage, home: Path, month: str) -> None:
    app = prepare(show, home)
    assert not app.exception
    assert "is prepared by Rosa" in read_words(app)
    app = press(write(app, "Your name", "rosa "), "Approve as rosa")
    assert "another person must approve it" in app.error[0].value
    app = press(write(app, "Your name", "Ann"), "Approve as Ann")
    assert not app.error
    words = read_words(app)
    assert "is closed: prepared by Rosa" in words
    assert "**Approved**: Ann" in words
    assert "I reviewed this close independently of its preparation and approve it." in words
    verification = verify_casebook(load_settings(home))
    assert (verification.problem, verification.recorded_heads) == (None, 1)
    assert read_frozen(home)["month"] == month


def test_a_close_freezes_figures_cases_versions_and_hashes(show: ShowPage, home: Path, month: str) -> None:
    prepare(show, home)
    frozen = read_frozen(home)
    figures = {told["figure_name"]: told for told in frozen["figures"]}
    paid = ask(home, f"select count(*) as n from mart.payment where strftime(payment_date, '%Y-%m') = '{month}'")
    assert figures["payments"]["figure_count"] == int(paid["n"].iloc[0])
    files = ask(home, "from mart.file where status = 'accepted'")
    assert {told["file_sha256"] for told in frozen["files"]} == set(files["file_sha256"])
    assert len(frozen["lists"]["new"]) == len(frozen["cases"]) > 0
    assert frozen["versions"]["reference"] == ask(home, "from mart.build_info")["reference_version"].iloc[0]
    assert {"kx_threshold_cents", "alert_cents"} <= set(frozen["thresholds"][0])
    assert "case_listing_days" in {told["parameter_name"] for told in frozen["rules"]}


def test_exceptions_must_be_accepted_with_a_comment(show: ShowPage, home: Path) -> None:
    app = press(write(show(home, "month"), "Your name", "Rosa"), "Prepare as Rosa")
    assert "Say why they are usable" in app.error[0].value
    assert open_casebook(load_settings(home)).read({"month_prepared"}) == []


def test_a_later_remittance_is_shown_beside_the_frozen_figures(show: ShowPage, home: Path, month: str) -> None:
    prepare(show, home)
    book = open_casebook(load_settings(home))
    told = book.read({"month_prepared"})[0]
    frozen = read_frozen(home)
    frozen["figures"][0]["figure_count"] -= 1
    book.append(Entry("month_reopened", told.subject, "Rosa", {"reason": "a file came late"}))
    book.append(Entry("month_prepared", told.subject, "Rosa", {"frozen": frozen, "meaning": "prepared"}))
    app = show(home, "month")
    assert "Later remittances changed 1 figure: Payments received in the month." in read_words(app)


def test_a_preparation_is_withdrawn_with_a_reason(show: ShowPage, home: Path) -> None:
    app = press(prepare(show, home), "Withdraw")
    assert "needs a reason" in app.error[0].value
    app = press(write(app, "Reason", "A file came late."), "Withdraw")
    assert "is not closed yet" in read_words(app)


def test_a_reviewer_who_bills_is_warned(show: ShowPage, home: Path) -> None:
    prepare(show, home)
    open_casebook(load_settings(home)).append(Entry("claim_worked", "claim s1", "Ann", {"worked_date": "2026-10-01"}))
    app = write(show(home, "month"), "Your name", "Ann")
    assert "A reviewer who also bills" in app.warning[0].value


def test_a_practice_without_payments_has_no_month_to_close(show: ShowPage, tmp_path: Path) -> None:
    app = show(tmp_path / "nothing", "month")
    assert not app.exception
    assert read_title(app) == "No remittances yet"


def test_who_is_signed_in_signs_with_that_name_alone(
    show: ShowPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = Account("rosa", "officer", (), "1")
    monkeypatch.setattr("dashboard.viewer.find_viewer", lambda: officer)
    monkeypatch.setattr("dashboard.casebook.find_viewer", lambda: officer)
    app = show(home, "month")
    assert not [box for box in app.text_input if box.label == "Your name"]
    app = press(write(app, "Why the data are usable in spite of the exceptions", "Duplicates only."), "Prepare as rosa")
    event = open_casebook(load_settings(home)).read({"month_prepared"})[0]
    assert (event.actor, event.body["month"]) == ("rosa", event.subject.removeprefix("month "))
    app = press(app, "Approve as rosa")
    assert "another person must approve it" in app.error[0].value


def test_the_close_holds_the_result_of_the_sample_and_the_actions(show: ShowPage, home: Path) -> None:
    assert run(["sample", "draw", "first", "--unit", "claim", "--size", "5", "--seed", "7", "--home", str(home)]) == 0
    settings = load_settings(home)
    units = [
        ReviewedUnit(one["order"], one["unit_key"], 0 if one["order"] == 1 else one["paid_cents"], False, "other", "")
        for one in list_units(settings, "first")
    ]
    record_review(settings, "first", units, "Ana")
    body = {"title": "KX too early", "root_cause": "template", "corrective_action": "training"}
    open_casebook(settings).append(Entry("finding_recorded", "finding f1", "Ana", body))
    app = prepare(show, home)
    assert not app.exception
    words = read_words(app)
    assert "Sample **first**: 1 of 5 units overpaid, error rate 20.0%, 95% limits" in words
    assert "1 finding, 1 with an open corrective action." in words
    (result,) = read_frozen(home)["sample_results"]
    assert (result["name"], result["error_rate"]["found"], result["reviewed_by"]) == ("first", 1, "Ana")
