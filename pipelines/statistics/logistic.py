"""Logistic regression by Newton's method: calibration of probabilities, with errors that know who repeats."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

Floats = NDArray[np.float64]

_MOST_STEPS = 50
_TOLERANCE = 1e-10


def fit_logistic(design: ArrayLike, outcome: ArrayLike, toward: ArrayLike, strength: ArrayLike = 0.0) -> Floats:
    """The coefficients of greatest (penalised) likelihood; nan where there is none, as under full separation.

    `design` is rows x coefficients, `outcome` 0 or 1 a row. `strength` is the weight of the squared distance to
    `toward`, one number for all or one a coefficient: the precision of a normal prior. Source: McCullagh P, Nelder JA.
    Generalized Linear Models, 2nd ed., section 4.4.
    """
    rows, happened = np.asarray(design, float), np.asarray(outcome, float)
    goal = np.asarray(toward, float)
    weight = np.broadcast_to(np.asarray(strength, float), goal.shape)
    found = goal.copy()
    for _ in range(_MOST_STEPS):
        chance = expit(rows @ found)
        slope = rows.T @ (happened - chance) - weight * (found - goal)
        bend = _bend(rows, chance) + np.diag(weight)
        if not np.isfinite(bend).all() or np.linalg.cond(bend) > 1 / np.finfo(float).eps:
            break
        step = np.linalg.solve(bend, slope)
        found = found + step
        if np.abs(step).max() < _TOLERANCE:
            return found
    return np.full(len(goal), np.nan)


def compute_group_errors(design: ArrayLike, outcome: ArrayLike, found: ArrayLike, groups: ArrayLike) -> Floats:
    """Standard errors of the coefficients when rows of one group belong together; nan with fewer than two groups.

    Shapes as in `fit_logistic`, `groups` names the group of each row. Source: Liang KY, Zeger SL. Biometrika
    1986;73:13-22, with the usual small-sample factor.
    """
    rows, happened, estimate = np.asarray(design, float), np.asarray(outcome, float), np.asarray(found, float)
    names, place = np.unique(np.asarray(groups), return_inverse=True)
    if len(names) < 2 or not np.isfinite(estimate).all():
        return np.full(rows.shape[1], np.nan)
    chance = expit(rows @ estimate)
    scores = np.zeros((len(names), rows.shape[1]))
    np.add.at(scores, place, rows * (happened - chance)[:, None])
    bread = np.linalg.inv(_bend(rows, chance))
    number, width = rows.shape
    factor = len(names) / (len(names) - 1) * (number - 1) / (number - width)
    return np.asarray(np.sqrt(np.diag(bread @ (scores.T @ scores) @ bread) * factor))


def _bend(rows: Floats, chance: Floats) -> Floats:
    return np.asarray((rows * (chance * (1 - chance))[:, None]).T @ rows)
