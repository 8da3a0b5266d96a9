"""The measures that CMS and OIG published and the review factors of the statute, by provider and period.

grain:  one row per provider, period and official measure
key:    provider_npi, period_code, measure_code
units:  both values are counts, minutes or US cents, as mart.official_definition says; null: it cannot be computed
source: ledger.official_count, reference.official_measure

Decision 0050.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.statistics.interval import compute_exact_interval

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("provider_npi", "period_code", "measure_code", "family", "value_category")]
    + [(name, pa.int64()) for name in ("numerator_value", "denominator_value")]
    + [
        ("value_ratio", pa.float64()),
        ("value_cents", pa.int64()),
        ("value_factor", pa.float64()),
        ("exact_low_ratio", pa.float64()),
        ("exact_high_ratio", pa.float64()),
    ]
)
_KEPT = ("provider_npi", "period_code", "measure_code", "numerator_value", "denominator_value")

Flags = NDArray[np.bool_]


def infer(counts: pa.Table, measures: pa.Table) -> pa.Table:
    """The value of each measure in the form of its kind, and the exact interval of each share."""
    definitions = {row["measure_code"]: row for row in measures.to_pylist()}
    codes = counts["measure_code"].to_pylist()
    kinds = np.array([definitions[code]["value_category"] for code in codes], dtype=object)
    part, whole = (_read(counts[name]) for name in ("numerator_value", "denominator_value"))
    is_known = whole > 0
    is_share = is_known & (kinds == "share")
    low, high = compute_exact_interval(np.where(is_share, part, 0), np.where(is_share, whole, 0))
    columns: dict[str, object] = {name: counts[name] for name in _KEPT}
    columns |= {
        "family": [definitions[code]["family"] for code in codes],
        "value_category": list(kinds),
        "value_ratio": _divide(part, whole, is_known & np.isin(kinds, ["share", "count"])),
        "value_cents": _divide_cents(part, whole, is_known & (kinds == "money")),
        "value_factor": _divide(part, whole, is_known & (kinds == "mean")),
        "exact_low_ratio": _blank(low),
        "exact_high_ratio": _blank(high),
    }
    return pa.table({name: columns[name] for name in SCHEMA.names}, schema=SCHEMA)


def _read(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Counts as integers; unknown ones are 0, and a denominator of 0 makes no value."""
    values: NDArray[np.int64] = pc.fill_null(column, 0).combine_chunks().to_numpy(zero_copy_only=False)
    return values


def _divide(part: NDArray[np.int64], whole: NDArray[np.int64], asked: Flags) -> pa.Array:
    return _blank(np.where(asked, part / np.maximum(whole, 1), np.nan))


def _divide_cents(part: NDArray[np.int64], whole: NDArray[np.int64], asked: Flags) -> pa.Array:
    """Whole cents, rounded half up once; no amount passes through a fraction."""
    cents = (2 * part + whole) // np.maximum(2 * whole, 1)
    return pa.array(cents, pa.int64(), mask=~asked)


def _blank(values: NDArray[np.float64]) -> pa.Array:
    return pa.array(values, pa.float64(), mask=np.isnan(values))
