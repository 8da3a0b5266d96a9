"""What chance alone would give a part of a whole: tails and limits of the hypergeometric distribution, many at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def compute_tails(
    events: ArrayLike, trials: ArrayLike, total_events: ArrayLike, total_trials: ArrayLike
) -> tuple[Floats, Floats]:
    """Chance of so few events or fewer, and of so many or more, if all events fell on the trials at random.

    Four arrays of counts that broadcast to one shape, 0 <= events <= trials and events <= total_events <=
    total_trials. With the rest of the whole as the other group these are the two one-sided exact tests of Fisher:
    what is not known about the others is in them. Source: Fisher RA. J R Stat Soc 1935;98:39-82.
    """
    part, n, k, whole = _flatten(events, trials, total_events, total_trials)
    few, many = np.ones(part.size), np.ones(part.size)
    for rows, lowest, mass in _weigh(n, k, whole):
        place = (part[rows] - lowest)[:, None]
        few[rows] = np.take_along_axis(np.cumsum(mass, axis=1), place, axis=1)[:, 0]
        many[rows] = np.take_along_axis(_sum_from_right(mass), place, axis=1)[:, 0]
    return np.minimum(few, 1.0), np.minimum(many, 1.0)


def compute_limits(
    trials: ArrayLike, total_events: ArrayLike, total_trials: ArrayLike, tail: float
) -> tuple[Integers, Integers]:
    """Fewest and most events, both inside, that are not outside what chance gives: each side at most `tail`.

    A count below the first or above the second has a one-sided chance of `tail` or less (see `compute_tails`).
    """
    n, k, whole = _flatten(trials, total_events, total_trials)
    low, high = np.zeros(n.size, np.int64), np.zeros(n.size, np.int64)
    for rows, lowest, mass in _weigh(n, k, whole):
        low[rows] = lowest + (np.cumsum(mass, axis=1) <= tail).sum(axis=1)
        highest = np.minimum(n[rows], k[rows])
        beyond = mass.shape[1] - 1 - highest + lowest
        high[rows] = highest - (_sum_from_right(mass) <= tail).sum(axis=1) + beyond
    return low, high


def compute_standard_deviation(trials: ArrayLike, total_events: ArrayLike, total_trials: ArrayLike) -> Floats:
    """Standard deviation of the events of each part, 0 where nothing can vary."""
    n, k, whole = (np.asarray(each, float) for each in (trials, total_events, total_trials))
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = n * k / whole * (1 - k / whole) * (whole - n) / (whole - 1)
    return np.asarray(np.sqrt(np.where(whole > 1, variance, 0.0)))


def list_log_factorials(most: int) -> Floats:
    """The logarithms of 0! to at least most!: the same ones are asked for thousands of times."""
    return _list_log_factorials(1 << most.bit_length())


@cache
def _list_log_factorials(most: int) -> Floats:
    return np.asarray(special.gammaln(np.arange(most + 1) + 1.0))


def _flatten(*counts: ArrayLike) -> tuple[Integers, ...]:
    return tuple(np.asarray(each, np.int64).ravel() for each in np.broadcast_arrays(*counts))


def _weigh(trials: Integers, events: Integers, whole: Integers) -> Iterator[tuple[Integers, Integers, Floats]]:
    """Groups of equal width: rows, the lowest possible count of each, and the chance of it and of those after it.

    Chances are relative to the most likely count before they are made to sum to one, so that none of the tails
    loses digits to the others.
    """
    lowest = np.maximum(0, trials + events - whole)
    width = np.minimum(trials, events) - lowest + 1
    group = np.ceil(np.log2(width)).astype(np.int64)
    known = list_log_factorials(int(whole.max(initial=0)))
    for each in np.unique(group):
        rows = np.flatnonzero(group == each)
        counts = lowest[rows, None] + np.arange(1 << each)[None, :]
        n, k, all_of = trials[rows, None], events[rows, None], whole[rows, None]
        is_possible = counts <= np.minimum(n, k)
        x = np.where(is_possible, counts, lowest[rows, None])
        logarithm = -sum(known[part] for part in (x, k - x, n - x, all_of - k - n + x))
        logarithm = np.where(is_possible, logarithm, -np.inf)
        mass = np.exp(logarithm - logarithm.max(axis=1, keepdims=True))
        yield rows, lowest[rows], mass / mass.sum(axis=1, keepdims=True)


def _sum_from_right(mass: Floats) -> Floats:
    return np.cumsum(mass[:, ::-1], axis=1)[:, ::-1]
