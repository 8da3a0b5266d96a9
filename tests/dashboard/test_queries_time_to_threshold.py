"""The curve against a dull recount: everyone is counted once, and the shares are those of the textbook."""

from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.sample_practice import ask, ask_query

OUTCOMES = ("crossed", "ended", "censored")


@pytest.mark.parametrize("clock", ["days", "visits"])
def test_the_curve_ends_with_everyone_counted_once(practice_home: Path, clock: str) -> None:
    last = ask_query(practice_home, "time_incidence", clock=clock, compare="all").iloc[-1]
    tally = ask(
        practice_home,
        "select outcome_category, count(*) as accounts from mart.threshold_crossing "
        "where order_basis = 'received' group by all",
    ).set_index("outcome_category")["accounts"]
    assert [last[f"{outcome}_so_far"] for outcome in OUTCOMES] == [tally.get(outcome, 0) for outcome in OUTCOMES]
    assert last["patients"] == sum(tally.get(outcome, 0) for outcome in OUTCOMES)


@pytest.mark.parametrize("clock", ["days", "visits"])
def test_the_shares_are_those_of_aalen_and_johansen(practice_home: Path, clock: str) -> None:
    accounts = ask_query(practice_home, "time_accounts", clock=clock)
    leavers = [(int(row["elapsed"]), str(row["outcome_category"])) for row in accounts.to_dict("records")]
    expected = incidence([leaver for leaver in leavers if leaver[1] in OUTCOMES])
    curve = ask_query(practice_home, "time_incidence", clock=clock, compare="all")
    assert list(curve["elapsed"]) == [elapsed for elapsed, _, _ in expected]
    assert list(curve["crossed_ratio"]) == pytest.approx([crossed for _, crossed, _ in expected])
    assert list(curve["ended_ratio"]) == pytest.approx([ended for _, _, ended in expected])


def incidence(leavers: list[tuple[int, str]]) -> list[tuple[int, float, float]]:
    """Day by day: who is at risk, who leaves how, and what share has crossed or ended by then."""
    waiting, crossed, ended = 1.0, 0.0, 0.0
    course = []
    for day in sorted({elapsed for elapsed, _ in leavers}):
        at_risk = sum(1 for elapsed, _ in leavers if elapsed >= day)
        crossing = leavers.count((day, "crossed")) / at_risk
        ending = leavers.count((day, "ended")) / at_risk
        crossed, ended = crossed + waiting * crossing, ended + waiting * ending
        waiting *= 1 - crossing - ending
        course.append((day, crossed, ended))
    return course


def test_shares_and_those_still_waiting_make_one(practice_home: Path) -> None:
    curve = ask_query(practice_home, "time_incidence", clock="days", compare="all")
    assert list(curve["crossed_ratio"] + curve["ended_ratio"] + curve["waiting_ratio"]) == pytest.approx(
        [1] * len(curve)
    )


@pytest.mark.parametrize("compare", ["pool", "year"])
def test_groups_together_are_everyone(practice_home: Path, compare: str) -> None:
    groups = (
        ask_query(practice_home, "time_incidence", clock="days", compare=compare)
        .groupby("group_name")["patients"]
        .first()
    )
    everyone = ask_query(practice_home, "time_incidence", clock="days", compare="all")["patients"].iloc[0]
    assert len(groups) > 1
    assert groups.sum() == everyone


@pytest.mark.parametrize("filters", [{}, {"first_year": 2026, "last_year": 2026}, {"pool": "OT"}])
def test_a_clicked_day_lists_as_many_as_the_curve_counts(practice_home: Path, filters: dict[str, Any]) -> None:
    curve = ask_query(practice_home, "time_incidence", clock="days", compare="all", **filters)
    for row in curve.iloc[:: max(len(curve) // 5, 1)].itertuples():
        listed = ask_query(
            practice_home, "time_accounts", clock="days", outcome="crossed", up_to=int(str(row.elapsed)), **filters
        )
        assert len(listed) == row.crossed_so_far
