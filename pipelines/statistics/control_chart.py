"""Control charts of shares of independent patients: center, exact limits of each month, yearly rhythm, last months.

Decision 0041.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from pipelines.statistics.hypergeometric import compute_limits as limit_by_lot
from pipelines.statistics.hypergeometric import compute_tails

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ordinals = NDArray[np.int64]

_YEAR = 12
_ROUNDS = 12
# one over the variance that the two terms of a yearly rhythm are expected to have: holds a rhythm of few events down
_SHRINKAGE = 1.0
_STEEPEST = 2.0


@dataclass(frozen=True)
class Course:
    """The points of one stretch: events of trials, which of them the center is computed from, and their rhythm.

    `baseline` flags the points of the center; `rhythm` is each point's expected share relative to the center, None
    where no yearly rhythm was removed.
    """

    events: Ordinals
    trials: Ordinals
    baseline: Flags
    rhythm: Floats | None = None

    @property
    def expected(self) -> Floats:
        """Trials, weighted by the rhythm."""
        return self.trials.astype(float) if self.rhythm is None else self.trials * self.rhythm


@dataclass(frozen=True)
class Limits:
    """Shares 0 to 1 of each point; `false_alarm` is the exact chance of a point outside though nothing changed."""

    centre: Floats
    lower: Floats
    upper: Floats
    false_alarm: Floats
    is_outside: Flags


def compute_limits(course: Course, tail: float) -> Limits:
    """Exact limits of each point against all points of the baseline, at most `tail` on either side.

    Given how many events there were in all, those of a point fall at random: the hypergeometric distribution, which
    holds its rate without knowing the share (Fisher RA. J R Stat Soc 1935;98:39-82). With a rhythm: the binomial
    distribution of the events in all over the weighted trials (Przyborowski J, Wilenski H. Biometrika 1940;31:313-323).
    Raises ValueError for a point without trials.
    """
    if (course.trials < 1).any():
        raise ValueError("a point of a control chart needs at least one trial")
    base, events, trials, weight = _compare(course)
    if course.rhythm is None:
        low, high, chance = _limit_by_lot(course.trials, events, trials, tail)
    else:
        low, high, chance = _limit_by_weight(events, weight, tail)
    centre = np.minimum(base * course.expected / course.trials, 1.0)
    is_outside = np.asarray((course.events < low) | (course.events > high), bool)
    return Limits(centre, low / course.trials, np.minimum(high / course.trials, 1.0), chance, is_outside)


def compute_last_tails(course: Course, window: int) -> tuple[float, float]:
    """Chance of so few events or fewer, and of so many or more, in the last `window` points together.

    They are compared with the points of the baseline before them as in `compute_limits`; 1 and 1 without any.
    """
    earlier, last = course.baseline.copy(), np.zeros(len(course.events), bool)
    earlier[-window:], last[-window:] = False, True
    if not earlier.any():
        return 1.0, 1.0
    part, n = int(course.events[last].sum()), int(course.trials[last].sum())
    events, trials = part + int(course.events[earlier].sum()), n + int(course.trials[earlier].sum())
    if course.rhythm is None:
        few, many = compute_tails(part, n, events, trials)
        return float(few[0]), float(many[0])
    weight = course.expected[last].sum() / course.expected[last | earlier].sum()
    return float(special.bdtr(part, events, weight)), float(_at_least(np.array(part), np.array(events), weight))


def fit_rhythm(events: ArrayLike, trials: ArrayLike, months: ArrayLike, used: ArrayLike) -> Floats:
    """The expected share of each month relative to the others: one wave a year, fitted to the points that are `used`.

    A Poisson regression on a cosine and a sine of the month of the year (Serfling RE. Public Health Rep
    1963;78:494-506), held down so that few events make no rhythm. All 1 where there are no events.
    """
    chosen = np.asarray(used, bool)
    part, whole = np.asarray(events, float)[chosen], np.asarray(trials, float)[chosen]
    angle = 2 * np.pi * np.asarray(months, float) / _YEAR
    wave = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    if not part.sum():
        return np.ones(len(angle))
    design = np.column_stack([np.ones(len(part)), wave[chosen]])
    penalty = np.diag([1e-9, _SHRINKAGE, _SHRINKAGE])
    found = np.array([np.log(part.sum() / whole.sum()), 0.0, 0.0])
    for _ in range(_ROUNDS):
        mean = np.minimum(whole * np.exp(design @ found), whole)
        slope = design.T @ (part - mean) - penalty @ np.array([0.0, found[1], found[2]])
        found = found + np.linalg.solve(design.T @ (design * mean[:, None]) + penalty, slope)
        found[1:] = np.clip(found[1:], -_STEEPEST, _STEEPEST)
    return np.asarray(np.exp(wave @ found[1:]), float)


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


def _compare(course: Course) -> tuple[float, Ordinals, Ordinals, Floats]:
    """Share of the baseline; for each point the events and trials it is compared within, and its part of them.

    A point outside the baseline is compared with the baseline and itself.
    """
    own, used = ~course.baseline, course.baseline
    expected = course.expected[used].sum()
    events = course.events[used].sum() + own * course.events
    trials = course.trials[used].sum() + own * course.trials
    weight = course.expected / (expected + own * course.expected)
    return float(course.events[used].sum() / expected), events, trials, weight


def _limit_by_lot(
    trials: Ordinals, events: Ordinals, whole: Ordinals, tail: float
) -> tuple[Ordinals, Ordinals, Floats]:
    low, high = limit_by_lot(trials, events, whole, tail)
    least, most = np.maximum(0, trials + events - whole), np.minimum(trials, events)
    few, _ = compute_tails(np.maximum(low - 1, least), trials, events, whole)
    _, many = compute_tails(np.minimum(high + 1, most), trials, events, whole)
    return low, high, np.where(low > least, few, 0.0) + np.where(high < most, many, 0.0)


def _limit_by_weight(events: Ordinals, weight: Floats, tail: float) -> tuple[Ordinals, Ordinals, Floats]:
    counts = np.arange(int(events.max()) + 1)[None, :]
    whole, part = events[:, None], weight[:, None]
    few, many = special.bdtr(np.minimum(counts, whole), whole, part), _at_least(counts, whole, part)
    low = (few <= tail).sum(axis=1)
    high = counts.size - 1 - (many <= tail).sum(axis=1)
    below = np.where(low > 0, special.bdtr(np.maximum(low - 1, 0), events, weight), 0.0)
    above = np.where(high < events, _at_least(np.minimum(high + 1, events), events, weight), 0.0)
    return low, high, np.asarray(below + above, float)


def _at_least(counts: Ordinals, whole: Ordinals, part: Floats | float) -> Floats:
    """Chance of so many or more of the whole; 0 above it."""
    tail = special.bdtrc(np.clip(counts - 1, 0, whole), whole, part)
    return np.asarray(np.where(counts <= 0, 1.0, np.where(counts > whole, 0.0, tail)), float)
