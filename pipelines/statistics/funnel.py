"""Who stands out among providers: how far apart they are, how often chance alone makes one stand out, and a list.

Decisions 0054 and 0056.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import fft, special

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
WINSORISED = 0.1
# What drawing in leaves of the mean square of normal scores, so that chance alone gives 1.
_LEFT_OF_NORMAL = 0.6786545590


def estimate_overdispersion(scores: ArrayLike) -> float:
    """Mean square of the standardised scores after the outermost tenth on each side was drawn in to its quantile.

    About 1 where providers differ by chance alone, more where they differ in themselves; nan for no score.
    Source: Spiegelhalter DJ. Stat Med 2005;24:1185-1202, divided by what the drawing in leaves of normal scores.
    """
    known = np.asarray(scores, float)
    if known.size == 0:
        return float("nan")
    # np.quantile takes longer for its questions than these few numbers need for the answer
    ordered, reach = np.sort(known), WINSORISED * (known.size - 1)
    low, high = np.interp([reach, known.size - 1 - reach], np.arange(known.size), ordered)
    return float(np.mean(np.clip(known, low, high) ** 2) / _LEFT_OF_NORMAL)


def adjust_false_discovery(chances: ArrayLike, groups: ArrayLike) -> Floats:
    """Adjusted chances by Benjamini and Hochberg within each group; nan stays nan and does not count.

    One-dimensional arrays of one length, chances 0 to 1, groups any integers. Their promise (a false discovery rate
    of at most q) holds where providers are alike apart from those listed; ordinary differences break it.
    Source: Benjamini Y, Hochberg Y. J R Stat Soc B 1995;57:289-300.
    """
    chance, group = np.asarray(chances, float), np.asarray(groups)
    adjusted = np.full(chance.size, np.nan)
    known = np.flatnonzero(~np.isnan(chance))
    if known.size == 0:
        return adjusted
    ordered = known[np.lexsort((chance[known], group[known]))]
    _, start, size = np.unique(group[ordered], return_index=True, return_counts=True)
    rank = np.arange(known.size) - np.repeat(start, size) + 1
    scaled = chance[ordered] * np.repeat(size, size) / rank
    adjusted[ordered] = _run_minimum(scaled, np.repeat(start, size))
    return np.asarray(np.minimum(adjusted, 1.0))


def compute_any_outside(trials: ArrayLike, low: ArrayLike, high: ArrayLike, total_events: int) -> Floats:
    """Chance that at least one of several equal providers lies outside its own limits.

    `trials` are the counts of k providers, `low` and `high` (... x k) one or more sets of limits, which are inside; the
    `total_events` fell on all trials at random. One chance a set. Exact: the ways that all stay inside over all ways,
    the ways by the product of generating functions at the roots of unity.
    """
    n, lowest, highest = (np.asarray(each, np.int64) for each in (trials, low, high))
    whole = int(n.sum())
    size = fft.next_fast_len(int(highest.sum(axis=-1).max()) + 1, real=True)
    if total_events in (0, whole) or total_events >= size:
        return np.full(lowest.shape[:-1], float(0 < total_events < whole))
    share = total_events / whole
    counts = np.arange(int(highest.max()) + 1)
    is_inside = (counts >= lowest[..., None]) & (counts <= highest[..., None])
    mass = np.where(is_inside, np.exp(_log_binomial(np.minimum(counts, n[:, None]), n[:, None], share)), 0.0)
    inside = fft.irfft(fft.rfft(mass, size, axis=-1).prod(axis=-2), size)[..., total_events]
    every = np.exp(_log_binomial(np.array(total_events), np.array(whole), share))
    return np.asarray(np.clip(1 - inside / every, 0.0, 1.0))


def compute_design_effect(
    lines: ArrayLike, events: ArrayLike, line_squares: ArrayLike, event_squares: ArrayLike, products: ArrayLike,
    clusters: ArrayLike,
) -> Floats:  # fmt: skip
    """How many times wider the variance of a share of lines is than if lines were independent; nan if it is unknown.

    Counts of one shape: lines, events among them, over `clusters` patients the sums of their squares and of their
    products. The variance of the share between patients (ratio estimator) over that of independent lines.
    Source: Rao JNK, Scott AJ. Biometrics 1992;48:577-585.
    """
    m, y, mm, yy, my, k = (
        np.asarray(each, float) for each in (lines, events, line_squares, event_squares, products, clusters)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = y / m
        between = (yy - 2 * share * my + share**2 * mm) * k / (k - 1) / m**2
        effect = between / (share * (1 - share) / m)
    return np.where((k > 1) & (y > 0) & (y < m), effect, np.nan)


def _run_minimum(values: Floats, groups: Integers) -> Floats:
    """The least of each value and those after it in its group; reaches twice as far with every step."""
    least, reach = values.copy(), 1
    while reach < values.size:
        is_same = groups[reach:] == groups[:-reach]
        least[:-reach] = np.where(is_same, np.minimum(least[:-reach], least[reach:]), least[:-reach])
        reach *= 2
    return least


def _log_binomial(counts: Integers, sizes: Integers, share: float) -> Floats:
    known = _list_log_factorials(1 << int(sizes.max()).bit_length())
    combinations = known[sizes] - known[counts] - known[sizes - counts]
    return np.asarray(combinations + counts * np.log(share) + (sizes - counts) * np.log1p(-share))


@cache
def _list_log_factorials(most: int) -> Floats:
    """The logarithms of 0! to most!; asked for ten thousand times in a large practice."""
    return np.asarray(special.gammaln(np.arange(most + 1) + 1.0))
