"""Each comparison of providers as a whole: how far apart they are, and how often chance alone makes one stand out.

grain:  one row per period, pool, clinic and share; pool or clinic null is over all of them
key:    period_code, pool, payee_npi, rate_name
units:  providers and beneficiaries are counts; _ratio is 0 to 1; _factor has no unit
source: ledger.provider_count
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._rates import INNER_TAIL, OUTER_TAIL, SHARES, Rates, Share, read_line_sums, read_rates
from pipelines.statistics.funnel import compute_any_outside, compute_design_effect, estimate_overdispersion
from pipelines.statistics.hypergeometric import compute_standard_deviation

_KEYS = ("period_code", "pool", "payee_npi")
_COUNTS = ("providers", "rated_beneficiaries", "rated_kx_beneficiaries", "rated_lines", "rated_kx_lines")
_RATIOS = ("rate_ratio", "inner_alarm_ratio", "outer_alarm_ratio", "twelve_inner_alarm_ratio",
           "twelve_outer_alarm_ratio")  # fmt: skip
TWELVE = 12
_FACTORS = ("overdispersion_factor", "design_effect_factor")
SCHEMA = pa.schema(
    [(name, pa.string()) for name in (*_KEYS, "rate_name")]
    + [(name, pa.int64()) for name in _COUNTS]
    + [(name, pa.float64()) for name in (*_RATIOS, *_FACTORS)]
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def infer(provider_count: pa.Table) -> pa.Table:
    """Both shares of every cell of `provider_count` as of the data-through date."""
    current = provider_count.filter(provider_count["is_current"])
    found = [SCHEMA.empty_table()]
    if current.num_rows:
        found += [_infer_rate(current, share) for share in SHARES]
    return pa.concat_tables(found).sort_by([(name, "ascending") for name in (*_KEYS, "rate_name")])


def _infer_rate(counts: pa.Table, share: Share) -> pa.Table:
    rates = read_rates(counts, share)
    order = np.argsort(rates.cell, kind="stable")
    starts = np.searchsorted(rates.cell[order], np.arange(rates.cells + 1))
    first = order[starts[:-1]]
    lines, kx_lines, *squares = (
        np.bincount(rates.cell, each, rates.cells).astype(np.int64) for each in read_line_sums(counts, share, rates.row)
    )
    spread, inner, outer = _judge_cells(rates, order, starts)
    columns: dict[str, object] = {
        **{key: counts[key].take(pa.array(rates.row[first])) for key in _KEYS},
        "rate_name": np.full(rates.cells, share.name),
        "providers": np.diff(starts),
        "rated_beneficiaries": rates.total_trials[first],
        "rated_kx_beneficiaries": rates.total_events[first],
        "rated_lines": lines,
        "rated_kx_lines": kx_lines,
        "rate_ratio": rates.total_events[first] / rates.total_trials[first],
        "inner_alarm_ratio": inner,
        "outer_alarm_ratio": outer,
        "twelve_inner_alarm_ratio": 1 - (1 - np.array(inner)) ** TWELVE,
        "twelve_outer_alarm_ratio": 1 - (1 - np.array(outer)) ** TWELVE,
        "overdispersion_factor": pa.array(spread, from_pandas=True),
        "design_effect_factor": pa.array(compute_design_effect(lines, kx_lines, *squares), from_pandas=True),
    }
    return pa.table({field: columns[field] for field in SCHEMA.names}, schema=SCHEMA)


def _judge_cells(rates: Rates, order: Integers, starts: Integers) -> tuple[list[float], Floats, Floats]:
    """Overdispersion, and the chance that at least one provider lies outside the inner and the outer limits.

    Cells of the same counts in the same order are computed once: a clinic with one pool stands in several.
    """
    deviation = compute_standard_deviation(rates.trials, rates.total_events, rates.total_trials)
    expected = rates.trials * rates.total_events / rates.total_trials
    spread: list[float] = []
    alarms: list[Floats] = []
    known: dict[bytes, Floats] = {}
    low, high = (
        np.stack(side) for side in zip(*(rates.limits(tail) for tail in (INNER_TAIL, OUTER_TAIL)), strict=True)
    )
    for start, end in pairwise(starts):
        rows = order[start:end]
        varying = rows[deviation[rows] > 0]
        scores = (rates.events[varying] - expected[varying]) / deviation[varying]
        spread.append(estimate_overdispersion(scores) if scores.size > 1 else float("nan"))
        total = int(rates.total_events[rows[0]])
        counts = rates.trials[rows]
        name = np.append(counts, total).tobytes()
        if name not in known:
            known[name] = compute_any_outside(counts, low[:, rows], high[:, rows], total)
        alarms.append(known[name])
    inner, outer = np.reshape(alarms, (-1, 2)).T
    return spread, inner, outer
