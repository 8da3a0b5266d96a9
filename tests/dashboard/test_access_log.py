"""The access log: what is seen with identifiers, exported and traced is in the casebook. Sign-ins: test_sign_in.py."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard import access_log, viewer
from dashboard.access_log import NotRecordedError, logged_export
from dashboard.accounts import Account
from pipelines.casebook import CasebookUnavailable, Event, open_casebook, verify_casebook
from pipelines.cli import run
from pipelines.settings import load_settings
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask_text


@pytest.fixture
def home(practice_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(practice_home, tmp_path / "home", ignore=shutil.ignore_patterns("casebook.*"))
    monkeypatch.setenv("KXWATCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def read_log(home: Path, *kinds: str) -> list[Event]:
    return open_casebook(load_settings(home)).read(kinds, "access")


def become(monkeypatch: pytest.MonkeyPatch, account: Account) -> None:
    for module in ("dashboard.viewer", "dashboard.casebook", "dashboard.components.frame", "dashboard.access_log"):
        monkeypatch.setattr(f"{module}.find_viewer", lambda: account)


def test_switching_identifiers_on_and_what_is_seen_then_is_recorded(show: ShowPage, home: Path) -> None:
    app = show(home, "denials")
    assert not read_log(home)
    app.toggle(key="identifiers_shown").set_value(True).run()
    assert [event.kind for event in read_log(home)] == ["identifiers_shown", "patient_data_viewed"]
    app.run()
    assert len(read_log(home)) == 2
    assert read_log(home, "patient_data_viewed")[0].body == {"page": "denials", "patient": None, "identifiers": True}
    assert verify_casebook(load_settings(home)).exit_code == 0


def test_a_user_gives_a_reason_and_every_view_is_recorded(
    show: ShowPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(monkeypatch, Account("rosa", "officer", (), "1"))
    app = show(home, "denials")
    (viewed, *_) = read_log(home, "patient_data_viewed")
    assert viewed.actor == "rosa"
    app.button(key="identifiers_asked").click().run()
    assert "identifiers_shown" not in app.session_state
    app.text_input(key="identifiers_reason").set_value("records request")
    app.button(key="identifiers_asked").click().run()
    (switched,) = read_log(home, "identifiers_shown")
    assert switched.body == {"reason": "records request"}
    assert app.session_state["identifiers_shown"] is True


def test_an_export_is_recorded_before_the_file_is_made(home: Path) -> None:
    make = logged_export("worklist", 7, make=lambda: b"rows")
    assert not read_log(home)
    assert make() == b"rows"
    (event,) = read_log(home, "patient_data_exported")
    assert event.body == {"table": "worklist", "rows": 7, "identifiers": False}


def test_where_people_sign_in_what_cannot_be_recorded_does_not_happen(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise CasebookUnavailable("The disk is full.")

    monkeypatch.setattr(access_log, "open_book", fail)
    assert logged_export("worklist", 7, make=lambda: b"rows")() == b"rows"
    become(monkeypatch, Account("rosa", "officer", (), "1"))
    assert viewer.find_viewer() is not None
    with pytest.raises(NotRecordedError, match="nothing is shown"):
        logged_export("worklist", 7, make=lambda: b"rows")()
    with pytest.raises(NotRecordedError):
        access_log.record_view("denials")


def test_a_trace_is_recorded_and_an_unknown_key_is_not(home: Path) -> None:
    key = ask_text(home, "select min(service_line_key) from mart.line")
    assert run(["trace", key, "--home", str(home)]) == 0
    assert run(["trace", "unknown", "--home", str(home)]) == 2
    (event,) = read_log(home, "line_traced")
    assert event.body == {"service_line_key": key}
