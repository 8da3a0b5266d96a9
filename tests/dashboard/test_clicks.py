"""A click on a mark says what it stands for; one on a bar decides which denied services are listed."""

from datetime import date

import plotly.graph_objects as go
import pytest
import streamlit as st

from dashboard.components.chart import show_chart
from dashboard.figure import Figure
from dashboard.views.denials.all_denied import Bar, follow_clicks


@pytest.fixture(autouse=True)
def _own_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})


@pytest.mark.parametrize(
    ("points", "mark"),
    [
        ([], []),
        ([{"x": 1}], []),
        ([{"x": 1}, {"customdata": ["open", "2026-03-01"]}, {"customdata": ["expired"]}], ["open", "2026-03-01"]),
    ],
)
def test_a_chart_says_what_the_first_clicked_mark_carries(
    monkeypatch: pytest.MonkeyPatch, points: list[dict[str, object]], mark: list[str]
) -> None:
    monkeypatch.setattr(st, "plotly_chart", lambda *_, **__: {"selection": {"points": points}})
    assert show_chart("Title", Figure(go.Scatter(x=[1], y=[1])), "alt", "chart", is_selectable=True) == mark


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
