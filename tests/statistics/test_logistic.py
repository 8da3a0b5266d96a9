"""Logistic regression equals the library that the product does not call, to the ninth decimal."""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm

from pipelines.statistics.logistic import compute_group_errors, fit_logistic

CHANCE = np.random.default_rng(7)
DESIGN = np.column_stack([np.ones(600), CHANCE.normal(size=600), CHANCE.integers(0, 2, 600)])
OUTCOME = (CHANCE.random(600) < 1 / (1 + np.exp(-DESIGN @ [-1.0, 0.8, 0.5]))).astype(float)
GROUPS = CHANCE.integers(0, 90, 600)


def test_coefficients_and_group_errors_are_those_of_the_reference() -> None:
    reference = sm.Logit(OUTCOME, DESIGN).fit(
        disp=False, method="newton", tol=1e-13, cov_type="cluster", cov_kwds={"groups": GROUPS}
    )
    found = fit_logistic(DESIGN, OUTCOME, [0, 0, 0])
    np.testing.assert_allclose(found, reference.params, atol=1e-9)
    np.testing.assert_allclose(compute_group_errors(DESIGN, OUTCOME, found, GROUPS), reference.bse, atol=1e-9)


def test_a_strong_prior_holds_and_a_weak_one_gives_way() -> None:
    free = fit_logistic(DESIGN, OUTCOME, [0, 0, 0])
    np.testing.assert_allclose(fit_logistic(DESIGN, OUTCOME, [0, 1, 0], 1e9), [0, 1, 0], atol=1e-5)
    np.testing.assert_allclose(fit_logistic(DESIGN, OUTCOME, [0, 1, 0], 1e-9), free, atol=1e-6)


def test_the_penalised_estimate_is_where_the_slope_is_nothing() -> None:
    found = fit_logistic(DESIGN, OUTCOME, [0, 1, 0], 5.0)
    chance = 1 / (1 + np.exp(-DESIGN @ found))
    np.testing.assert_allclose(DESIGN.T @ (OUTCOME - chance), 5.0 * (found - [0, 1, 0]), atol=1e-8)


def test_what_is_fully_separated_has_no_estimate() -> None:
    design = np.column_stack([np.ones(20), np.arange(20.0)])
    found = fit_logistic(design, np.arange(20) > 9, [0, 0])
    assert np.isnan(found).all()
    assert np.isnan(compute_group_errors(design, np.arange(20) > 9, found, np.arange(20))).all()


def test_one_group_alone_has_no_error() -> None:
    found = fit_logistic(DESIGN, OUTCOME, [0, 0, 0])
    assert np.isnan(compute_group_errors(DESIGN, OUTCOME, found, np.zeros(600))).all()
