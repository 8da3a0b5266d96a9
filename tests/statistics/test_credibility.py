"""Partial pooling: few observations lean on the others, many stand for themselves."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.statistics.credibility import Credibility, fit_credibility


def test_the_mean_of_a_group_is_drawn_toward_all_by_its_credibility() -> None:
    fit = Credibility(mean=10.0, within=8.0, between=2.0)
    means, doubts = fit.shrink([0, 4, 396], [0.0, 80.0, 396 * 20.0])
    np.testing.assert_allclose(means, [10.0, 15.0, 19.9])
    np.testing.assert_allclose(doubts, [2.0, 1.0, 0.02])


def test_the_estimates_are_those_that_made_the_sample() -> None:
    chance = np.random.default_rng(1)
    counts = chance.integers(2, 20, 4_000)
    means = chance.normal(50, 3, 4_000)
    samples = [chance.normal(mean, 6, count) for mean, count in zip(means, counts, strict=True)]
    fit = fit_credibility(counts, [sample.sum() for sample in samples], [(sample**2).sum() for sample in samples])
    assert fit is not None
    assert fit.mean == pytest.approx(50, abs=0.2)
    assert fit.within == pytest.approx(36, rel=0.03)
    assert fit.between == pytest.approx(9, rel=0.1)


def test_equal_groups_are_all_the_same_group() -> None:
    fit = fit_credibility([4] * 12, [40.0] * 12, [400.0] * 12)
    assert fit is not None
    means, _ = fit.shrink([1], [30.0])
    assert np.isfinite(means).all()


@pytest.mark.parametrize("groups", [0, 9])
def test_fewer_than_ten_groups_say_nothing(groups: int) -> None:
    assert fit_credibility([5] * groups, [50.0] * groups, [510.0] * groups) is None
    assert fit_credibility([1] * 40, [10.0] * 40, [100.0] * 40) is None
