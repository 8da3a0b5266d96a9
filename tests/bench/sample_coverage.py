"""How often the one-sided 90% lower limit lies below the true overpayment, when dollars are skewed as in practice.

`python -m tests.bench.sample_coverage` prints the table of docs/sampling.md. Frames of 2,000 claims: what was paid is
lognormal; a claim is overpaid in full or in part. Simple random samples, appraised by the product's own functions.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from pipelines.statistics.finite_sample import (
    StratumPairs,
    StratumSums,
    TotalEstimate,
    estimate_ratio_total,
    estimate_total,
)

SEED = 20261129
FRAME = 2_000
DRAWS = 4_000
NOMINAL = 0.90
WITHIN = 0.02
_TWO_SIDED = 0.80
_FULL_SHARE = 0.5
_MEDIAN_CENTS = 12_000
# Error rate, standard deviation of the logarithm of the amount paid, sample size.
CASES = (
    (0.60, 0.5, 50),
    (0.60, 1.0, 50),
    (0.30, 0.5, 50),
    (0.30, 1.0, 100),
    (0.10, 0.5, 50),
    (0.10, 1.0, 50),
    (0.10, 1.0, 200),
    (0.03, 1.0, 100),
)
Cents = NDArray[np.int64]


def make_frame(dice: np.random.Generator, rate: float, spread: float) -> tuple[Cents, Cents]:
    """What was paid for each claim, and by how much it was overpaid."""
    paid = np.maximum(dice.lognormal(np.log(_MEDIAN_CENTS), spread, FRAME), 100).astype(np.int64)
    part = np.where(dice.random(FRAME) < _FULL_SHARE, 1.0, dice.random(FRAME))
    over = np.where(dice.random(FRAME) < rate, paid * part, 0).astype(np.int64)
    return paid, over


def count_covered(dice: np.random.Generator, rate: float, spread: float, size: int) -> tuple[float, float]:
    """The share of draws whose lower limit is at or below the truth, by difference and by ratio."""
    paid, over = make_frame(dice, rate, spread)
    truth, covered = int(over.sum()), np.zeros(2)
    for _ in range(DRAWS):
        drawn = dice.choice(FRAME, size, replace=False)
        found, bases = over[drawn].tolist(), paid[drawn].tolist()
        sums = StratumSums(FRAME, size, sum(found), sum(one * one for one in found))
        totals = estimate_total([sums]), estimate_ratio_total([StratumPairs(FRAME, found, bases)], int(paid.sum()))
        covered += [_lower(total) <= truth for total in totals]
    by_difference, by_ratio = covered / DRAWS
    return float(by_difference), float(by_ratio)


def _lower(total: TotalEstimate) -> float:
    return float(total.point) - total.compute_reach(_TWO_SIDED)


def write_table() -> list[str]:
    """One row a case, in Markdown; what is not within two points of nominal says by how much."""
    dice = np.random.default_rng(SEED)
    lines = ["| Claims in error | Spread of log dollars | Sample | By difference | By ratio |", "|---|---|---|---|---|"]
    for rate, spread, size in CASES:
        shares = [_describe(one) for one in count_covered(dice, rate, spread, size)]
        lines.append(f"| {rate:.0%} | {spread} | {size} | {shares[0]} | {shares[1]} |")
    return lines


def _describe(share: float) -> str:
    excess = share - NOMINAL
    return f"{share:.1%}" if abs(excess) <= WITHIN else f"{share:.1%} ({100 * excess:+.1f} points)"


if __name__ == "__main__":
    sys.stdout.write("\n".join(write_table()) + "\n")
