"""The share of patients with KX of each provider, with what chance alone would give.

grain:  one row per period, pool, clinic, provider and share; pool or clinic null is over all of them
key:    period_code, pool, payee_npi, provider_npi, rate_name
units:  beneficiaries and lines are counts; _ratio is 0 to 1; _score and _factor have no unit
source: ledger.provider_count

Decision 0057.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._rates import (
    INNER_TAIL,
    OUTER_TAIL,
    SHARES,
    Rates,
    Share,
    read_line_sums,
    read_rates,
)
from pipelines.statistics.funnel import compute_design_effect
from pipelines.statistics.hypergeometric import compute_standard_deviation, compute_tails
from pipelines.statistics.interval import compute_exact_interval, compute_wilson_interval

_KEYS = ("period_code", "pool", "payee_npi", "provider_npi")
_COUNTS = ("rated_beneficiaries", "rated_kx_beneficiaries", "rated_lines", "rated_kx_lines", "others_beneficiaries",
           "others_kx_beneficiaries")  # fmt: skip
_RATIOS = (
    "rate_ratio",
    "exact_low_ratio",
    "exact_high_ratio",
    "wilson_low_ratio",
    "wilson_high_ratio",
    "others_ratio",
    "inner_low_ratio",
    "inner_high_ratio",
    "outer_low_ratio",
    "outer_high_ratio",
    "chance_ratio",
)
SCHEMA = pa.schema(
    [(name, pa.string()) for name in (*_KEYS, "rate_name")]
    + [(name, pa.int64()) for name in _COUNTS]
    + [(name, pa.float64()) for name in (*_RATIOS, "chance_score", "design_effect_factor")]
    + [("funnel_category", pa.string())]
)

Floats = NDArray[np.float64]


def infer(provider_count: pa.Table) -> pa.Table:
    """Both shares of every row of `provider_count` as of the data-through date, below one another."""
    current = provider_count.filter(provider_count["is_current"])
    if current.num_rows == 0:
        return SCHEMA.empty_table()
    found = [_infer_share(current, share) for share in SHARES]
    return pa.concat_tables(found).sort_by([(name, "ascending") for name in (*_KEYS, "rate_name")])


def _infer_share(counts: pa.Table, share: Share) -> pa.Table:
    rates = read_rates(counts, share)
    few, many = compute_tails(rates.events, rates.trials, rates.total_events, rates.total_trials)
    sums = read_line_sums(counts, share, rates.row)
    columns: dict[str, object] = {
        **{key: counts[key].take(pa.array(rates.row)) for key in _KEYS},
        "rate_name": np.full(rates.row.size, share.name),
        **_tell_counts(rates, sums[0], sums[1]),
        **_tell_intervals(rates),
        "chance_ratio": many,
        "chance_score": pa.array(_compute_score(rates), from_pandas=True),
        "design_effect_factor": pa.array(compute_design_effect(*sums), from_pandas=True),
        "funnel_category": _place(few, many),
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
