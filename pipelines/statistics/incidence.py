"""Cumulative incidence: how many get there by when, where some leave before and some are not followed to the end.

All curves of a call lie side by side, one row a group and one column a time, so that thousands cost a few passes.

Decision 0048.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Below this the variance is rounding: a curve of a million accounts has a larger one at its first event.
_LEAST_VARIANCE = 1e-13


@dataclass(frozen=True)
class Counts:
    """What happened: `times` (T) ascending; all others groups x times (K, T), how many at each time.

    Events and censorings outside of the part that is `started` are zero.
    """

    times: Integers
    at_risk: Floats
    crossed: Floats
    ended: Floats
    censored: Floats
    started: Flags


@dataclass(frozen=True)
class Incidence:
    """Shares 0..1, groups x times (K, T), just after each time; a limit is nan where there is no variance."""

    crossed: Floats
    ended: Floats
    waiting: Floats
    lower: Floats
    upper: Floats


def count_courses(
    group: Integers,
    time: Integers,
    event: Integers,
    entry: Integers | None = None,
    *,
    groups: int,
    minimum: int = 1,
    until: int | None = None,
) -> Counts:
    """Who is at risk, and who leaves how, at each whole time from 0 to `until`, else at each distinct time.

    `group` 0..groups-1, `time`, `event` (0 censored, 1 the event, 2 the competing one) and `entry` are one value a
    member (N). Censored members are at risk of the events of their own time. With `entry` (left truncation) a member is
    at risk at t when entry < t <= time. A course starts when `minimum` were at risk for the first time; who left
    before is not counted.
    """
    times, column = np.unique(time, return_inverse=True) if until is None else (np.arange(until + 1), time)
    shape = (groups, len(times))
    place = group * shape[1] + column
    crossed, ended, censored = (
        np.bincount(place[event == kind], minlength=groups * shape[1]).reshape(shape).astype(float)
        for kind in (1, 2, 0)
    )
    leaving = crossed + ended + censored
    left_before = np.cumsum(leaving, axis=1) - leaving
    if entry is None:
        at_risk = leaving.sum(axis=1, keepdims=True) - left_before
    else:
        at_risk = _count_entered(group, np.searchsorted(times, entry, side="right"), shape) - left_before
    started = np.maximum.accumulate(at_risk >= minimum, axis=1)
    return Counts(times, at_risk, crossed * started, ended * started, censored * started, started)


def _count_entered(group: Integers, column: NDArray[np.intp], shape: tuple[int, int]) -> Floats:
    """How many came in before each time; who comes in after the last one never counts."""
    inside = column < shape[1]
    place = group[inside] * shape[1] + column[inside]
    came = np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)
    return np.cumsum(came, axis=1).astype(float)


def compute_incidence(counts: Counts, level: float = 0.95) -> Incidence:
    """Aalen and Johansen's estimate of both incidences, with a pointwise log-log band for the event.

    The variance is Aalen's. Sources: Aalen OO, Johansen S. Scand J Stat 1978;5:141-150; Aalen OO. Ann Stat
    1978;6:534-545, as in Pintilie M. Competing Risks. Wiley 2006, formula 4.5; Kalbfleisch JD, Prentice RL. 2002,
    section 1.4 (the log-log limits).
    """
    risk = counts.at_risk
    hazard = _divide(counts.crossed + counts.ended, risk)
    waiting = np.asarray(np.cumprod(1 - hazard, axis=1), np.float64)
    entering = np.concatenate([np.ones((len(risk), 1)), waiting[:, :-1]], axis=1)
    # a sum of shares may pass 1 by rounding
    crossed = np.minimum(np.cumsum(entering * _divide(counts.crossed, risk), axis=1), 1.0)
    ended = np.minimum(np.cumsum(entering * _divide(counts.ended, risk), axis=1), 1.0)
    lower, upper = _compute_band(crossed, _compute_variance(counts, entering, crossed), level)
    return Incidence(crossed, ended, waiting, lower, upper)


def _compute_variance(counts: Counts, entering: Floats, crossed: Floats) -> Floats:
    """Aalen's variance; the sums over all earlier times come from running sums, by multiplying out the squares."""
    risk, event = counts.at_risk, counts.crossed
    leaving = event + counts.ended
    spread = event * (risk - event)
    from_any = _divide(leaving, (risk - 1) * (risk - leaving))
    from_event = _divide(spread * entering**2, (risk - 1) * risk**2)
    shared = _divide(spread * entering, risk * (risk - leaving) * (risk - 1))
    any_so_far, shared_so_far = np.cumsum(from_any, axis=1), np.cumsum(shared, axis=1)
    squares = crossed**2 * any_so_far - 2 * crossed * np.cumsum(crossed * from_any, axis=1)
    squares += np.cumsum(crossed**2 * from_any, axis=1)
    products = crossed * shared_so_far - np.cumsum(crossed * shared, axis=1)
    return np.asarray(squares + np.cumsum(from_event, axis=1) - 2 * products)


def _compute_band(share: Floats, variance: Floats, level: float) -> tuple[Floats, Floats]:
    """Limits on the scale log(-log share), which stay between 0 and 1."""
    reach = float(ndtri((1 + level) / 2))
    known = (variance > _LEAST_VARIANCE) & (share < 1)
    logarithm = np.log(share, where=known, out=np.full_like(share, np.nan))
    width = reach * np.sqrt(variance, where=known, out=np.full_like(share, np.nan)) / (share + ~known) / -logarithm
    return np.exp(logarithm * np.exp(width)), np.exp(logarithm * np.exp(-width))


def compute_kaplan_meier(counts: Counts) -> Floats:
    """One minus Kaplan and Meier (K, T), which takes those who left for good as if they could still get there.

    It is never below the cumulative incidence. Source: Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481.
    """
    return np.asarray(1 - np.cumprod(1 - _divide(counts.crossed, counts.at_risk), axis=1))


def find_first(curve: Floats, times: Integers, share: float = 0.5) -> Floats:
    """The first time at which each curve (K, T) has reached `share` (K); nan where it never does.

    Of a cumulative incidence this is its median; of the band, upper limit first, the interval of the median.
    Source: Brookmeyer R, Crowley J. Biometrics 1982;38:29-41.
    """
    # a share that is a half in arithmetic may miss it by rounding
    reached = curve >= share - 1e-12
    if not len(times):
        return np.full(len(curve), np.nan)
    return np.where(reached.any(axis=1), times[reached.argmax(axis=1)].astype(float), np.nan)


def _divide(part: Floats, whole: Floats) -> Floats:
    """Nothing of nothing is nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
