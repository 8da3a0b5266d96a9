"""The share of patients with KX of each provider, with what chance alone would give and who stands on the list.

grain:  one row per period, pool, clinic, provider and share; pool or clinic null is over all of them
key:    period_code, pool, payee_npi, provider_npi, rate_name
units:  beneficiaries and lines are counts; _ratio is 0 to 1; _score and _factor have no unit
source: ledger.provider_count, reference.rule_parameter
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._rates import (
    INNER_TAIL,
    OUTER_TAIL,
    RATES,
    Rates,
    read_line_sums,
    read_rates,
)
from pipelines.inference._rules import read_rules
from pipelines.statistics.funnel import adjust_false_discovery, compute_design_effect
from pipelines.statistics.hypergeometric import compute_standard_deviation, compute_tails
from pipelines.statistics.interval import compute_exact_interval, compute_wilson_interval

LISTED = "below_kx_beneficiaries"
_KEYS = ("period_code", "pool", "payee_npi", "provider_npi")
_COUNTS = ("rated_beneficiaries", "rated_kx_beneficiaries", "rated_lines", "rated_kx_lines", "others_beneficiaries",
           "others_kx_beneficiaries")  # fmt: skip
_RATIOS = ("rate_ratio", "exact_low_ratio", "exact_high_ratio", "wilson_low_ratio", "wilson_high_ratio", "others_ratio",
           "inner_low_ratio", "inner_high_ratio", "outer_low_ratio", "outer_high_ratio", "chance_ratio",
           "adjusted_chance_ratio")  # fmt: skip
SCHEMA = pa.schema(
    [(name, pa.string()) for name in (*_KEYS, "rate_name")]
    + [(name, pa.int64()) for name in _COUNTS]
    + [(name, pa.float64()) for name in (*_RATIOS, "chance_score", "design_effect_factor")]
    + [("funnel_category", pa.string()), ("is_listed", pa.bool_())]
)

Floats = NDArray[np.float64]


def infer(provider_count: pa.Table, rule_parameter: pa.Table) -> pa.Table:
    """Both shares of every row of `provider_count`, below one another."""
    if provider_count.num_rows == 0:
        return SCHEMA.empty_table()
    rules = read_rules(rule_parameter)
    fewest, most_false = rules["all_kx_minimum_beneficiaries"], 1e-2 * rules["list_false_discovery_percent"]
    found = [_infer_rate(provider_count, name, prefix, fewest, most_false) for name, prefix in RATES]
    return pa.concat_tables(found).sort_by([(name, "ascending") for name in (*_KEYS, "rate_name")])


def _infer_rate(counts: pa.Table, name: str, prefix: str, fewest: int, most_false: float) -> pa.Table:
    rates = read_rates(counts, name, prefix)
    few, many = compute_tails(rates.events, rates.trials, rates.total_events, rates.total_trials)
    # who has too few patients is not asked: that depends on their number, not on what was found
    adjusted = adjust_false_discovery(np.where(rates.trials >= fewest, many, np.nan), rates.cell)
    is_listed = (adjusted <= most_false) & (rates.events > 0) & (name == LISTED)
    sums = read_line_sums(counts, prefix, rates.row)
    columns: dict[str, object] = {
        **{key: counts[key].take(pa.array(rates.row)) for key in _KEYS},
        "rate_name": np.full(rates.row.size, name),
        **_tell_counts(rates, sums[0], sums[1]),
        **_tell_intervals(rates),
        "chance_ratio": many,
        "adjusted_chance_ratio": pa.array(adjusted, from_pandas=True),
        "chance_score": pa.array(_compute_score(rates), from_pandas=True),
        "design_effect_factor": pa.array(compute_design_effect(*sums), from_pandas=True),
        "funnel_category": _place(few, many),
        "is_listed": is_listed,
    }
    return pa.table({field: columns[field] for field in SCHEMA.names}, schema=SCHEMA)


def _tell_counts(rates: Rates, lines: object, kx_lines: object) -> dict[str, object]:
    others, others_kx = rates.total_trials - rates.trials, rates.total_events - rates.events
    with np.errstate(invalid="ignore", divide="ignore"):
        benchmark = others_kx / others
    return {
        "rated_beneficiaries": rates.trials,
        "rated_kx_beneficiaries": rates.events,
        "rated_lines": lines,
        "rated_kx_lines": kx_lines,
        "others_beneficiaries": others,
        "others_kx_beneficiaries": others_kx,
        "rate_ratio": rates.events / rates.trials,
        "others_ratio": pa.array(benchmark, from_pandas=True),
    }


def _tell_intervals(rates: Rates) -> dict[str, object]:
    """What the provider's own share may be, and what chance would give a provider of that size."""
    told: dict[str, object] = {}
    for kind, compute in (("exact", compute_exact_interval), ("wilson", compute_wilson_interval)):
        told[f"{kind}_low_ratio"], told[f"{kind}_high_ratio"] = compute(rates.events, rates.trials)
    for kind, tail in (("inner", INNER_TAIL), ("outer", OUTER_TAIL)):
        low, high = rates.limits(tail)
        told[f"{kind}_low_ratio"], told[f"{kind}_high_ratio"] = low / rates.trials, high / rates.trials
    return told


def _compute_score(rates: Rates) -> Floats:
    """Distance from what chance gives in standard deviations; nan where nothing can vary."""
    deviation = compute_standard_deviation(rates.trials, rates.total_events, rates.total_trials)
    expected = rates.trials * rates.total_events / rates.total_trials
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(deviation > 0, (rates.events - expected) / deviation, np.nan)


def _place(few: Floats, many: Floats) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """Inside, or beyond the inner (95%) or outer (99.8%) limit, above or below."""
    conditions = [many <= OUTER_TAIL, few <= OUTER_TAIL, many <= INNER_TAIL, few <= INNER_TAIL]
    return np.select(conditions, ["above_outer", "below_outer", "above_inner", "below_inner"], "inside")
