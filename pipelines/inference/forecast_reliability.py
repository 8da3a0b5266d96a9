"""Of forecasts of about the same probability, the share that came.

grain:  one row per amount, horizon and band of forecast probability
key:    amount_category, horizon_days, band_rank
units:  forecasts and crossings count matured forecasts; limits are those of Wilson's 95 percent interval
source: mart.forecast_outcome

Decisions 0038 and 0152.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.inference._forecast_rows import AMOUNTS, HORIZONS, read_columns
from pipelines.statistics.interval import Floats, compute_wilson_interval

SCHEMA = pa.schema(
    [
        *(("amount_category", pa.string()), ("horizon_days", pa.int64()), ("band_rank", pa.int64())),
        *(("band_from_ratio", pa.float64()), ("band_to_ratio", pa.float64()), ("forecasts", pa.int64())),
        *(("crossings", pa.int64()), ("forecast_ratio", pa.float64()), ("came_ratio", pa.float64())),
        *(("came_low_ratio", pa.float64()), ("came_high_ratio", pa.float64())),
    ]
)
# Finer where most forecasts are.
BANDS = np.array([0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0])


def infer(forecast_outcome: pa.Table) -> pa.Table:
    """The bands that hold a matured forecast."""
    found: list[dict[str, object]] = []
    for amount in AMOUNTS:
        mine = forecast_outcome.filter(pc.equal(forecast_outcome["amount_category"], amount))
        for horizon in HORIZONS:
            shared: dict[str, object] = {"amount_category": amount, "horizon_days": horizon}
            known = read_columns(mine.filter(pc.is_valid(mine[f"is_within_{horizon}"])))
            came = known[f"is_within_{horizon}"].astype(float)
            found += [shared | row for row in _band(known[f"within_{horizon}_ratio"], came)]
    return pa.Table.from_pylist(found, SCHEMA)


def _band(chance: Floats, came: Floats) -> list[dict[str, object]]:
    band = np.clip(np.searchsorted(BANDS, chance, side="right") - 1, 0, len(BANDS) - 2)
    forecasts = np.bincount(band, minlength=len(BANDS) - 1)
    crossings, total = (np.bincount(band, weights, minlength=len(BANDS) - 1) for weights in (came, chance))
    low, high = compute_wilson_interval(crossings, forecasts)
    return [
        {
            "band_rank": rank + 1,
            "band_from_ratio": float(BANDS[rank]),
            "band_to_ratio": float(BANDS[rank + 1]),
            "forecasts": int(forecasts[rank]),
            "crossings": int(crossings[rank]),
            "forecast_ratio": float(total[rank] / forecasts[rank]),
            "came_ratio": float(crossings[rank] / forecasts[rank]),
            "came_low_ratio": float(low[rank]),
            "came_high_ratio": float(high[rank]),
        }
        for rank in np.flatnonzero(forecasts).tolist()
    ]
