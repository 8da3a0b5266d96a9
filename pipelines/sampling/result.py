"""The result of a reviewed sample: error rate, over- and underpayments in the frame, and the rules of a CIA.

Decision 0118.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction

from pipelines.sampling.answer import CiaRules, ErrorRate, Estimate, ReasonCount, SampleResult, Scenario
from pipelines.sampling.appraisal import appraise_count, find_count_limits
from pipelines.sampling.audit_table import SampledUnit
from pipelines.sampling.exposure import LEVEL, OWN, list_published
from pipelines.sampling.review import ReviewedSample
from pipelines.statistics.finite_sample import (
    StratumPairs,
    StratumSums,
    TotalEstimate,
    estimate_ratio_total,
    estimate_total,
)

RATE_LEVEL = "95"
# One-sided 90% is the lower one of two-sided 80% limits.
_ONE_SIDED = 0.80
# Corporate integrity agreements (HHS OIG): discovery sample of 50 units, full sample from a net financial error rate of
# 5% on, with 90% confidence and 25% precision; underpayments count 0 for the rate.
_CIA_RATE, _CIA_PRECISION = Fraction(1, 20), Fraction(1, 4)

Measure = Callable[[SampledUnit], int]
MEASURES: dict[str, Measure] = {
    "overpayment": lambda unit: max(unit.examined_cents - unit.audited_cents, 0),
    "underpayment": lambda unit: max(unit.audited_cents - unit.examined_cents, 0),
    "net": lambda unit: unit.examined_cents - unit.audited_cents,
}


def describe_result(reviewed: ReviewedSample) -> SampleResult:
    """Everything that a page or a pack shows about a reviewed sample."""
    units = [unit for stratum in reviewed.strata for unit in stratum.units]
    totals = {name: sum(measure(unit) for unit in units) for name, measure in MEASURES.items()}
    paid = sum(unit.examined_cents for unit in units)
    estimates = {name: _estimate_both(reviewed, measure) for name, measure in MEASURES.items()}
    over = estimates["overpayment"]["difference"]
    return {
        "name": reviewed.sample.name,
        "words": [*reviewed.sample.definition.describe(), reviewed.sample.size_reason],
        "reviewed_at": reviewed.event.at.isoformat(timespec="seconds"),
        "reviewed_by": reviewed.event.actor,
        "frame_size": reviewed.sample.frame_size,
        "frame_cents": reviewed.sample.frame_cents,
        "sample_size": len(units),
        "sample_paid_cents": paid,
        "sample_overpaid_cents": totals["overpayment"],
        "sample_underpaid_cents": totals["underpayment"],
        "underpaid_units": sum(MEASURES["underpayment"](unit) > 0 for unit in units),
        "missing_records": sum(one.is_missing for one in reviewed.units),
        "error_rate": _compute_error_rate(reviewed),
        "cia": _judge_by_cia(Fraction(totals["overpayment"], paid), over),
        "estimates": estimates,
        "exposure": list_scenarios(reviewed, estimates["net"]["difference"]),
        "reasons": _count_reasons(reviewed),
    }


def list_scenarios(reviewed: ReviewedSample, net: Estimate) -> list[Scenario]:
    """The own sample first, then the published reviews; limits at 90%."""
    own = Scenario(
        name=OWN,
        source="Net difference, this frame",
        low_cents=net["low_cents"],
        point_cents=net["point_cents"],
        high_cents=net["high_cents"],
    )
    return [own, *list_published(reviewed.sample.frame_cents)]


def _estimate_both(reviewed: ReviewedSample, measure: Measure) -> dict[str, Estimate]:
    sums, pairs = [], []
    for stratum in reviewed.strata:
        values = [measure(unit) for unit in stratum.units]
        sums.append(StratumSums(stratum.frame_size, len(values), sum(values), sum(one * one for one in values)))
        pairs.append(StratumPairs(stratum.frame_size, values, [unit.examined_cents for unit in stratum.units]))
    by_ratio = estimate_ratio_total(pairs, reviewed.sample.frame_cents)
    return {"difference": _round_estimate(estimate_total(sums)), "ratio": _round_estimate(by_ratio)}


def _round_estimate(total: TotalEstimate) -> Estimate:
    reach, one_sided = (Fraction(total.compute_reach(level)) for level in (LEVEL, _ONE_SIDED))
    return Estimate(
        point_cents=round(total.point),
        standard_error_cents=round(total.standard_error),
        low_cents=round(total.point - reach),
        high_cents=round(total.point + reach),
        lower_limit_cents=round(total.point - one_sided),
    )


def _compute_error_rate(reviewed: ReviewedSample) -> ErrorRate:
    strata = reviewed.strata
    counted = appraise_count(strata, lambda unit: int(MEASURES["overpayment"](unit) > 0))
    found = sum(MEASURES["overpayment"](unit) > 0 for stratum in strata for unit in stratum.units)
    sampled, frame = sum(len(stratum.units) for stratum in strata), sum(stratum.frame_size for stratum in strata)
    is_one_sided = found in (0, sampled)
    if is_one_sided and len(strata) > 1:
        # the normal distribution knows no doubt here: the whole sample is read as drawn from one stratum
        low, high = find_count_limits(frame, sampled, found, RATE_LEVEL)
    else:
        low, high = (int(limit) for limit in counted.limits[RATE_LEVEL])
    low, high = max(low, found), min(high, frame - sampled + found)
    return ErrorRate(
        found=found,
        sampled=sampled,
        point=counted.point / frame,
        low=low / frame,
        high=high / frame,
        is_one_sided=is_one_sided,
    )


def _judge_by_cia(rate: Fraction, over: Estimate) -> CiaRules:
    half = Fraction(over["high_cents"] - over["low_cents"], 2)
    precision = half / over["point_cents"] if over["point_cents"] else None
    return {
        "financial_error_rate": float(rate),
        "threshold": float(_CIA_RATE),
        "needs_full_sample": rate >= _CIA_RATE,
        "precision": None if precision is None else float(precision),
        "wanted_precision": float(_CIA_PRECISION),
        "meets_precision": precision is not None and precision <= _CIA_PRECISION,
    }


def _count_reasons(reviewed: ReviewedSample) -> list[ReasonCount]:
    paid = {row["unit_key"]: row["paid_cents"] for one in reviewed.sample.strata for row in one.rows}
    units: Counter[str] = Counter()
    cents: Counter[str] = Counter()
    for one in reviewed.units:
        difference = paid[one.unit_key] - one.audited_cents
        if difference:
            reason = "no record" if one.is_missing else one.reason or "no reason given"
            units[reason] += 1
            cents[reason] += difference
    return [{"reason": reason, "units": count, "cents": cents[reason]} for reason, count in units.most_common()]
