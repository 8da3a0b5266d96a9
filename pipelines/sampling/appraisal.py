"""Appraises a sample: what it says about the whole frame, as counts and dollars with limits.

Decisions 0112 and 0113.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipelines.sampling.audit_table import SampledUnit, Stratum
from pipelines.statistics.finite_sample import StratumSums, TotalEstimate, compute_count_limits, estimate_total

LEVELS = {level: Fraction(int(level), 100) for level in ("80", "90", "95")}
Measure = Callable[[SampledUnit], int]

MEASURES: dict[str, Measure] = {
    "examined": lambda unit: unit.examined_cents,
    "audited": lambda unit: unit.audited_cents,
    "difference": lambda unit: unit.examined_cents - unit.audited_cents,
}


@dataclass(frozen=True)
class Appraised:
    """One total in the frame, in dollars or as a count, with two-sided limits by confidence level in percent."""

    point: float
    standard_error: float
    limits: dict[str, tuple[float, float]]

    def to_json(self) -> dict[str, float | list[float]]:
        """The object of the contract: point, standard_error and "80", "90", "95" as [lower, upper]."""
        limits = {level: list(pair) for level, pair in self.limits.items()}
        return {"point": self.point, "standard_error": self.standard_error, **limits}


def appraise(strata: Sequence[Stratum]) -> dict[str, Appraised]:
    """Appraise units with a difference (a count) and the three totals (dollars), as RAT-STATS 2010 does."""
    totals = {name: appraise_amounts(strata, measure) for name, measure in MEASURES.items()}
    return {"attribute": appraise_count(strata, lambda unit: int(MEASURES["difference"](unit) != 0)), **totals}


def appraise_amounts(strata: Sequence[Stratum], measure: Measure) -> Appraised:
    """A total in dollars: t for one stratum, z for several; rounded to the cent once, at the end."""
    estimate = estimate_total([_sum_up(one, measure) for one in strata])
    limits = {}
    for level, confidence in LEVELS.items():
        reach = Fraction(estimate.compute_reach(float(confidence)))
        limits[level] = (_to_dollars(estimate.point - reach), _to_dollars(estimate.point + reach))
    return Appraised(_to_dollars(estimate.point), _to_dollars(Fraction(estimate.standard_error)), limits)


def appraise_count(strata: Sequence[Stratum], is_counted: Measure) -> Appraised:
    """Units in the frame for which `is_counted` is 1: exact limits for one stratum, z for several."""
    sums = [_sum_up(one, is_counted) for one in strata]
    estimate = estimate_total(sums)
    if len(sums) == 1:
        one = sums[0]
        limits = {level: find_count_limits(one.frame_size, one.sample_size, one.total, level) for level in LEVELS}
    else:
        limits = {level: _reach_both_ways(estimate, confidence) for level, confidence in LEVELS.items()}
    return Appraised(_round(estimate.point), _round(Fraction(estimate.standard_error)), {**limits})


def find_count_limits(frame_size: int, sample_size: int, found: int, level: str) -> tuple[int, int]:
    """Exact limits of a count in the frame; one-sided when none or all of the sampled units were found."""
    is_one_sided = found in (0, sample_size)
    tail = (1 - LEVELS[level]) / (1 if is_one_sided else 2)
    return compute_count_limits(frame_size, sample_size, found, tail)


def _reach_both_ways(estimate: TotalEstimate, confidence: Fraction) -> tuple[int, int]:
    reach = Fraction(estimate.compute_reach(float(confidence)))
    return round(estimate.point - reach), round(estimate.point + reach)


def _sum_up(stratum: Stratum, measure: Measure) -> StratumSums:
    values = [measure(unit) for unit in stratum.units]
    return StratumSums(stratum.frame_size, len(values), sum(values), sum(value * value for value in values))


def _to_dollars(cents: Fraction) -> float:
    return float(Fraction(round(cents), 100))


def _round(count: Fraction) -> float:
    return float(round(count, 2))
