"""Scores of forecasts: right ones have slope 1, proud ones less, and a correction learns that."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit, logit

from pipelines.statistics.calibration import bound, correct, fit_correction, score_forecasts

RANDOM = np.random.default_rng(3)
TRUTH = RANDOM.beta(1, 3, 4_000) * 0.94 + 0.03
CAME = (RANDOM.random(4_000) < TRUTH).astype(float)
WHO = np.arange(4_000)
PROUD = expit(2 * logit(TRUTH) + 0.5)


def test_right_forecasts_have_slope_one_within_its_interval() -> None:
    score = score_forecasts(TRUTH, CAME, WHO)
    assert score.slope_low < 1 < score.slope_high
    assert score.expected == pytest.approx(TRUTH.sum())
    assert (score.forecasts, score.events) == (4_000, CAME.sum())
    assert score.brier == pytest.approx(((TRUTH - CAME) ** 2).mean())


def test_the_slope_and_its_interval_are_those_of_the_reference() -> None:
    groups = WHO // 5
    score = score_forecasts(PROUD, CAME, groups)
    design = sm.add_constant(logit(bound(PROUD)))
    reference = sm.Logit(CAME, design).fit(disp=False, tol=1e-13, cov_type="cluster", cov_kwds={"groups": groups})
    low, high = reference.conf_int()[1]
    np.testing.assert_allclose(
        [score.slope, score.slope_low, score.slope_high], [reference.params[1], low, high], atol=1e-9
    )
    assert score.slope_high < 0.8


def test_a_correction_mends_proud_forecasts() -> None:
    fit = fit_correction(PROUD, CAME, np.zeros(4_000))
    assert fit[1] == pytest.approx(0.5, abs=0.08)
    assert (
        score_forecasts(correct(PROUD, fit, np.zeros(4_000)), CAME, WHO).brier < score_forecasts(PROUD, CAME, WHO).brier
    )


def test_a_few_crossings_hardly_turn_the_forecasts() -> None:
    fit = fit_correction(PROUD[:10], CAME[:10], np.zeros(10))
    assert abs(fit[0]) < 0.5
    assert abs(fit[1] - 1) < 0.2
    assert fit[2] == 0
    np.testing.assert_allclose(fit_correction([], [], []), [0, 1, 0])


def test_a_season_of_its_own_is_learned_and_leaves_the_rest_alone() -> None:
    """Twice the odds in the first months: the correction gives them there and nearly none elsewhere."""
    is_early = WHO % 3 == 0
    came = (RANDOM.random(4_000) < expit(logit(TRUTH) + np.log(2) * is_early)).astype(float)
    fit = fit_correction(TRUTH, came, is_early)
    mended = correct(TRUTH, fit, is_early)
    for part in (is_early, ~is_early):
        assert mended[part].sum() == pytest.approx(came[part].sum(), rel=0.03)
    assert fit[2] > 0.3


def test_nothing_is_ever_sure() -> None:
    np.testing.assert_allclose(bound([0.0, 0.5, 1.0]), [0.01, 0.5, 0.99])
    np.testing.assert_allclose(correct([0.0, 1.0], [5.0, 3.0, 0.0], [False, True]), [0.01, 0.99])


@pytest.mark.parametrize("came", [np.zeros(5), np.ones(5)])
def test_without_a_difference_there_is_no_slope(came: np.ndarray) -> None:
    score = score_forecasts(np.full(5, 0.3), came, np.arange(5))
    assert np.isnan([score.slope, score.slope_low]).all()
    assert score.brier == pytest.approx(((0.3 - came) ** 2).mean())


def test_one_forecast_for_all_has_no_slope() -> None:
    assert np.isnan(score_forecasts(np.full(6, 0.3), [0, 1, 0, 0, 1, 0], np.arange(6)).slope)


def test_no_forecast_has_no_score() -> None:
    score = score_forecasts([], [], [])
    assert (score.forecasts, score.events) == (0, 0)
    assert np.isnan(score.brier)
