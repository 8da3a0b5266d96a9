"""Where the denied dollars went: bars that add up, and the life of one service."""

from typing import Any

import pandas as pd
import pytest

from dashboard.theme import LIGHT
from dashboard.views.denials.charts.denials import draw_categories, draw_life, draw_months, draw_waterfall

TOTALS = {
    "services": 10, "recovered": 5, "open": 3, "expired": 2,
    "expected_cents": 100_000, "recovered_cents": 60_000, "open_cents": 30_000, "expired_cents": 10_000,
}  # fmt: skip


@pytest.fixture
def totals() -> "pd.Series[Any]":
    return pd.Series(TOTALS)


def test_each_bar_hangs_where_the_one_before_ended(totals: "pd.Series[Any]") -> None:
    (bars,) = draw_waterfall(totals, LIGHT).data
    assert list(bars.x) == ["denied", "recovered", "open", "expired"]
    assert list(bars.y) == [100_000, 60_000, 30_000, 10_000]
    assert list(bars.base) == [0, 40_000, 10_000, 0]


def test_a_bar_says_its_dollars_and_its_n(totals: "pd.Series[Any]") -> None:
    (bars,) = draw_waterfall(totals, LIGHT).data
    assert list(bars.text) == [
        "<b>$1,000</b><br>n 10",
        "<b>$600</b><br>n 5",
        "<b>$300</b><br>n 3",
        "<b>$100</b><br>n 2",
    ]
    assert list(bars.customdata) == [["counted"], ["recovered"], ["open"], ["expired"]]


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
    assert list(figure.data[0].y) == ["missing KX", "documentation"]
    assert [list(trace.x) for trace in figure.data] == [[100, 0], [200, 300], [0, 50]]
    assert [note.text for note in figure.layout.annotations] == ["$3 · 2", "$4 · 4"]


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
