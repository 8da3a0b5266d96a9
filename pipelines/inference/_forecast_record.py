"""Whether the record of an amount lets its probabilities be shown: enough crossings, about as many as expected.

Decisions 0033 and 0035.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.inference._forecast_rows import AMOUNTS

JUDGED_DAYS = 30


def find_shown(forecast_outcome: pa.Table, rules: dict[str, int]) -> list[bool]:
    """For each amount, by its matured forecasts of 30 days."""
    return [
        _is_shown(forecast_outcome.filter(pc.equal(forecast_outcome["amount_category"], amount)), rules)
        for amount in AMOUNTS
    ]


def _is_shown(made: pa.Table, rules: dict[str, int]) -> bool:
    matured = made.filter(pc.is_valid(made[f"is_within_{JUDGED_DAYS}"]))
    came = pc.sum(matured[f"is_within_{JUDGED_DAYS}"], min_count=0).as_py()
    expected = pc.sum(matured[f"within_{JUDGED_DAYS}_ratio"], min_count=0).as_py()
    is_enough = came >= rules["forecast_minimum_events"]
    is_near = rules["forecast_least_percent"] * expected <= 100 * came <= rules["forecast_most_percent"] * expected
    return bool(is_enough and is_near)
