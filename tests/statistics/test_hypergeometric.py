"""Tails and limits of the hypergeometric distribution are those of scipy, which the product does not ask."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from pipelines.statistics.hypergeometric import compute_limits, compute_standard_deviation, compute_tails

DICE = np.random.default_rng(11)
WHOLE = np.concatenate([DICE.integers(1, 300, 200), [1, 1, 12, 40_000]])
EVENTS = np.concatenate([[DICE.integers(0, n + 1) for n in WHOLE[:-4]], [0, 1, 12, 9_000]])
TRIALS = np.concatenate([[DICE.integers(1, n + 1) for n in WHOLE[:-4]], [1, 1, 12, 60]])
PART = np.array(
    [DICE.integers(max(0, n + k - m), min(n, k) + 1) for n, k, m in zip(TRIALS, EVENTS, WHOLE, strict=True)]
)


def test_tails_are_those_of_the_reference() -> None:
    few, many = compute_tails(PART, TRIALS, EVENTS, WHOLE)
    np.testing.assert_allclose(few, stats.hypergeom.cdf(PART, WHOLE, EVENTS, TRIALS), atol=1e-9)
    np.testing.assert_allclose(many, stats.hypergeom.sf(PART - 1, WHOLE, EVENTS, TRIALS), atol=1e-9)


def test_the_upper_tail_is_the_one_sided_test_of_fisher() -> None:
    _, many = compute_tails([9, 30], [12, 30], [40, 50], [160, 330])
    told = [
        stats.fisher_exact([[9, 3], [31, 117]], "greater")[1],
        stats.fisher_exact([[30, 0], [20, 280]], "greater")[1],
    ]
    np.testing.assert_allclose(many, told, rtol=1e-9)
    assert many[1] < 1e-25


@pytest.mark.parametrize("tail", [0.025, 0.001])
def test_limits_hold_what_neither_tail_calls_rare(tail: float) -> None:
    low, high = compute_limits(TRIALS, EVENTS, WHOLE, tail)
    for n, k, m, least, most in zip(TRIALS, EVENTS, WHOLE, low, high, strict=True):
        counts = np.arange(max(0, n + k - m), min(n, k) + 1)
        few, many = compute_tails(counts, n, k, m)
        inside = counts[(few > tail) & (many > tail)]
        assert (inside.min(), inside.max()) == (least, most)


def test_the_spread_is_that_of_the_reference() -> None:
    for n, k, m in zip(TRIALS[:40], EVENTS[:40], WHOLE[:40], strict=True):
        counts = np.arange(n + 1)
        mass = stats.hypergeom.pmf(counts, m, k, n)
        expected = np.sqrt((mass * (counts - (mass * counts).sum()) ** 2).sum())
        np.testing.assert_allclose(compute_standard_deviation(n, k, m), expected, atol=1e-9)
    assert compute_standard_deviation(1, 1, 1) == 0
