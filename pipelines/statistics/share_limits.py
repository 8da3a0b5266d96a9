"""Exact limits of one share, without the distributions that take a second to import."""

from __future__ import annotations

from scipy.special import betaincinv


def compute_share_limits(part: int, whole: int, level: float = 0.95) -> tuple[float, float]:
    """Lower and upper limit of a share by Clopper and Pearson, as `interval.compute_exact_interval` has them.

    0 <= part <= whole, and whole is not 0.
    """
    tail = (1 - level) / 2
    low = 0.0 if part == 0 else float(betaincinv(part, whole - part + 1, tail))
    high = 1.0 if part == whole else float(betaincinv(part + 1, whole - part, 1 - tail))
    return low, high
