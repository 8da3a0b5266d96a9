"""Each role has its pages, without an error and without a row or name that is not for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard import viewer
from dashboard.accounts import Account
from dashboard.app import PAGES
from dashboard.casebook import (
    NotAllowed,
    find_actor,
    is_signed_in,
    read_cases,
    read_findings,
    read_months,
    read_notices,
    read_readiness,
    read_refunds,
    sign,
)
from dashboard.viewer import is_page_shown, may_write
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask, ask_text

CHARTS = {"overview", "crossings", "providers", "time_to_threshold", "denials", "definitions"}
# The pages of each role: officer, owner and biller of one clinic, an auditor of all.
SHOWN = {
    "officer": CHARTS | {"cases", "data_quality"},
    "owner": CHARTS,
    "biller": {"denials", "before_the_claim", "claim_check", "cases", "data_quality", "definitions"},
    "auditor": {"denials", "samples", "month", "data_quality", "definitions"},
}
ROLES = tuple(SHOWN)


def become(monkeypatch: pytest.MonkeyPatch, role: str, *clinics: str) -> None:
    account = Account("rosa", role, clinics, "1")
    monkeypatch.setattr(viewer, "find_viewer", lambda: account)
    monkeypatch.setattr("dashboard.casebook.find_viewer", lambda: account)
    monkeypatch.setattr("dashboard.components.frame.find_viewer", lambda: account)
    monkeypatch.setattr(viewer, "_list_closed_months", lambda: (date(2026, 1, 1), date(2026, 2, 1)))


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_shows_without_an_error(
    show: ShowPage, practice_home: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    clinic = ask_text(practice_home, "select payee_npi from mart.denial group by payee_npi order by count(*) limit 1")
    become(monkeypatch, role, *(() if role == "auditor" else (clinic,)))
    others = ask(practice_home, "select payee_npi from mart.clinic")["payee_npi"].tolist()
    shown = [name for name, _ in PAGES if is_page_shown(name)]
    assert set(shown) == SHOWN[role]
    for name in shown:
        app = show(practice_home, name)
        assert not app.exception, (role, name, app.exception)
        assert "rosa" in " ".join(element.value for element in app.markdown)
        for box in app.selectbox:
            if box.label == "Clinic" and role != "auditor":
                assert not [other for other in others if other != clinic and other in box.options]


def test_an_owner_has_no_switch_for_identifiers(
    show: ShowPage, practice_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    become(monkeypatch, "owner")
    assert not [toggle for toggle in show(practice_home, "denials").toggle if toggle.key == "identifiers_shown"]


@pytest.mark.parametrize(
    ("role", "is_allowed"), [("officer", True), ("biller", True), ("owner", False), ("auditor", False)]
)
def test_only_officers_and_billers_decide(monkeypatch: pytest.MonkeyPatch, role: str, is_allowed: bool) -> None:
    become(monkeypatch, role)
    assert may_write() is is_allowed
    assert find_actor() == "rosa"
    if not is_allowed:
        with pytest.raises(NotAllowed, match="may read"):
            sign()


def test_nobody_signs_under_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_signed_in()
    become(monkeypatch, "officer")
    assert is_signed_in()
    assert sign().actor == "rosa"


def test_cases_are_not_listed_from_part_of_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    for role, clinics in (("officer", ("1234567893",)), ("biller", ()), ("auditor", ()), ("owner", ())):
        become(monkeypatch, role, *clinics)
        for read in (read_findings, read_refunds, read_readiness, read_notices, lambda: read_cases([])):
            with pytest.raises(NotAllowed, match="part of the data"):
                read()


def test_pages_about_the_whole_practice_are_of_nobody_kept_to_clinics(monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ROLES:
        become(monkeypatch, role, "1234567893")
        assert not {name for name, _ in PAGES if is_page_shown(name)} & {"samples", "month"}
        with pytest.raises(NotAllowed, match="whole practice"):
            read_months()
    become(monkeypatch, "owner")
    assert is_page_shown("month")
