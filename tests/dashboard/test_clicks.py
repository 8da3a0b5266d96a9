"""A click on a bar decides which denied services are listed."""

from datetime import date
from typing import Any

import pytest
import streamlit as st

from dashboard.views.denials.all_denied import follow_clicks


@pytest.fixture(autouse=True)
def _own_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})


def chosen(*keys: str) -> list[dict[str, Any]]:
    return [{"customdata": list(keys)}]


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        (("open",), {"state": "open"}),
        (("open", "2026-03-01"), {"state": "open", "month": date(2026, 3, 1)}),
        (("expired", "documentation"), {"state": "expired", "category": "documentation"}),
    ],
)
def test_a_bar_stands_for_a_state_and_a_month_or_a_reason(keys: tuple[str, ...], asked: dict[str, Any]) -> None:
    assert follow_clicks({"chart": chosen(*keys)}) == asked


def test_without_a_click_nothing_is_narrowed() -> None:
    assert follow_clicks({"reasons": [], "months": []}) == {}


def test_the_newest_click_counts_although_older_choices_stay() -> None:
    assert follow_clicks({"reasons": [], "months": chosen("open", "2026-03-01")})["state"] == "open"
    both = {"reasons": chosen("expired"), "months": chosen("open", "2026-03-01")}
    assert follow_clicks(both) == {"state": "expired"}
    assert follow_clicks(both) == {"state": "expired"}


def test_a_choice_that_was_lifted_narrows_no_more() -> None:
    follow_clicks({"reasons": chosen("expired")})
    assert follow_clicks({"reasons": []}) == {}
