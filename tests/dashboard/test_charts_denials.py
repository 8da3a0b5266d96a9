"""Where the denied dollars went: bars that add up, and the life of one service."""

from typing import Any

import pandas as pd
import pytest

from dashboard.theme import LIGHT
from dashboard.views.denials.charts.denials import draw_categories, draw_life, draw_months, draw_split, draw_strip


@pytest.fixture
def states() -> pd.DataFrame:
    names = ["expired", "open", "recovered"]
    return pd.DataFrame({"state": names, "services": [2, 3, 5], "expected_cents": [10_000, 30_000, 60_000]})


def test_the_strip_is_all_that_was_denied(states: pd.DataFrame) -> None:
    bars = draw_strip(states, LIGHT).data
    assert [bar.name for bar in bars] == ["expired", "open", "recovered"]
    assert [bar.x[0] for bar in bars] == [10_000, 30_000, 60_000]


def test_a_part_of_the_strip_says_its_dollars_and_its_n(states: pd.DataFrame) -> None:
    bars = draw_strip(states, LIGHT).data
    assert [bar.text for bar in bars] == ["Lost $100", "Recoverable $300", "Recovered $600"]
    assert bars[0].hovertemplate.startswith("Lost $100, n 2")


def split(**columns: list[Any]) -> pd.DataFrame:
    sums = {"recovered_cents": [100, 0], "open_cents": [200, 300], "expired_cents": [0, 50]}
    return pd.DataFrame({**columns, "services": [2, 4], "expected_cents": [300, 350], **sums})


def test_months_are_stacked_by_state() -> None:
    months = split(first_denied_month=list(pd.to_datetime(["2026-01-01", "2026-03-01"])))
    figure = draw_months(months, LIGHT)
    assert [trace.name for trace in figure.data] == ["recovered", "open", "expired"]
    assert [list(trace.y) for trace in figure.data] == [[100, 0], [200, 300], [0, 50]]
    assert list(figure.data[1].customdata[1]) == ["open", "2026-03-01"]
    assert figure.data[1].text[1] == "Mar 2026: $3.00 open"


def test_reasons_are_named_and_end_with_their_sum() -> None:
    figure = draw_categories(split(denial_category=["missing_kx", "documentation"]), LIGHT)
    assert list(figure.layout.yaxis.ticktext) == ["missing KX", "documentation"]
    assert list(figure.data[0].y) == list(figure.layout.yaxis.tickvals) == [0, 1]
    assert [list(trace.x) for trace in figure.data] == [[100, 0], [200, 300], [0, 50]]
    assert [note.text for note in figure.layout.annotations if note.name == "sum"] == ["$3 · 2", "$4 · 4"]


def test_a_provider_without_a_name_is_a_bar_like_others() -> None:
    figure = draw_split(split(), ["Ann", "1146628652"], ["1", "2"], LIGHT)
    assert list(figure.layout.yaxis.ticktext) == ["Ann", "1146628652"]
    assert [note.y for note in figure.layout.annotations if note.name == "sum"] == [0, 1]


@pytest.fixture
def events() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "service_line_key": ["a", "b"],
            "payment_date": pd.to_datetime(["2026-01-10", "2026-03-10"]),
            "is_denied": [True, False],
            "adjustment_group_code": ["CO", None],
            "adjustment_reason_code": ["119", None],
            "allowed_cents": [0, 4_600],
            "taken_back_date": [pd.NaT, pd.NaT],
        }
    )


def test_a_life_is_rings_dots_and_a_deadline(events: pd.DataFrame) -> None:
    figure = draw_life(events, pd.Timestamp("2027-01-10"), LIGHT)
    assert list(figure.data[0].marker.symbol) == ["circle-open", "circle"]
    assert list(figure.data[0].text) == ["<b>denied CO-119</b><br>Jan 10, 2026", "<b>allowed $46</b><br>Mar 10, 2026"]
    assert [note.text for note in figure.layout.annotations] == ["deadline<br>Jan 10, 2027"]


def test_a_duplicate_has_no_deadline(events: pd.DataFrame) -> None:
    assert not draw_life(events, None, LIGHT).layout.annotations


def test_what_was_taken_back_later_says_so(events: pd.DataFrame) -> None:
    events.loc[1, "taken_back_date"] = pd.Timestamp("2026-04-01")
    assert "allowed $46, reversed Apr 1, 2026" in draw_life(events, None, LIGHT).data[0].text[1]
