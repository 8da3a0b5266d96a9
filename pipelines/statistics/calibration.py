"""How good forecasts were: what was expected against what came, the slope, the Brier score, and correcting by it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit, ndtri

from pipelines.statistics.logistic import compute_group_errors, fit_logistic

Floats = NDArray[np.float64]

# No model of visits knows better than one in a hundred what a patient will do.
LEAST_CHANCE = 0.01
# The correction: an intercept about 0, a slope about 1, and what the first months of a year add, about 0; each with
# the standard deviation of its prior. The slope is held tightest, so that a few crossings cannot turn forecasts round.
_UNCHANGED = (0.0, 1.0, 0.0)
_CORRECTION_SPREADS = np.array([0.5, 0.2, 1.0])


@dataclass(frozen=True)
class Score:
    """One horizon's forecasts against what came; the slope is nan where it cannot be told."""

    forecasts: int
    events: int
    expected: float
    slope: float
    slope_low: float
    slope_high: float
    brier: float


def bound(chance: ArrayLike) -> Floats:
    """Probabilities held between 1 and 99 percent."""
    return np.asarray(np.clip(np.asarray(chance, float), LEAST_CHANCE, 1 - LEAST_CHANCE))


def score_forecasts(chance: ArrayLike, happened: ArrayLike, groups: ArrayLike, level: float = 0.95) -> Score:
    """Counts, expected events, calibration slope with its interval over `groups`, Brier score.

    `chance` (0..1), `happened` (0 or 1) and `groups` (who repeats) are of one length. Sources: Cox DR. Biometrika
    1958;45:562-565 (slope); Brier GW. Monthly Weather Review 1950;78:1-3.
    """
    forecast, came = np.asarray(chance, float), np.asarray(happened, float)
    slope = low = high = float("nan")
    if 0 < came.sum() < len(came):
        design = _design(forecast)
        found = fit_logistic(design, came, _UNCHANGED[:2])
        reach = float(ndtri((1 + level) / 2) * compute_group_errors(design, came, found, groups)[1])
        slope, low, high = float(found[1]), float(found[1]) - reach, float(found[1]) + reach
    brier = float(((forecast - came) ** 2).mean()) if len(came) else float("nan")
    return Score(len(came), int(came.sum()), float(forecast.sum()), slope, low, high, brier)


def fit_correction(chance: ArrayLike, happened: ArrayLike, is_early: ArrayLike) -> Floats:
    """Intercept, slope and season on the logit scale that earlier forecasts ask for, drawn toward no change.

    Of `chance` and `happened` as in `score_forecasts`, `is_early` (of the first months of a year) of the same length;
    without any, no change.
    """
    forecast = np.asarray(chance, float)
    if not len(forecast):
        return np.array(_UNCHANGED)
    design = np.column_stack([_design(forecast), np.asarray(is_early, float)])
    found = fit_logistic(design, happened, _UNCHANGED, 1 / _CORRECTION_SPREADS**2)
    return found if np.isfinite(found).all() else np.array(_UNCHANGED)


def correct(chance: ArrayLike, correction: ArrayLike, is_early: ArrayLike) -> Floats:
    """The probabilities after a correction, again between 1 and 99 percent; arguments as in `fit_correction`."""
    intercept, slope, season = np.asarray(correction, float)
    return bound(expit(intercept + season * np.asarray(is_early, float) + slope * logit(bound(chance))))


def _design(chance: Floats) -> Floats:
    return np.column_stack([np.ones(len(chance)), logit(bound(chance))])
