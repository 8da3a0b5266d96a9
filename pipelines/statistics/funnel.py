"""Who stands out among providers: how far apart they are, how often chance alone makes one stand out, and a list.

Decisions 0054 and 0056.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import fft

from pipelines.statistics.hypergeometric import list_log_factorials

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
WINSORIZED = 0.1
# Mean square of winsorized normal scores, so that chance alone gives 1.
_LEFT_OF_NORMAL = 0.6786545590


def estimate_overdispersion(scores: ArrayLike) -> Floats:
    """Mean square of N standardized scores (..., N), winsorized at a tenth on each side.

    About 1 where providers differ by chance alone, more where they differ in themselves; nan for no score.
    Source: Spiegelhalter DJ. Stat Med 2005;24:1185-1202, divided by the value of winsorized normal scores.
    """
    known = np.asarray(scores, float)
    last = known.shape[-1] - 1
    if last < 0:
        return np.full(known.shape[:-1], np.nan)
    # np.quantile takes longer for its questions than these few numbers need for the answer
    ordered, reach = np.sort(known, axis=-1), WINSORIZED * last
    low, high = (_interpolate(ordered, place)[..., None] for place in (reach, last - reach))
    return np.asarray(np.mean(np.clip(known, low, high) ** 2, axis=-1) / _LEFT_OF_NORMAL)


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


def compute_any_outside(
    trials: ArrayLike, low: ArrayLike, high: ArrayLike, total_events: ArrayLike, providers: ArrayLike = 1
) -> Floats:
    """Chance that at least one of several equal providers lies outside its own limits.

    `trials` (... x k) are the counts of k sizes of provider, `providers` how many have each, `low` and `high` (sets of
    limits ... x k) what is inside; the `total_events` (...) fell on all trials at random. One chance a set. Exact: the
    ways that all stay inside over all ways, the ways by the product of generating functions at the roots of unity.
    """
    n, lowest, highest, events, many = (
        np.asarray(each, np.int64) for each in (trials, low, high, total_events, providers)
    )
    whole = (n * many).sum(axis=-1)
    is_open = (events > 0) & (events < whole)
    share = np.where(is_open, events / whole, 0.5)
    # each function begins at its lowest count, and no other coefficient than the asked one must stand apart
    below, above = events - (lowest * many).sum(axis=-1), (highest * many).sum(axis=-1) - events
    width = int((highest - lowest).max())
    size = fft.next_fast_len(max(int(below.max()), int(above.max()), width) + 1, real=True)
    counts = lowest[..., None] + np.arange(width + 1)
    sizes, chance = n[..., None], share[..., None, None]
    mass = np.where(counts <= highest[..., None], np.exp(_log_binomial(np.minimum(counts, sizes), sizes, chance)), 0.0)
    ways = fft.irfft((fft.rfft(mass, size, axis=-1) ** many[..., None]).prod(axis=-2), size)
    inside = np.take_along_axis(ways, np.clip(below, 0, size - 1)[..., None], axis=-1)[..., 0]
    outside = np.clip(1 - inside / np.exp(_log_binomial(events, whole, share)), 0.0, 1.0)
    return np.where(is_open, np.where((below < 0) | (above < 0), 1.0, outside), 0.0)


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


def _interpolate(ordered: Floats, place: float) -> Floats:
    """The value at a place between two of the last axis."""
    before = int(place)
    after = min(before + 1, ordered.shape[-1] - 1)
    return np.asarray((ordered[..., after] - ordered[..., before]) * (place - before) + ordered[..., before])


def _log_binomial(counts: Integers, sizes: Integers, share: Floats) -> Floats:
    known = list_log_factorials(int(sizes.max()))
    combinations = known[sizes] - known[counts] - known[sizes - counts]
    return np.asarray(combinations + counts * np.log(share) + (sizes - counts) * np.log1p(-share))
