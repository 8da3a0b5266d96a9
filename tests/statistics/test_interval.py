"""Intervals are those of the library that the product does not call, to the ninth decimal."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from pipelines.statistics.interval import compute_exact_interval, compute_wilson_interval

TRIALS = np.repeat([1, 2, 5, 10, 30, 59, 299, 5000], 4)
EVENTS = np.concatenate([[0, n, n // 2, n // 3] for n in (1, 2, 5, 10, 30, 59, 299, 5000)])


@pytest.mark.parametrize(("ours", "method"), [(compute_exact_interval, "beta"), (compute_wilson_interval, "wilson")])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_an_interval_is_that_of_the_reference(ours, method: str, level: float) -> None:  # type: ignore[no-untyped-def]
    low, high = ours(EVENTS, TRIALS, level)
    expected_low, expected_high = proportion_confint(EVENTS, TRIALS, alpha=1 - level, method=method)
    np.testing.assert_allclose(low, expected_low, atol=1e-9)
    np.testing.assert_allclose(high, expected_high, atol=1e-9)


def test_all_of_n_leaves_the_known_lower_bounds() -> None:
    """One-sided 95 percent, as published: 5 of 5 is at least 0.549, 59 of 59 at least 0.950."""
    low, _ = compute_exact_interval([5, 10, 30, 59, 299], [5, 10, 30, 59, 299], level=0.9)
    np.testing.assert_allclose(low, [0.549, 0.741, 0.905, 0.950, 0.990], atol=5e-4)


def test_nobody_asked_has_no_interval() -> None:
    assert np.isnan(compute_exact_interval(0, 0)).all()
    assert np.isnan(compute_wilson_interval(0, 0)).all()
