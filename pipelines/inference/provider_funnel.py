"""Each comparison of providers as a whole: how far apart they are, and how often chance alone makes one stand out.

grain:  one row per period, pool, clinic and share; pool or clinic null is over all of them
key:    period_code, pool, payee_npi, rate_name
units:  providers and beneficiaries are counts; _ratio is 0 to 1; _factor has no unit
source: ledger.provider_count
"""

from __future__ import annotations

from collections.abc import Iterator

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
# Sizes of provider at a time: enough to be quick, few enough that cells of unlike events are not made equally wide.
_CHUNK = 256
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
    _, first, providers = np.unique(rates.cell, return_index=True, return_counts=True)
    lines, kx_lines, *squares = (
        np.bincount(rates.cell, each, rates.cells).astype(np.int64) for each in read_line_sums(counts, share, rates.row)
    )
    inner, outer = _list_alarms(rates)
    columns: dict[str, object] = {
        **{key: counts[key].take(pa.array(rates.row[first])) for key in _KEYS},
        "rate_name": np.full(rates.cells, share.name),
        "providers": providers,
        "rated_beneficiaries": rates.total_trials[first],
        "rated_kx_beneficiaries": rates.total_events[first],
        "rated_lines": lines,
        "rated_kx_lines": kx_lines,
        "rate_ratio": rates.total_events[first] / rates.total_trials[first],
        "inner_alarm_ratio": inner,
        "outer_alarm_ratio": outer,
        "twelve_inner_alarm_ratio": 1 - (1 - inner) ** TWELVE,
        "twelve_outer_alarm_ratio": 1 - (1 - outer) ** TWELVE,
        "overdispersion_factor": pa.array(_measure_spread(rates), from_pandas=True),
        "design_effect_factor": pa.array(compute_design_effect(lines, kx_lines, *squares), from_pandas=True),
    }
    return pa.table({field: columns[field] for field in SCHEMA.names}, schema=SCHEMA)


def _measure_spread(rates: Rates) -> Floats:
    """The overdispersion of each cell with two providers or more that could vary."""
    deviation = compute_standard_deviation(rates.trials, rates.total_events, rates.total_trials)
    row = np.flatnonzero(deviation > 0)
    expected = rates.trials[row] * rates.total_events[row] / rates.total_trials[row]
    scores = (rates.events[row] - expected) / deviation[row]
    spread = np.full(rates.cells, np.nan)
    for cells, places in _stack(rates.cell[row]):
        if places.shape[1] > 1:
            spread[cells] = estimate_overdispersion(scores[places])
    return spread


def _list_alarms(rates: Rates) -> Floats:
    """Of each cell the chance that at least one provider lies outside the inner limits, and outside the outer ones."""
    sizes = rates.cell * (rates.trials.max(initial=0) + 1) + rates.trials
    _, row, providers = np.unique(sizes, return_index=True, return_counts=True)
    low, high = (
        np.stack(side)[:, row] for side in zip(*(rates.limits(tail) for tail in (INNER_TAIL, OUTER_TAIL)), strict=True)
    )
    alarms = np.empty((2, rates.cells))
    for cells, places in _stack(rates.cell[row]):
        trials, events = rates.trials[row][places], rates.total_events[row][places[:, 0]]
        first, which = _find_different(np.column_stack([events, trials, providers[places]]))
        once = np.empty((2, len(first)))
        for some in np.array_split(np.argsort(events[first]), len(first) * trials.shape[1] // _CHUNK + 1):
            one = first[some]
            once[:, some] = compute_any_outside(
                trials[one], low[:, places[one]], high[:, places[one]], events[one], providers[places[one]]
            )
        alarms[:, cells] = once[:, which]
    return alarms


def _stack(cell: Integers) -> Iterator[tuple[Integers, Integers]]:
    """The cells with equally many rows (C), and the places of their rows (C x rows), for each number of rows."""
    order = np.argsort(cell, kind="stable")
    cells, starts, sizes = np.unique(cell[order], return_index=True, return_counts=True)
    for size in np.unique(sizes):
        same = np.flatnonzero(sizes == size)
        yield cells[same], order[starts[same, None] + np.arange(size)]


def _find_different(rows: Integers) -> tuple[Integers, Integers]:
    """The places of different rows, and which of them each row is: a clinic with one pool stands in several cells."""
    known: dict[bytes, int] = {}
    which = np.array([known.setdefault(row.tobytes(), len(known)) for row in rows])
    return np.unique(which, return_index=True)[1], which
