"""A click on a bar decides which denied services are listed."""

from datetime import date

import pytest
import streamlit as st

from dashboard.views.denials.all_denied import Bar, follow_clicks


@pytest.fixture(autouse=True)
def _own_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        (["open"], Bar("open")),
        (["open", "2026-03-01"], Bar("open", month=date(2026, 3, 1))),
        (["expired", "documentation"], Bar("expired", category="documentation")),
    ],
)
def test_a_bar_stands_for_a_state_and_a_month_or_a_reason(keys: list[str], asked: Bar) -> None:
    assert follow_clicks({"chart": keys}) == asked


def test_without_a_click_nothing_is_narrowed() -> None:
    assert follow_clicks({"reasons": [], "months": []}) == Bar()


def test_the_newest_click_counts_although_older_choices_stay() -> None:
    assert follow_clicks({"reasons": [], "months": ["open", "2026-03-01"]}).state == "open"
    both = {"reasons": ["expired"], "months": ["open", "2026-03-01"]}
    assert follow_clicks(both) == Bar("expired")
    assert follow_clicks(both) == Bar("expired")


def test_a_choice_that_was_lifted_narrows_no_more() -> None:
    follow_clicks({"reasons": ["expired"]})
    assert follow_clicks({"reasons": []}) == Bar()
