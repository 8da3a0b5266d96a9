"""Control charts of independent patients: exact limits, yearly rhythm, last months, and how often they are wrong."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pipelines.statistics.control_chart import (
    Course,
    assign_stretches,
    compute_last_tails,
    compute_limits,
    fit_rhythm,
)
from tests.bench.trend import Practice, measure_found, measure_null

TRIALS = np.array([40, 55, 61, 38, 44, 52, 47, 60, 39, 41, 58, 50])
EVENTS = np.array([4, 7, 6, 3, 5, 6, 4, 8, 3, 5, 6, 5])
ALL = np.ones(12, bool)
TAIL = 0.01
WAVE = np.exp(0.6 * np.cos(2 * np.pi * np.arange(24) / 12))


def test_limits_are_the_exact_ones_of_fishers_test() -> None:
    limits = compute_limits(Course(EVENTS, TRIALS, ALL), TAIL)
    np.testing.assert_allclose(limits.centre, EVENTS.sum() / TRIALS.sum())
    for n, low, high, alarm in zip(TRIALS, limits.lower, limits.upper, limits.false_alarm, strict=True):
        counts = np.arange(n + 1)
        few = stats.hypergeom.cdf(counts, TRIALS.sum(), EVENTS.sum(), n)
        many = stats.hypergeom.sf(counts - 1, TRIALS.sum(), EVENTS.sum(), n)
        outside = (few <= TAIL) | (many <= TAIL)
        np.testing.assert_array_equal((counts < low * n - 1e-9) | (counts > high * n + 1e-9), outside)
        assert alarm == pytest.approx(few[few <= TAIL].max(initial=0) + many[many <= TAIL].max(initial=0), abs=1e-9)


def test_with_a_rhythm_limits_are_those_of_the_binomial_distribution() -> None:
    course = Course(EVENTS, TRIALS, ALL, WAVE[:12])
    limits = compute_limits(course, TAIL)
    whole = EVENTS.sum()
    for place, n in enumerate(TRIALS):
        weight = course.expected[place] / course.expected.sum()
        counts = np.arange(n + 1)
        few, many = stats.binom.cdf(counts, whole, weight), stats.binom.sf(counts - 1, whole, weight)
        outside = (counts < limits.lower[place] * n - 1e-9) | (counts > limits.upper[place] * n + 1e-9)
        np.testing.assert_array_equal(outside, (few <= TAIL) | (many <= TAIL))
    assert (limits.centre * TRIALS).sum() == pytest.approx(whole)


@pytest.mark.parametrize(("events", "centre"), [(TRIALS * 0, 0.0), (TRIALS, 1.0)])
def test_nobody_or_everybody_is_never_outside(events: np.ndarray, centre: float) -> None:
    limits = compute_limits(Course(events, TRIALS, ALL), TAIL)
    assert (set(limits.centre), set(limits.lower), set(limits.upper)) == ({centre}, {centre}, {centre})
    assert not limits.is_outside.any()
    np.testing.assert_array_equal(limits.false_alarm, 0)


def test_a_point_without_trials_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one trial"):
        compute_limits(Course(np.array([0, 1]), np.array([0, 5]), np.ones(2, bool)), TAIL)


def test_a_point_outside_the_baseline_is_compared_with_the_baseline_and_itself() -> None:
    events, trials = np.array([4, 5, 6, 20]), np.array([40, 50, 60, 40])
    limits = compute_limits(Course(events, trials, np.array([True, True, True, False])), TAIL)
    assert list(limits.is_outside) == [False, False, False, True]
    np.testing.assert_allclose(limits.centre, 0.1)


@pytest.mark.parametrize("rhythm", [None, WAVE[:12]])
def test_the_last_months_together_are_compared_with_those_before(rhythm: np.ndarray | None) -> None:
    few, many = compute_last_tails(Course(EVENTS, TRIALS, ALL, rhythm), 3)
    part, n, whole, total = EVENTS[-3:].sum(), TRIALS[-3:].sum(), TRIALS.sum(), EVENTS.sum()
    drawn = stats.hypergeom(whole, total, n)
    if rhythm is not None:
        drawn = stats.binom(total, (TRIALS * rhythm)[-3:].sum() / (TRIALS * rhythm).sum())
    assert (few, many) == pytest.approx((drawn.cdf(part), drawn.sf(part - 1)), abs=1e-9)


def test_without_earlier_months_nothing_is_compared() -> None:
    assert compute_last_tails(Course(EVENTS[:3], TRIALS[:3], ALL[:3]), 3) == (1.0, 1.0)


def test_a_yearly_rhythm_is_found_and_few_events_make_none() -> None:
    trials = np.full(24, 4000.0)
    found = fit_rhythm(trials * 0.1 * WAVE, trials, np.arange(24), np.ones(24, bool))
    np.testing.assert_allclose(found / found.mean(), WAVE / WAVE.mean(), rtol=0.03)
    few = fit_rhythm([1] + [0] * 23, np.full(24, 5), np.arange(24), np.ones(24, bool))
    assert np.abs(np.log(few)).max() < 0.7
    np.testing.assert_array_equal(fit_rhythm([0] * 24, [5] * 24, np.arange(24), np.ones(24, bool)), 1)


def test_a_step_has_its_own_limits_from_ten_points_on() -> None:
    months = np.arange(30)
    stretches, is_baseline = assign_stretches(months, [12, 25], 10)
    assert list(stretches) == [1] * 12 + [2] * 18
    assert list(is_baseline) == [True] * 25 + [False] * 5


def test_too_few_points_have_no_limits() -> None:
    stretches, is_baseline = assign_stretches(np.arange(9), [], 10)
    assert set(stretches) == {0}
    assert not is_baseline.any()


@pytest.mark.parametrize("practice", [Practice(), Practice(wave=0.5), Practice(has_habits=True)])
def test_where_nothing_changed_few_trends_are_marked(practice: Practice) -> None:
    """At most 5 of 100; 300 trends, with three standard errors to spare."""
    assert measure_null(practice, 300) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)


def test_a_step_is_found_within_three_months() -> None:
    """At least 80 of 100; 150 trends, with three standard errors to spare."""
    assert measure_found(Practice(raised=0.3), 150) >= 0.8 - 3 * np.sqrt(0.8 * 0.2 / 150)
