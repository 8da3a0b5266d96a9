"""The log-rank test: whether groups go at one pace, among those who are still waiting.

Decision 0049.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

Floats = NDArray[np.float64]
# A smaller root of a variance is rounding.
_LEAST_ROOT = 1e-5


@dataclass(frozen=True)
class LogRank:
    """The statistic, its degrees of freedom and its p value; of each group (K) the events that were expected."""

    statistic: float
    freedom: int
    p_value: float
    expected: Floats


def expect_events(events: Floats, at_risk: Floats) -> Floats:
    """The events that each of K groups (B, K) would have if all groups of a comparison had one pace.

    Counts of B comparisons of K groups at the same T times, both (B, K, T).
    """
    return np.asarray(np.einsum("bkt,bt->bk", at_risk, _divide(events.sum(axis=1), at_risk.sum(axis=1))))


def compare_paces(events: Floats, at_risk: Floats) -> list[LogRank]:
    """Whether the hazards of the event are equal, of each of B comparisons: counts as in `expect_events`.

    Where another event ends the wait, this compares the cause-specific hazards: the competing event only takes people
    out of `at_risk`. p is nan with one group or without an event that two groups could have had.
    Sources: Mantel N. Cancer Chemother Rep 1966;50:163-170; Fleming TR, Harrington DP. Commun Stat 1981;10:763-794.
    """
    all_events, all_at_risk = (counts.sum(axis=1, keepdims=True) for counts in (events, at_risk))
    own = _divide(at_risk, all_at_risk)
    expected = expect_events(events, at_risk)
    weighted = own * (all_events * _divide(all_at_risk - all_events, all_at_risk - 1))
    variance = np.eye(events.shape[1]) * weighted.sum(axis=2)[:, None] - weighted @ own.swapaxes(1, 2)
    return list(map(_judge, events.sum(axis=2) - expected, variance, expected))


def _judge(difference: Floats, variance: Floats, expected: Floats) -> LogRank:
    statistic, freedom = _weigh(difference, variance)
    return LogRank(statistic, freedom, float(chdtrc(freedom, statistic)) if freedom else float("nan"), expected)


def _divide(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _weigh(difference: Floats, variance: Floats) -> tuple[float, int]:
    """The square of what differs in units of its variance, and its rank: groups less one where all can be compared."""
    reduced, rest = variance[1:, 1:], difference[1:]
    if len(rest) == 1 and reduced[0, 0] > _LEAST_ROOT**2:
        return float(rest[0] ** 2 / reduced[0, 0]), 1
    if _is_definite(reduced):
        return float(rest @ np.linalg.solve(reduced, rest)), len(rest)
    freedom = int(np.linalg.matrix_rank(variance, tol=1e-9))
    return float(difference @ np.linalg.pinv(variance, rcond=1e-10, hermitian=True) @ difference), freedom


def _is_definite(matrix: Floats) -> bool:
    try:
        root = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return len(root) > 0 and bool((np.diag(root) > _LEAST_ROOT).all())
