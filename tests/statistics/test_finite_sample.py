"""Exact limits and sample sizes agree with scipy's distribution, unit by unit."""

from __future__ import annotations

from fractions import Fraction
from math import floor, isclose, sqrt

import numpy as np
import pytest
from scipy import stats

from pipelines.statistics.finite_sample import (
    StratumPairs,
    StratumSums,
    compute_count_limits,
    estimate_ratio_total,
    estimate_total,
    find_sample_size,
)

TAIL = Fraction(1, 20)
DOUBT = 1e-12


def search_all(frame: int, sample: int, found: int) -> tuple[int, int]:
    """The limits by the definition: every possible count is asked; a chance of exactly the tail is outside."""
    counts = np.arange(found, frame - (sample - found) + 1)
    many = stats.hypergeom.sf(found - 1, frame, counts, sample)
    few = stats.hypergeom.cdf(found, frame, counts, sample)
    return int(counts[many > TAIL + DOUBT].min()), int(counts[few > TAIL + DOUBT].max())


@pytest.mark.parametrize("frame", [2, 7, 60, 400])
def test_limits_are_those_of_the_definition(frame: int) -> None:
    for sample in {1, 2, frame // 3 + 1, frame - 1, frame}:
        for found in {0, 1, sample // 2, sample}:
            assert compute_count_limits(frame, sample, found, TAIL) == search_all(frame, sample, found)


def test_a_frame_that_is_sampled_whole_leaves_no_doubt() -> None:
    assert compute_count_limits(40, 40, 7, TAIL) == (7, 7)


def test_a_frame_of_millions_is_searched_too() -> None:
    low, high = compute_count_limits(5_000_000, 600, 30, TAIL)
    assert stats.hypergeom.sf(29, 5_000_000, low, 600) > TAIL >= stats.hypergeom.sf(29, 5_000_000, low - 1, 600)
    assert stats.hypergeom.cdf(30, 5_000_000, high, 600) > TAIL >= stats.hypergeom.cdf(30, 5_000_000, high + 1, 600)


@pytest.mark.parametrize("frame", [1, 2, 30, 180, 900])
@pytest.mark.parametrize("rate", ["0", "0.02", "0.3", "0.5", "0.97", "1"])
def test_no_smaller_sample_meets_the_width(frame: int, rate: str) -> None:
    share, width = Fraction(rate), Fraction("0.15")
    found_size = find_sample_size(frame, share, width, Fraction(9, 10))
    for size in range(1, found_size + 1):
        low, high = compute_count_limits(frame, size, floor(size * share + Fraction(1, 2)), TAIL)
        assert ((high - low) <= width * frame) == (size == found_size)


def test_a_total_is_expanded_by_its_stratum() -> None:
    values = [3, 8, 8, 1]
    estimate = estimate_total([StratumSums(50, 4, sum(values), sum(one * one for one in values))])
    assert estimate.point == Fraction(50 * 20, 4)
    assert isclose(estimate.standard_error, 50 * np.std(values, ddof=1) * sqrt((50 - 4) / (50 * 4)))
    assert isclose(estimate.compute_reach(0.9), stats.t.ppf(0.95, 3) * estimate.standard_error)
    both = estimate_total([StratumSums(50, 4, 20, 138), StratumSums(4, 4, 20, 138)])
    assert both.point == estimate.point + 20
    assert isclose(both.standard_error, estimate.standard_error)
    assert isclose(both.compute_reach(0.8), stats.norm.ppf(0.9) * both.standard_error)


def test_a_ratio_is_combined_over_strata_and_spreads_by_its_residuals() -> None:
    amounts, bases = [0, 50, 0, 20], [100, 100, 60, 40]
    one = estimate_ratio_total([StratumPairs(40, amounts, bases)], 3_000)
    residuals = np.array(amounts) - 70 / 300 * np.array(bases)
    assert one.point == Fraction(70 * 3_000, 300)
    assert isclose(one.standard_error, 40 * np.std(residuals, ddof=1) * sqrt((40 - 4) / (40 * 4)))
    two = estimate_ratio_total([StratumPairs(40, amounts, bases), StratumPairs(4, amounts, bases)], 3_300)
    assert (two.point, two.degrees) == (Fraction(70 * 3_300, 300), None)
    assert isclose(two.standard_error, one.standard_error)
