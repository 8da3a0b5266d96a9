"""Control charts of shares: centre, limits, overdispersion, steps, and the rules that speak of a change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ordinals = NDArray[np.int64]

_SIGMAS = 3.0
# the mean distance of two neighbours from a normal distribution, in standard deviations
_MEAN_RANGE = 2 / np.sqrt(np.pi)
# the variance of that estimate of sigma over m points, in sigma squared over m: Cryer JD, Ryan TP. J Qual Technol
# 1990;22:187-192
_RANGE_VARIANCE = 0.826


@dataclass(frozen=True)
class Limits:
    """What holds for one stretch of points, all shares 0 to 1; arrays have one value a point.

    `sigma_factor` is Laney's sigma of z, nan where it cannot be had; with `is_widened` the limits were widened by it.
    `error` is one standard error of a point, from which 2-sigma lines follow.
    """

    centre: float
    error: Floats
    lower: Floats
    upper: Floats
    sigma_factor: float
    is_widened: bool


def compute_limits(events: ArrayLike, trials: ArrayLike, baseline: ArrayLike | None = None) -> Limits:
    """Centre and 3-sigma limits of a p-chart with varying n, cut off at 0 and 1.

    `events` and `trials` are counts of one shape, 0 <= events <= trials, 1 <= trials; `baseline` flags the points that
    the centre is computed from (default all). Where the points scatter clearly more than chance (the one-sided 95
    percent limit of Laney's sigma of z is passed), the limits are those of his p'-chart. Raises ValueError for a point
    without trials. Sources: Shewhart WA 1931; Laney DB. Qual Eng 2002;14:531-537.
    """
    part, whole = np.asarray(events, float), np.asarray(trials, float)
    if (whole < 1).any():
        raise ValueError("a point of a control chart needs at least one trial")
    used = np.ones(len(whole), bool) if baseline is None else np.asarray(baseline, bool)
    centre = float(part[used].sum() / whole[used].sum())
    error = np.sqrt(centre * (1 - centre) / whole)
    factor = compute_sigma_factor(part[used], whole[used])
    is_widened = bool(factor > widest_factor_by_chance(int(used.sum())))
    error = error * factor if is_widened else error
    lower, upper = np.clip(centre - _SIGMAS * error, 0, 1), np.clip(centre + _SIGMAS * error, 0, 1)
    return Limits(centre, error, lower, upper, factor, is_widened)


def compute_sigma_factor(events: Floats, trials: Floats) -> float:
    """Laney's sigma of z: the mean moving range of the standardised shares in its expected unit; 1 is pure chance.

    nan with fewer than two points, or where all or none are events. Source: Laney DB. Qual Eng 2002;14:531-537.
    """
    centre = events.sum() / trials.sum() if len(trials) else 0.0
    if len(trials) < 2 or centre in (0, 1):
        return float("nan")
    standardised = (events / trials - centre) / np.sqrt(centre * (1 - centre) / trials)
    return float(np.abs(np.diff(standardised)).mean() / _MEAN_RANGE)


def widest_factor_by_chance(points: int) -> float:
    """What sigma of z stays under in 95 percent of charts of so many points where nothing but chance is at work.

    Normal approximation with the variance of Cryer and Ryan (1990), which takes the points as normal.
    """
    return float(1 + special.ndtri(0.95) * np.sqrt(_RANGE_VARIANCE / points)) if points else float("inf")


def compute_false_alarm(trials: ArrayLike, limits: Limits) -> Floats:
    """The exact chance that a point of each n falls outside its limits though nothing changed (binomial at the centre).

    For limits that were not widened. Three in a thousand is the normal approximation; small n has more.
    """
    whole = np.asarray(trials, float)
    below = np.ceil(limits.lower * whole - 1e-9) - 1
    above = np.floor(limits.upper * whole + 1e-9)
    counts = whole.astype(np.int64)
    under = np.where(below < 0, 0.0, special.bdtr(np.maximum(below, 0), counts, limits.centre))
    return np.asarray(under + special.bdtrc(np.minimum(above, whole), counts, limits.centre), float)


def assign_stretches(months: ArrayLike, steps: ArrayLike, minimum: int) -> tuple[Ordinals, Flags]:
    """For each point the stretch whose limits hold for it, from 1 (0: none), and whether it is of its baseline.

    `months` are the ordered times of the points, `steps` the times from which limits are new. A stretch of fewer than
    `minimum` points goes on under the limits of the one before; a first one that short has none.
    """
    times, cuts = np.asarray(months), np.unique(np.asarray(steps))
    own = np.searchsorted(cuts, times, side="right") if len(cuts) else np.zeros(len(times), np.int64)
    stretch, is_baseline = np.zeros(len(times), np.int64), np.zeros(len(times), bool)
    current = 0
    for ordinal in np.unique(own):
        points = own == ordinal
        if points.sum() >= minimum:
            current += 1
            is_baseline |= points
        stretch[points] = current
    return stretch, is_baseline


def find_outside(events: ArrayLike, trials: ArrayLike, limits: Limits) -> Flags:
    """Points outside their limits whose exact binomial tail at the centre is no larger than that of three sigma.

    With few trials a 3-sigma limit is passed by chance far more often than in 3 of 1,000 points; the exact tail keeps
    that promise for every n. Sources: Shewhart WA 1931; the tail is that of Clopper CJ, Pearson ES 1934.
    """
    part, whole = np.asarray(events, np.int64), np.asarray(trials, np.int64)
    shares = part / whole
    tail = special.ndtr(-_SIGMAS)
    few = special.bdtr(part, whole, limits.centre)
    many = special.bdtrc(np.maximum(part - 1, 0), whole, limits.centre)
    is_low = (shares < limits.lower - 1e-12) & (few <= tail)
    is_high = (shares > limits.upper + 1e-12) & (part > 0) & (many <= tail)
    return np.asarray(is_low | is_high, bool)


def has_enough_events(trials: ArrayLike, limits: Limits, minimum: float) -> bool:
    """Whether so many events and so many non-events are expected at the median point: rules on runs need symmetry."""
    rarer = min(limits.centre, 1 - limits.centre)
    return bool(np.median(np.asarray(trials, float)) * rarer >= minimum)


def find_beyond(shares: Floats, limits: Limits, sigmas: float, count: int, window: int) -> Flags:
    """Points of windows in which `count` of `window` lie beyond so many sigma on one side.

    Source: Western Electric, Statistical Quality Control Handbook, 1956.
    """
    hits = np.zeros(len(shares), bool)
    for side in (1, -1):
        is_far = side * (shares - limits.centre) > sigmas * limits.error + 1e-12
        for start in range(len(shares) - window + 1):
            inside = is_far[start : start + window]
            if inside.sum() >= count:
                hits[start : start + window] |= inside
    return hits


def find_one_side(shares: Floats, limits: Limits, window: int) -> Flags:
    """Points of runs of `window` or more on one side of the centre; a point on it ends a run.

    Source: Western Electric, Statistical Quality Control Handbook, 1956.
    """
    sides = np.sign(np.round(shares - limits.centre, 12))
    return _mark_windows([bool(abs(run.sum()) == window) for run in _windows(sides, window)], len(shares), window)


def find_trend(shares: Floats, window: int) -> Flags:
    """Points of runs of `window` or more that each lie above (or each below) the one before.

    Source: Nelson LS. J Qual Technol 1984;16:237-239.
    """
    moves = [np.diff(run) for run in _windows(np.round(shares, 12), window)]
    return _mark_windows([bool((move > 0).all() or (move < 0).all()) for move in moves], len(shares), window)


def _windows(values: Floats, window: int) -> list[Floats]:
    return [values[start : start + window] for start in range(len(values) - window + 1)]


def _mark_windows(is_hit: list[bool], points: int, window: int) -> Flags:
    hits = np.zeros(points, bool)
    for start, hit in enumerate(is_hit):
        if hit:
            hits[start : start + window] = True
    return hits
