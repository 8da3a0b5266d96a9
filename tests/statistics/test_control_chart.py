"""Control charts: published formulas, planted changes, and how often chance alone meets a rule."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pipelines.statistics.control_chart import (
    assign_stretches,
    compute_false_alarm,
    compute_limits,
    compute_sigma_factor,
    find_beyond,
    find_one_side,
    find_outside,
    find_trend,
    has_enough_events,
    widest_factor_by_chance,
)

TRIALS = np.array([40, 55, 61, 38, 44, 52, 47, 60, 39, 41, 58, 50], float)
EVENTS = np.array([4, 7, 6, 3, 5, 6, 4, 8, 3, 5, 6, 5], float)


def test_limits_are_three_standard_errors_around_the_pooled_share() -> None:
    limits = compute_limits(EVENTS, TRIALS)
    centre = EVENTS.sum() / TRIALS.sum()
    error = np.sqrt(centre * (1 - centre) / TRIALS)
    assert limits.centre == pytest.approx(centre, abs=1e-12)
    np.testing.assert_allclose(limits.upper, centre + 3 * error, atol=1e-12)
    np.testing.assert_allclose(limits.lower, np.maximum(centre - 3 * error, 0), atol=1e-12)
    assert not limits.is_widened


def test_limits_stay_between_nothing_and_everything() -> None:
    limits = compute_limits([1, 9, 5], [2, 10, 6])
    assert limits.lower.min() >= 0
    assert limits.upper.max() <= 1


@pytest.mark.parametrize(("events", "centre"), [([0] * 12, 0.0), (list(TRIALS), 1.0)])
def test_nobody_or_everybody_has_limits_without_width(events: list[float], centre: float) -> None:
    limits = compute_limits(events, TRIALS)
    assert (limits.centre, set(limits.lower), set(limits.upper)) == (centre, {centre}, {centre})
    assert np.isnan(limits.sigma_factor)
    np.testing.assert_array_equal(compute_false_alarm(TRIALS, limits), 0)


def test_a_point_without_trials_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one trial"):
        compute_limits([0, 1], [0, 5])


def test_sigma_of_z_is_the_mean_moving_range_over_its_expectation() -> None:
    centre = EVENTS.sum() / TRIALS.sum()
    z = (EVENTS / TRIALS - centre) / np.sqrt(centre * (1 - centre) / TRIALS)
    assert compute_sigma_factor(EVENTS, TRIALS) == pytest.approx(np.abs(np.diff(z)).mean() / 1.128379167, abs=1e-9)


def test_scatter_beyond_chance_widens_the_limits() -> None:
    shares = np.tile([0.1, 0.4], 8)
    limits = compute_limits(shares * 400, np.full(16, 400))
    assert limits.is_widened
    assert limits.sigma_factor > 5
    plain = np.sqrt(limits.centre * (1 - limits.centre) / 400)
    np.testing.assert_allclose(limits.error, plain * limits.sigma_factor)


@pytest.mark.parametrize("points", [10, 24, 36])
def test_chance_alone_widens_the_limits_in_about_five_of_a_hundred_charts(points: int) -> None:
    """The 95 percent point of sigma of z, simulated: 4,000 charts of normal-sized months."""
    shares = np.random.default_rng(5).binomial(200, 0.3, (4000, points)).astype(float)
    factors = np.array([compute_sigma_factor(row, np.full(points, 200.0)) for row in shares])
    assert 0.03 < np.mean(factors > widest_factor_by_chance(points)) < 0.07


def test_the_false_alarm_is_the_exact_binomial_chance() -> None:
    limits = compute_limits(EVENTS, TRIALS)
    alarm = compute_false_alarm(TRIALS, limits)
    for n, low, high, found in zip(TRIALS, limits.lower, limits.upper, alarm, strict=True):
        counts = np.arange(n + 1)
        outside = (counts / n < low - 1e-12) | (counts / n > high + 1e-12)
        assert found == pytest.approx(stats.binom.pmf(counts[outside], n, limits.centre).sum(), abs=1e-9)


def test_a_step_has_its_own_limits_from_ten_points_on() -> None:
    months = np.arange(30)
    stretches, is_baseline = assign_stretches(months, [12, 25], 10)
    assert list(stretches) == [1] * 12 + [2] * 18
    assert list(is_baseline) == [True] * 25 + [False] * 5


def test_too_few_points_have_no_limits() -> None:
    stretches, is_baseline = assign_stretches(np.arange(9), [], 10)
    assert set(stretches) == {0}
    assert not is_baseline.any()


def _rules(shares: list[float]) -> list[list[int]]:
    values = np.array(shares)
    limits = compute_limits(np.full(len(shares), 50.0), np.full(len(shares), 100.0))
    hits = (
        find_beyond(values, limits, 3, 1, 1), find_beyond(values, limits, 2, 2, 3), find_one_side(values, limits, 8),
        find_trend(values, 6),
    )  # fmt: skip
    return [list(np.flatnonzero(found)) for found in hits]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([0.5, 0.48, 0.66, 0.52], [[2], [], [], []]),
        ([0.5, 0.65, 0.5], [[], [], [], []]),
        ([0.5, 0.61, 0.5, 0.62, 0.5], [[], [1, 3], [], []]),
        ([0.61, 0.5, 0.39, 0.5], [[], [], [], []]),
        ([0.51, 0.53] * 4, [[], [], list(range(8)), []]),
        ([0.51, 0.53] * 3 + [0.5, 0.51, 0.52], [[], [], [], []]),
        ([0.5, 0.44, 0.46, 0.48, 0.51, 0.52, 0.55, 0.5], [[], [], [], [1, 2, 3, 4, 5, 6]]),
        ([0.44, 0.46, 0.48, 0.48, 0.52, 0.55], [[], [], [], []]),
    ],
)
def test_each_rule_marks_the_points_that_make_it(shares: list[float], expected: list[list[int]]) -> None:
    assert _rules(shares) == expected


def test_chance_alone_meets_the_rules_as_often_as_the_list_says() -> None:
    """Single points 2.7 of 1,000; windows: two of three 3.1, eight on a side 7.8, six in a trend 2.8."""
    rng = np.random.default_rng(11)
    count, trials = 40_000, 4000.0
    limits = compute_limits(np.full(count, 2000.0), np.full(count, trials))
    shares = rng.normal(0.5, limits.error)
    starts = [
        find_beyond(shares, limits, 3, 1, 1).mean(),
        np.mean([find_trend(shares[start : start + 6], 6).all() for start in range(0, count - 6, 6)]),
        np.mean(np.abs(np.sign(shares - 0.5)[: count // 8 * 8].reshape(-1, 8).sum(axis=1)) == 8),
    ]
    np.testing.assert_allclose(starts, [0.0027, 2 / 720, 2 / 256], atol=0.0025)


@pytest.mark.parametrize(("trials", "share"), [(3, 0.1), (12, 0.04), (26, 0.01), (60, 0.3), (150, 0.5)])
def test_a_month_is_called_outside_by_chance_in_at_most_three_of_a_thousand(trials: int, share: float) -> None:
    """Exactly: the chance of every count that would be marked, whatever the number of patients."""
    counts, whole = np.arange(trials + 1), np.full(trials + 1, trials)
    marked = find_outside(counts, whole, compute_limits(whole * share, whole))
    assert stats.binom.pmf(counts[marked], trials, share).sum() <= 0.0027
    assert marked[-1]


def test_a_count_of_none_is_never_above_a_limit() -> None:
    limits = compute_limits([0, 0], [30, 30])
    assert list(find_outside([0, 2], [30, 30], limits)) == [False, True]


def test_rules_on_runs_need_enough_events() -> None:
    rare, usual = (compute_limits(np.full(12, events), np.full(12, 50.0)) for events in (1.0, 10.0))
    assert not has_enough_events(np.full(12, 50), rare, 5)
    assert has_enough_events(np.full(12, 50), usual, 5)
