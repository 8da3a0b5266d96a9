"""Limits from a sample drawn without replacement: exact for a count, by t or z for totals, one stratum or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, floor

import numpy as np
from numpy.typing import NDArray
from scipy import special

from pipelines.statistics.interval import compute_exact_interval

Floats = NDArray[np.float64]

# How far from the most likely count its chances are added up, in standard deviations: beyond, none is above 1e-300.
_WINDOW_DEVIATIONS = 40
_HALF = Fraction(1, 2)
# Chances nearer to the tail than this are compared exactly.
_DOUBT = 1e-8
# Clopper and Pearson's width, narrowed for the finite frame, exceeds the exact one by less than this many units of
# the sample (the largest found over frames of 50 to 100,000 is 1.7, in a sample of all units but one).
_WIDTH_SLACK = 3.0


@dataclass(frozen=True)
class StratumSums:
    """What a sample from one stratum says, in whole numbers: units in frame and sample, their sum and sum of squares.

    1 < sample_size <= frame_size.
    """

    frame_size: int
    sample_size: int
    total: int
    squares: int


@dataclass(frozen=True)
class TotalEstimate:
    """A total in the frame: the exact point estimate, its standard error, and the degrees of freedom of t (None: z)."""

    point: Fraction
    standard_error: float
    degrees: int | None

    def compute_reach(self, level: float) -> float:
        """How far the two-sided limits at confidence `level` (0 to 1) lie from the point estimate."""
        tail = (1 + level) / 2
        factor = special.ndtri(tail) if self.degrees is None else special.stdtrit(self.degrees, tail)
        return float(factor) * self.standard_error


def estimate_total(strata: Sequence[StratumSums]) -> TotalEstimate:
    """Expand each stratum to its frame and add up: t with n - 1 degrees for one stratum, z for several.

    Sources: Cochran WG. Sampling Techniques, 3rd ed. 1977, sections 2.8 and 5.5; RAT-STATS Companion Manual 2010,
    pages 3-7 and 3-16.
    """
    point = sum((Fraction(one.frame_size * one.total, one.sample_size) for one in strata), Fraction(0))
    variance = sum((_compute_variance(one) for one in strata), Fraction(0))
    degrees = strata[0].sample_size - 1 if len(strata) == 1 else None
    return TotalEstimate(point, float(np.sqrt(float(variance))), degrees)


def _compute_variance(one: StratumSums) -> Fraction:
    """Variance of the stratum's estimated total: N squared, times s squared over n, times the share not sampled."""
    count = one.sample_size
    spread = Fraction(count * one.squares - one.total**2, count * (count - 1))
    return spread * one.frame_size * (one.frame_size - count) / count


def compute_count_limits(frame_size: int, sample_size: int, found: int, tail: Fraction) -> tuple[int, int]:
    """Fewest and most units in the frame that leave the sample a chance above `tail`.

    That is the chance of `found` or more units for the fewest, of `found` or fewer for the most; 0 <= found <=
    sample_size <= frame_size. Source: Buonaccorsi JP. Am Stat 1987;41:215-218.
    """
    least, most = found, frame_size - (sample_size - found)
    low, high = least, most
    while low < high:
        middle = (low + high) // 2
        if _is_likelier(frame_size, sample_size, middle, (found, sample_size), tail):
            high = middle
        else:
            low = middle + 1
    fewest, low, high = low, low, most
    while low < high:
        middle = (low + high + 1) // 2
        if _is_likelier(frame_size, sample_size, middle, (0, found), tail):
            low = middle
        else:
            high = middle - 1
    return fewest, low


def _is_likelier(frame_size: int, sample_size: int, marked: int, span: tuple[int, int], tail: Fraction) -> bool:
    """Whether a count within `span`, ends included, is likelier than `tail` if `marked` units are in the frame.

    Chances too close to `tail` for floating point are added up in whole numbers.
    """
    chance = _compute_chance(frame_size, sample_size, marked, span)
    if abs(chance - tail) > _DOUBT:
        return chance > tail
    counts = range(max(span[0], sample_size + marked - frame_size), min(span[1], marked) + 1)
    ways = sum(comb(marked, count) * comb(frame_size - marked, sample_size - count) for count in counts)
    return ways > tail * comb(frame_size, sample_size)


def _compute_chance(frame_size: int, sample_size: int, marked: int, span: tuple[int, int]) -> float:
    least, most = max(0, sample_size + marked - frame_size), min(sample_size, marked)
    share = marked / frame_size
    centre = sample_size * share
    reach = _WINDOW_DEVIATIONS * (np.sqrt(centre * (1 - share)) + 1)
    counts = np.arange(max(least, int(centre - reach)), min(most, int(centre + reach) + 1) + 1)
    rest = frame_size - marked - sample_size
    parts = (counts, marked - counts, sample_size - counts, rest + counts)
    logarithm = -sum(special.gammaln(part + 1.0) for part in parts)
    mass = np.exp(logarithm - logarithm.max())
    return float(mass[(counts >= span[0]) & (counts <= span[1])].sum() / mass.sum())


def find_sample_size(frame_size: int, rate: Fraction, width: Fraction, level: Fraction) -> int:
    """Smallest sample whose exact two-sided interval at `rate` is at most `width` (a share of the frame) wide.

    0 <= rate <= 1, 0 < width <= 1. The units expected to be found are rounded half up. A sample that a cheap bound
    shows to be too small is not tried; the frame itself always meets the width.
    """
    tail = (1 - level) / 2
    for size in _list_candidates(frame_size, rate, width, float(level)):
        found = floor(size * rate + _HALF)
        low, high = compute_count_limits(frame_size, size, found, tail)
        if high - low <= width * frame_size:
            return size
    return frame_size


def _list_candidates(frame_size: int, rate: Fraction, width: Fraction, level: float) -> list[int]:
    """Sample sizes, smallest first, that Clopper and Pearson's interval does not rule out."""
    sizes = np.arange(1, frame_size + 1)
    found = np.floor(sizes * float(rate) + 0.5).clip(0, sizes)
    low, high = compute_exact_interval(found, sizes, level)
    narrowed = (high - low) * np.sqrt((frame_size - sizes) / max(frame_size - 1, 1))
    return [int(size) for size in sizes[narrowed <= float(width) + _WIDTH_SLACK / sizes]]


def compute_normal_factor(level: float) -> float:
    """The factor of a two-sided interval at confidence `level` (0 to 1) from the normal distribution."""
    return float(special.ndtri((1 + level) / 2))


@dataclass(frozen=True)
class StratumPairs:
    """The sampled units of one stratum as two amounts each, of one length above 1."""

    frame_size: int
    amounts: Sequence[int]
    bases: Sequence[int]


def estimate_ratio_total(strata: Sequence[StratumPairs], base_total: int) -> TotalEstimate:
    """The combined ratio of `amounts` to `bases` times the frame's known `base_total`.

    The estimated total of the bases must be above 0. Source: Cochran WG. Sampling Techniques, 3rd ed. 1977, section
    6.11, with sections 2.8 and 5.5 for the factor.
    """
    amount = sum((Fraction(one.frame_size * sum(one.amounts), len(one.amounts)) for one in strata), Fraction(0))
    base = sum((Fraction(one.frame_size * sum(one.bases), len(one.bases)) for one in strata), Fraction(0))
    ratio = amount / base
    variance = 0.0
    for one in strata:
        residuals = np.array(one.amounts, float) - float(ratio) * np.array(one.bases, float)
        count = len(residuals)
        variance += one.frame_size * (one.frame_size - count) / count * float(residuals.var(ddof=1))
    degrees = len(strata[0].amounts) - 1 if len(strata) == 1 else None
    return TotalEstimate(ratio * base_total, float(np.sqrt(variance)), degrees)
