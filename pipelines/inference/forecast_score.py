"""How good the frozen forecasts were: expected against observed, slope, Brier score, and the naive forecast beside it.

grain:  one row per amount and horizon
key:    amount_category, horizon_days
units:  forecasts and crossings count matured forecasts; slopes are null where they cannot be told
source: mart.forecast_outcome, reference.rule_parameter

Decision 0151.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.inference._forecast_record import find_shown
from pipelines.inference._forecast_rows import AMOUNTS, HORIZONS, Columns, find_year_end, read_columns
from pipelines.inference._rules import read_rules
from pipelines.statistics.calibration import score_forecasts

SCHEMA = pa.schema(
    [
        *(("amount_category", pa.string()), ("horizon_days", pa.int64()), ("forecasts", pa.int64())),
        *(("crossings", pa.int64()), ("minimum_crossings", pa.int64()), ("can_tell", pa.bool_())),
        *((name, pa.float64()) for name in ("expected_factor", "slope_factor", "slope_low_factor")),
        *((name, pa.float64()) for name in ("slope_high_factor", "brier_ratio", "naive_brier_ratio")),
        *(("base_brier_ratio", pa.float64()), ("first_as_of_date", pa.date32()), ("last_as_of_date", pa.date32())),
    ]
)


def infer(forecast_outcome: pa.Table, rule_parameter: pa.Table) -> pa.Table:
    """One row an amount and horizon, always all eight; what cannot be told is null."""
    rules = read_rules(rule_parameter)
    found = []
    for amount, is_shown in zip(AMOUNTS, find_shown(forecast_outcome, rules), strict=True):
        mine = forecast_outcome.filter(pc.equal(forecast_outcome["amount_category"], amount))
        rows = [_score(_read_matured(mine, horizon), horizon) for horizon in HORIZONS]
        fewest = rules["forecast_minimum_events"]
        shared = {"amount_category": amount, "minimum_crossings": fewest, "can_tell": is_shown}
        found += [row | shared for row in rows]
    return pa.Table.from_pylist(found, SCHEMA)


def _read_matured(made: pa.Table, horizon: int) -> Columns:
    known = made.filter(pc.is_valid(made[f"is_within_{horizon}"]))
    account = pc.binary_join_element_wise(known["beneficiary_key"], known["pool"], " ")
    return read_columns(known) | {"who": account.to_numpy(zero_copy_only=False)}


def _score(made: Columns, horizon: int) -> dict[str, object]:
    came = made[f"is_within_{horizon}"].astype(float)
    answer: dict[str, object] = {"horizon_days": horizon, "forecasts": len(came), "crossings": int(came.sum())}
    if not len(came):
        return answer
    score = score_forecasts(made[f"within_{horizon}_ratio"], came, made["who"])
    end = np.minimum(made["as_of_date"] + horizon, find_year_end(made["as_of_date"]))
    base = float(came.mean())
    slopes = (score.slope, score.slope_low, score.slope_high)
    names = ("slope_factor", "slope_low_factor", "slope_high_factor")
    answer |= {name: value if np.isfinite(value) else None for name, value in zip(names, slopes, strict=True)}
    days = made["as_of_date"].astype("datetime64[D]")
    return answer | {
        "expected_factor": score.expected,
        "brier_ratio": score.brier,
        "naive_brier_ratio": float(((made["even_pace_date"] <= end) != came.astype(bool)).mean()),
        "base_brier_ratio": base * (1 - base),
        "first_as_of_date": days.min().item(),
        "last_as_of_date": days.max().item(),
    }
