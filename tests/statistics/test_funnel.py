"""What is told about a group of providers, against references and against lots that are really drawn."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from pipelines.statistics.funnel import (
    adjust_false_discovery,
    compute_any_outside,
    compute_design_effect,
    estimate_overdispersion,
)
from pipelines.statistics.hypergeometric import compute_limits


def test_adjusted_chances_are_those_of_the_reference_in_each_group() -> None:
    dice = np.random.default_rng(5)
    chance, group = dice.random(200) ** 3, dice.integers(0, 4, 200)
    chance[:4] = [1e-30, 1e-30, 1.0, 1e-12]
    adjusted = adjust_false_discovery(chance, group)
    for each in range(4):
        np.testing.assert_allclose(
            adjusted[group == each], stats.false_discovery_control(chance[group == each]), rtol=1e-9
        )


def test_who_is_not_asked_does_not_count_among_those_who_are() -> None:
    adjusted = adjust_false_discovery([0.01, np.nan, 0.04], [0, 0, 0])
    np.testing.assert_allclose(adjusted, [0.02, np.nan, 0.04])
    assert np.isnan(adjust_false_discovery([np.nan], [0])).all()


@pytest.mark.parametrize("trials", [[30] * 10, [5, 12, 40, 80]])
@pytest.mark.parametrize("tail", [0.025, 0.001])
def test_the_chance_of_any_outside_is_that_of_lots(trials: list[int], tail: float) -> None:
    total = sum(trials) // 6
    low, high = compute_limits(trials, total, sum(trials), tail)
    told = compute_any_outside(trials, low, high, total)
    drawn = np.random.default_rng(3).multivariate_hypergeometric(trials, total, size=40_000)
    seen = ((drawn < low) | (drawn > high)).any(axis=1).mean()
    assert abs(seen - told) < 4 * np.sqrt(told * (1 - told) / 40_000) + 1e-9
    assert told <= min(1.0, len(trials) * 2 * tail)


def test_two_providers_are_outside_together_or_not_at_all() -> None:
    low, high = compute_limits([20, 20], 12, 40, 0.025)
    one_side = stats.hypergeom.cdf(low[0] - 1, 40, 12, 20) + stats.hypergeom.sf(high[0], 40, 12, 20)
    np.testing.assert_allclose(compute_any_outside([20, 20], low, high, 12), one_side, atol=1e-12)


def test_the_chance_is_that_of_whole_numbers() -> None:
    """4 and 6 patients, 5 of them with KX, 2 or 3 with each: as binomials say, over all ways to choose 5 of 10."""
    inside = comb(4, 2) * comb(6, 3) + comb(4, 3) * comb(6, 2)
    np.testing.assert_allclose(compute_any_outside([4, 6], [2, 2], [3, 3], 5), 1 - inside / comb(10, 5), rtol=1e-12)


def test_groups_side_by_side_and_providers_of_one_size_are_told_as_one_by_one() -> None:
    sizes, providers, totals = np.array([[5, 12], [3, 80], [9, 10]]), np.array([[3, 1], [2, 2], [1, 4]]), [7, 0, 30]
    whole = (sizes * providers).sum(axis=1)
    low, high = (
        side.reshape(3, 2) for side in compute_limits(sizes, np.reshape(totals, (3, 1)), whole[:, None], 0.025)
    )
    told = compute_any_outside(sizes, low, high, totals, providers)
    for place, total in enumerate(totals):
        trials, least, most = (np.repeat(each[place], providers[place]) for each in (sizes, low, high))
        np.testing.assert_allclose(told[place], compute_any_outside(trials, least, most, total), atol=1e-12)


def test_nothing_to_share_out_raises_no_alarm() -> None:
    assert compute_any_outside([5, 5], [0, 0], [0, 0], 0) == 0.0
    assert compute_any_outside([5, 5], [5, 5], [5, 5], 10) == 0.0


def test_equal_providers_are_not_overdispersed_and_one_outlier_counts_for_little() -> None:
    scores = np.random.default_rng(1).normal(size=4000)
    assert 0.95 < estimate_overdispersion(scores) < 1.05
    assert estimate_overdispersion([0.0] * 19 + [30.0]) < 0.1
    np.testing.assert_allclose(estimate_overdispersion(3 * scores), 9 * estimate_overdispersion(scores))
    assert np.isnan(estimate_overdispersion([]))


def test_the_design_effect_is_the_variance_between_patients_over_that_of_lines() -> None:
    """Against the cluster-robust variance of a mean by statsmodels, times k / (k - 1)."""
    dice = np.random.default_rng(2)
    sizes = dice.integers(1, 30, 40)
    patient = np.repeat(np.arange(40), sizes)
    kx = (dice.random(sizes.sum()) < np.repeat(dice.beta(0.3, 0.7, 40), sizes)).astype(int)
    events = np.bincount(patient, kx).astype(int)
    fit = sm.OLS(kx, np.ones(kx.size)).fit(
        cov_type="cluster", cov_kwds={"groups": patient, "use_correction": False, "df_correction": False}
    )
    share = kx.mean()
    expected = fit.bse[0] ** 2 * 40 / 39 / (share * (1 - share) / kx.size)
    told = compute_design_effect(kx.size, kx.sum(), (sizes**2).sum(), (events**2).sum(), (sizes * events).sum(), 40)
    np.testing.assert_allclose(told, expected, rtol=1e-9)
    assert told > 3


def test_lines_that_are_copies_within_a_patient_count_as_one() -> None:
    """50 patients of 8 lines, KX on all or none: the effect is 8, up to k / (k - 1)."""
    np.testing.assert_allclose(compute_design_effect(400, 160, 50 * 64, 20 * 64, 20 * 64, 50), 8 * 50 / 49)
    assert np.isnan(compute_design_effect([10, 10, 10], [0, 10, 5], 100, 50, 50, [3, 3, 1])).all()
