"""Bounds of amounts and units: what no therapy claim has sets its claim payment aside."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.era_835.reading import Reading, find_largest
from pipelines.sources.x12.segments import Positions

LEAST_UNUSABLE_DOLLARS = 10_000_000
"""An amount of this many dollars or more is unusable (the public interface, section 2)."""
MOST_UNITS = 9_999
# what the source tables hold of a claim payment, and what the models can still multiply of a line
_LARGEST_KEPT = {
    "claims": Decimal(99_999_999_999_999),
    "services": Decimal(99_999_999_999),
    "adjustments": Decimal(99_999_999_999),
}
_AMOUNTS = (
    ("claims", "charge_amount", "CLP03"),
    ("claims", "payment_amount", "CLP04"),
    ("claims", "patient_responsibility", "CLP05"),
    ("services", "charge_amount", "SVC02"),
    ("services", "payment_amount", "SVC03"),
    ("services", "allowed_amount", "SVC with its AMT*B6"),
    ("adjustments", "amount", "CAS"),
)
_UNITS = (("services", "units_paid", "SVC05"), ("services", "original_units", "SVC07"))
Large = tuple[int, int, str]


def limit_amounts(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables with larger numbers cut to the largest that is kept; their claims do not count."""
    limited = dict(tables)
    for name, column, _ in (*_AMOUNTS, *_UNITS):
        values = limited[name][column]
        if find_largest(values) > _LARGEST_KEPT[name]:
            limit = pa.scalar(_LARGEST_KEPT[name], values.type)
            sign = pc.if_else(pc.less(values, 0), pc.negate(limit), limit)
            limited[name] = limited[name].set_column(
                limited[name].column_names.index(column),
                column,
                pc.if_else(pc.greater(pc.abs(values), limit), sign, values),
            )
    return limited


def find_large(reading: Reading) -> Iterator[tuple[str, Large]]:
    """For each value out of bounds its rule, and claim payment, position and place."""
    for rule, columns, limit in (
        ("amount_too_large", _AMOUNTS, Decimal(LEAST_UNUSABLE_DOLLARS) - Decimal("0.0001")),
        ("units_too_large", _UNITS, Decimal(MOST_UNITS)),
    ):
        for name, column, place in columns:
            values = reading.tables[name][column]
            if reading.largest(name, column) > limit:
                is_large = pc.fill_null(pc.greater(pc.abs(values), pa.scalar(limit, values.type)), False)
                for position in reading.positions(name)[is_large.to_numpy(zero_copy_only=False)].tolist():
                    yield rule, (reading.claim_of(position), position, place)


def find_cut(reading: Reading) -> Positions:
    """The claim payments with a number that was cut: nothing in them can be balanced."""
    found = [np.zeros(0, np.int64)]
    for name, column, _ in _AMOUNTS:
        values = reading.tables[name][column]
        if reading.largest(name, column) >= _LARGEST_KEPT[name]:
            is_cut = pc.fill_null(pc.greater_equal(pc.abs(values), pa.scalar(_LARGEST_KEPT[name], values.type)), False)
            positions = reading.positions(name)[is_cut.to_numpy(zero_copy_only=False)]
            found.append(np.searchsorted(reading.claim_positions, positions, side="right") - 1)
    return np.unique(np.concatenate(found))
