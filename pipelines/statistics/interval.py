"""Intervals of a share: the exact one and the short one.

They ask `scipy.special`: the distributions of `scipy.stats` take a second to import.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, ndtri

Floats = NDArray[np.float64]


def compute_exact_interval(events: ArrayLike, trials: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Lower and upper limit of each share by Clopper and Pearson: covers `level` of the time or more.

    `events` and `trials` are counts of one shape, 0 <= events <= trials; nan where trials is 0.
    Source: Clopper CJ, Pearson ES. Biometrika 1934;26:404-413.
    """
    part, whole = np.broadcast_arrays(np.asarray(events, float), np.asarray(trials, float))
    tail = (1 - level) / 2
    low = np.where(part == 0, 0.0, betaincinv(part, whole - part + 1, tail))
    high = np.where(part == whole, 1.0, betaincinv(part + 1, whole - part, 1 - tail))
    return _blank(low, whole), _blank(high, whole)


def compute_wilson_interval(events: ArrayLike, trials: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Lower and upper limit of each share by Wilson: covers `level` of the time on average.

    Same shapes as `compute_exact_interval`. Source: Wilson EB. J Am Stat Assoc 1927;22:209-212.
    """
    part, whole = np.broadcast_arrays(np.asarray(events, float), np.asarray(trials, float))
    reach = float(ndtri((1 + level) / 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = part / whole
        centre = (share + reach**2 / (2 * whole)) / (1 + reach**2 / whole)
        half = reach / (1 + reach**2 / whole) * np.sqrt(share * (1 - share) / whole + reach**2 / (4 * whole**2))
    low, high = np.where(part == 0, 0.0, centre - half), np.where(part == whole, 1.0, centre + half)
    return _blank(low, whole), _blank(high, whole)


def _blank(limit: Floats, trials: Floats) -> Floats:
    """Nobody was asked: there is no limit."""
    return np.where(trials > 0, limit, np.nan)
