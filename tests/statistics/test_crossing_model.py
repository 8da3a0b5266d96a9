"""The crossing model against what it says it is: visits drawn one by one, each perhaps the last."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipelines.statistics.credibility import Credibility
from pipelines.statistics.crossing_model import (
    Course,
    Habit,
    Histories,
    fit_habit,
    look_ahead,
    plan_course,
)

PACES = 8
HABIT = Habit(
    gap=Credibility(4.0, 3.0, 1e-9),
    pause=1.0,
    spread=0.25,
    price=Credibility(10_000.0, 4e6, 1e-3),
    ending=np.full((PACES, 41), 0.08),
    reported=np.where(np.arange(60) < 20, 0.0, 1.0),
)


def _histories(silent: list[int], visits: int = 10) -> Histories:
    number = np.full(len(silent), float(visits))
    return Histories(
        *(number, number * 4, number * 18, number * 4, number * 18, number, number * 10_000, number * 1.04e8),
        course_visits=np.full(len(silent), visits),
        silent_days=np.array(silent),
        pace_days=np.full(len(silent), 4),
    )


def _plan(missing: float, silent: int = 0, habit: Habit = HABIT) -> Course:
    return plan_course(look_ahead(_histories([silent]), habit), habit, np.array([missing]))


def test_the_chance_is_that_of_visits_drawn_one_by_one() -> None:
    chance = np.random.default_rng(4)
    days, runs = 45, 40_000
    gaps = np.maximum(np.rint(chance.gamma(4, 1, (runs, 30))), 1)
    amount = np.cumsum(chance.normal(10_000, 2_000, (runs, 30)), axis=1)
    comes = np.cumprod(chance.random((runs, 30)) > 0.08, axis=1).astype(bool)
    crossed = comes & (amount > 70_000)
    day = np.where(crossed.any(1), np.cumsum(gaps, axis=1)[np.arange(runs), crossed.argmax(1)], np.inf)
    course = _plan(70_000)
    for horizon in (0, 20, 30, days, 200):
        assert course.reach(np.array([float(horizon)]))[0] == pytest.approx((day <= horizon).mean(), abs=0.02)


def test_silence_says_nothing_while_no_remittance_is_due() -> None:
    """All visits are known after 20 days: a fortnight of silence changes the days that are left, not the chance."""
    assert _plan(70_000, silent=14).reach(np.array([365.0])) == pytest.approx(_plan(70_000).reach(np.array([365.0])))


def test_a_long_silence_speaks_for_an_end_of_care() -> None:
    whole = [_plan(70_000, silent=silent).reach(np.array([365.0]))[0] for silent in (20, 30, 40, 60)]
    assert whole == sorted(whole, reverse=True)
    assert whole[-1] < whole[0] / 10


def test_a_patient_with_a_pace_of_their_own_goes_by_it() -> None:
    own = replace(HABIT, gap=Credibility(8.0, 3.0, 50.0))
    shared = replace(HABIT, gap=Credibility(8.0, 3.0, 1e-9))
    days = np.array([45.0])
    assert _plan(70_000, habit=own).reach(days) > 2 * _plan(70_000, habit=shared).reach(days)


def test_nearer_is_likelier_and_sooner() -> None:
    courses = [_plan(missing) for missing in (1.0, 20_000.0, 60_000.0, 150_000.0)]
    chances = [course.reach(np.array([60.0]))[0] for course in courses]
    assert chances == sorted(chances, reverse=True)
    shares = [course.reach(np.array([20.0]))[0] / course.reach(np.array([300.0]))[0] for course in courses]
    assert shares == sorted(shares, reverse=True)


def test_habits_are_those_of_the_accounts() -> None:
    histories = replace(_histories([0] * 40), gap_days=np.linspace(20, 60, 40), usual_days=np.linspace(20, 60, 40))
    visits, ends = np.full((PACES, 41), 100.0), np.full((PACES, 41), 8.0)
    habit = fit_habit(histories, visits, ends, np.array([0, 0, 30.0, 10.0]))
    assert habit is not None
    np.testing.assert_allclose(habit.ending, 0.08)
    np.testing.assert_allclose(habit.reported, [0, 0, 0.75, 1])
    assert habit.gap.mean == pytest.approx(4, abs=0.1)


@pytest.mark.parametrize(("accounts", "ends", "delays"), [(5, 1.0, 10.0), (40, 0.1, 10.0), (40, 1.0, 0.0)])
def test_too_little_makes_no_habit(accounts: int, ends: float, delays: float) -> None:
    histories = _histories([0] * accounts)
    seen, ended = np.full((PACES, 41), 100.0), np.full((PACES, 41), ends / PACES)
    assert fit_habit(histories, seen, ended, np.array([delays])) is None


def test_care_ends_as_often_as_it_did_at_the_same_pace() -> None:
    """Of 41 visits about 8 percent were the last; at a pace of 2 days a quarter of that, at 6 days nearly twice."""
    seen, ended = np.zeros((PACES, 41)), np.zeros((PACES, 41))
    seen[[2, 6]], ended[2], ended[6] = 1000.0, 20.0, 140.0
    habit = fit_habit(replace(_histories([0] * 40), gap_days=np.linspace(120, 200, 40)), seen, ended, np.ones(1))
    assert habit is not None
    np.testing.assert_allclose(habit.ending[2], 0.02, rtol=0.02)
    np.testing.assert_allclose(habit.ending[6], 0.14, rtol=0.02)
    # nothing is known of a pace that nobody had
    np.testing.assert_allclose(habit.ending[4], 0.08)
    dense, sparse = (replace(_histories([0]), pace_days=np.array([pace])) for pace in (2, 6))
    chances = [plan_course(look_ahead(who, replace(HABIT, ending=habit.ending)), HABIT, np.array([70_000.0]))
               .reach(np.array([365.0]))[0] for who in (dense, sparse)]  # fmt: skip
    assert chances[0] > 2 * chances[1]
