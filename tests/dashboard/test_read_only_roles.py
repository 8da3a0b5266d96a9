"""A biller works the queue of the own clinics; an auditor and an owner read months as they were signed."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.accounts import Account
from dashboard.casebook import read_work
from dashboard.components.sample_command import change_sample, fetch_worksheet, read_sample
from pipelines.casebook import Entry, open_casebook
from pipelines.casework.decisions import Signature
from pipelines.casework.months import KINDS, approve_month, derive_months
from pipelines.cli import run
from pipelines.settings import load_settings
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask_text
from tests.dashboard.test_cases import home as home
from tests.dashboard.test_month import prepare
from tests.dashboard.test_pages import read_words


def become(monkeypatch: pytest.MonkeyPatch, role: str, *clinics: str) -> None:
    account = Account("rosa", role, clinics, "1")
    for module in ("viewer", "casebook", "access_log", "components.frame"):
        monkeypatch.setattr(f"dashboard.{module}.find_viewer", lambda: account)


def list_labels(app: AppTest) -> set[str]:
    return {button.label for button in app.button}


def list_switches(app: AppTest) -> set[str]:
    return {str(getattr(box, "label", "")) for box in app.get("segmented_control")}


@pytest.mark.parametrize("role", ["biller", "officer"])
def test_the_queue_holds_the_claims_of_the_own_clinics(
    show: ShowPage, home: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    count = "select payee_npi from mart.denial where state = 'open' group by all order by count(*) {} limit 1"
    own, other = ask_text(home, count.format("")), ask_text(home, count.format("desc"))
    assert own != other
    book = open_casebook(load_settings(home))
    keys = {}
    for clinic in (own, other):
        keys[clinic] = ask_text(
            home, f"select min(service_line_key) from mart.denial where state = 'open' and payee_npi = '{clinic}'"
        )
        book.append(Entry("claim_worked", f"claim {keys[clinic]}", "Bo", {"note": f"note of {clinic}"}))
    become(monkeypatch, role, own)
    app = show(home, "cases", claim=keys[own])
    assert not app.exception
    assert "Which denied claims need work?" in [title.value for title in app.title]
    assert "Part of the page" not in list_switches(app)
    said = [box.value for box in app.text_input if box.label == "Note"]
    assert said == [f"note of {own}"]
    assert set(read_work()) == {keys[own]}
    app = show(home, "cases", claim=keys[other])
    assert not [box for box in app.text_input if box.label == "Note"]


def test_a_biller_records_work_and_decides_no_case(show: ShowPage, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, "biller")
    key = ask_text(home, "select min(service_line_key) from mart.denial where state = 'open' and is_loss")
    app = show(home, "cases", claim=key, view="findings", case="kx_crossing-x")
    assert "New finding" not in list_labels(app)
    next(box for box in app.text_input if box.label == "Note").set_value("called the payer")
    next(button for button in app.button if button.label == "Save").click()
    app.run()
    assert not app.error
    (event,) = open_casebook(load_settings(home)).read({"claim_worked"})
    assert (event.actor, event.body) == ("rosa", {"note": "called the payer"})


@pytest.fixture
def closed_home(show: ShowPage, home: Path) -> Path:
    """A month closed by two people with one sample drawn before and one after."""
    common = ["--unit", "claim", "--size", "5", "--home", str(home)]
    assert run(["sample", "draw", "before", *common]) == 0
    prepare(show, home)
    book = open_casebook(load_settings(home))
    (month,) = derive_months(book.read(KINDS)).values()
    approve_month(book, month, Signature("Ann", ""))
    assert run(["sample", "draw", "after", *common]) == 0
    return home


def test_an_auditor_reads_closed_months_and_their_samples(
    show: ShowPage, closed_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(monkeypatch, "auditor")
    app = show(closed_home, "month")
    assert not app.exception
    words = read_words(app)
    assert "is closed: prepared by Rosa" in words
    assert "**Approved**: Ann" in words
    assert "as they were signed" in words
    assert len(app.selectbox(key="close").options) == 1
    assert list_labels(app) & {"Make the pack", "Withdraw", "Prepare as rosa"} == {"Make the pack"}
    assert "Cases of the close" in [header.value for header in app.header]
    assert app.get("segmented_control")
    app = show(closed_home, "samples")
    assert not app.exception
    assert "1 sample of closed months." in read_words(app)
    assert not app.get("file_uploader")
    assert list_labels(app) & {"Prepare worksheet", "Draw sample", "Verify"} == {"Verify"}
    assert read_sample("verify", "before").is_done
    assert "drawn or reviewed later" in read_sample("result", "after").message
    for refused in (change_sample("draw", name="x"), fetch_worksheet("before")):
        assert (refused.is_done, refused.content, "see samples of closed months" in refused.message) == (
            False, b"", True,
        )  # fmt: skip


def test_an_owner_reads_the_totals_of_closed_months(
    show: ShowPage, closed_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(monkeypatch, "owner")
    app = show(closed_home, "month")
    assert not app.exception
    words = read_words(app)
    assert "is closed: prepared by Rosa" in words
    assert "Cases: " in words
    assert "Make the pack" not in list_labels(app)
    assert "Which cases" not in list_switches(app)


def test_without_a_closed_month_there_is_nothing_to_read(
    show: ShowPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(monkeypatch, "auditor")
    prepare_nothing = show(home, "month")
    assert "No month is closed yet." in [header.value for header in prepare_nothing.header]
    assert "No closed month holds a sample." in [header.value for header in show(home, "samples").header]
