"""The four trends and the list of decisions say what their rows say."""

from typing import Any

import pandas as pd
import pytest

from dashboard.theme import LIGHT
from dashboard.views.overview.charts import draw_below_share, draw_crossings, draw_leakage, draw_recovery
from dashboard.views.overview.text import (
    Facts,
    answer_overview,
    change_overview,
    list_decisions,
    title_below,
    title_crossings,
    title_leakage,
    title_recovery,
)


@pytest.fixture
def trend() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "trend_month": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"]),
            "crossings": [2, 5, 1],
            "kx_lines": [10, 0, 4],
            "early_kx_lines": [5, 0, 1],
            "denied_services": [4, 2, 0],
            "recovered_services": [1, 2, 0],
            "open_cents": [100, 20000, 0],
            "expired_cents": [300, 0, 0],
            "recovered_cents": [50, 60, 0],
            "early_kx_ratio": [0.5, None, 0.25],
            "recovered_ratio": [0.25, 1.0, None],
            "is_complete": [True, True, False],
        }
    )


def facts(**changes: Any) -> Facts:
    patients = {"approaching": 3, "nearest_cents": 600, "missing_patients": 1, "missing_lines": 2}
    denials = {"open_services": 4, "open_cents": 123400, "nearest_deadline": pd.Timestamp("2026-11-03")}
    denials |= {"nearest_days_left": 5, "soon_services": 1, "soon_cents": 5000}
    refunds = {"refund_lines": 2, "patient_share_cents": 9900}
    review = pd.DataFrame(
        {"provider_name": ["A", "B"], "has_all_kx_reason": [True, False], "has_early_kx_reason": [True, True]}
    )
    refused = pd.DataFrame({"offered_at": [pd.Timestamp("2026-10-30")]})
    return Facts(
        pd.Series(patients | {"over_medical_review": 0} | changes),
        pd.Series(denials | changes),
        pd.Series(refunds | changes),
        refused if not changes else refused.head(0),
        review if not changes else review.head(0),
        review.head(1),
    )


def test_crossings_are_bars_and_the_filling_month_is_faint(trend: pd.DataFrame) -> None:
    (bars,) = draw_crossings(trend, LIGHT).data
    assert list(bars.y) == [2, 5, 1]
    assert bars.marker.opacity[2] < bars.marker.opacity[1] == 1.0


def test_leakage_is_stacked_in_cents(trend: pd.DataFrame) -> None:
    expired, still_open = draw_leakage(trend, LIGHT).data
    assert (list(expired.y), list(still_open.y)) == ([300, 0, 0], [100, 20000, 0])
    assert "$200 open" in still_open.hovertext[1]


def test_a_month_without_lines_is_a_gap_and_not_zero(trend: pd.DataFrame) -> None:
    assert list(draw_below_share(trend, LIGHT).data[0].y) == [0.5, None, 0.25]
    assert list(draw_recovery(trend, LIGHT).data[0].y) == [0.25, 1.0, None]


def test_the_median_is_that_of_complete_months(trend: pd.DataFrame) -> None:
    figure = draw_crossings(trend, LIGHT)
    assert figure.layout.shapes[0].y0 == 3.5
    assert draw_crossings(trend.assign(is_complete=False), LIGHT).layout.shapes == ()


def test_titles_name_the_last_complete_month(trend: pd.DataFrame) -> None:
    assert title_crossings(trend) == "5 crossed in Feb 2026, 2 the month before"
    assert title_below(trend) == "No KX lines in Feb 2026"
    assert title_leakage(trend) == "Missing KX: $201 still open, $3 expired in 3 months"
    assert title_recovery(trend) == "50% (3 of 6) of missing-KX denials recovered in 3 months"


def test_months_without_kx_denials_or_crossings_say_so(trend: pd.DataFrame) -> None:
    nothing = trend.assign(kx_lines=0, early_kx_lines=0, denied_services=0, recovered_services=0, crossings=0)
    assert title_below(nothing) == "No KX lines in Feb 2026"
    assert title_recovery(nothing) == "No missing-KX denials in 3 months"
    axis = draw_crossings(nothing, LIGHT).layout.yaxis
    assert (axis.range, axis.tickvals) == ((0, 1), (0,))


def test_decisions_with_a_deadline_come_first() -> None:
    decisions = list_decisions(facts(), 60)
    assert [decision.page for decision in decisions] == [
        "denials", "denials", "crossings", "crossings", "providers", "data_quality",
    ]  # fmt: skip
    assert decisions[0].amount == "$1,234"
    assert (decisions[1].amount, decisions[1].part) == ("$99", "refunds")
    assert [decision.group for decision in decisions[2:4]] == ["missing", "approaching"]
    assert len({decision.link for decision in decisions[1:]}) == len(decisions[1:])
    assert "Nov 3, 2026, 5 days left; 1 expires within 60 days ($50)" in decisions[0].why
    assert decisions[4].why == (
        "A: 100% KX; early KX above peers; B: early KX above peers. 1 more cannot be judged: a year is not covered."
    )
    assert answer_overview(decisions).startswith(
        "6 items need action. First: $1,234 still recoverable on 4 missing-KX denials;"
    )


def test_what_counts_nothing_is_left_out() -> None:
    nothing = dict.fromkeys(
        (
            "approaching",
            "missing_patients",
            "over_medical_review",
            "open_services",
            "refund_lines",
            "refused_files",
        ),
        0,
    )
    assert list_decisions(facts(**nothing), 60) == []
    assert answer_overview([]).startswith("Nothing needs action")


def test_the_change_shows_before_and_now() -> None:
    before = {"open_cents": 100, "crossings": 1, "to_review": 0}
    now = {"open_cents": 20000, "crossings": 4, "to_review": 2}
    assert change_overview(now, before, pd.Timestamp("2026-09-30")) == (
        "Since Sep 30, 2026: open missing-KX denials $1 → $200; 3 new crossings posted; providers to review 0 → 2."
    )
