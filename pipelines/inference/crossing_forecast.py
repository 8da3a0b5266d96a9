"""Who crosses next: every open account that is not over an amount yet, as of the data-through date.

grain:  one row per open account and amount that it has not passed
key:    beneficiary_key, pool, calendar_year, amount_category
units:  _cents are US cents; the ratios are null while can_tell is false
source: ledger.account_month, ledger.account_outcome, ledger.as_of_date, ledger.build, ledger.care_end,
        ledger.reporting_delay, mart.forecast_outcome, reference.rule_parameter

Decision 0036.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.inference._forecast import correct_forecasts, forecast_date
from pipelines.inference._forecast_record import find_shown
from pipelines.inference._forecast_rows import (
    AMOUNTS,
    GRADES,
    HORIZONS,
    Forecasts,
    join_forecasts,
    read_columns,
    read_forecasts,
    write_dates,
)
from pipelines.inference._knowledge import Knowledge

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("beneficiary_key", "pool")),
        *(("calendar_year", pa.int64()), ("amount_category", pa.string()), ("as_of_date", pa.date32())),
        *(("visits", pa.int64()), ("last_service_date", pa.date32()), ("accrued_cents", pa.int64())),
        *(("missing_cents", pa.int64()), ("prior_use_grade", pa.string()), ("pace_days", pa.int64())),
        *(("visit_cents", pa.int64()), ("can_tell", pa.bool_())),
        *((f"within_{horizon}_ratio", pa.float64()) for horizon in HORIZONS),
        ("this_year_ratio", pa.float64()),
    ]
)


def infer(
    account_month: pa.Table,
    account_outcome: pa.Table,
    as_of_date: pa.Table,
    build: pa.Table,
    care_end: pa.Table,
    reporting_delay: pa.Table,
    forecast_outcome: pa.Table,
    rule_parameter: pa.Table,
) -> pa.Table:
    """Today's list; where the record does not allow probabilities its rows say how far each account is, and no more."""
    if not account_month.num_rows:
        return SCHEMA.empty_table()
    known = Knowledge.read(account_month, account_outcome, build, care_end, reporting_delay, rule_parameter)
    dates = read_columns(as_of_date)
    parts = forecast_date(known, int(dates["as_of_date"][~dates["is_kept"]][0]), with_unknown=True)
    if not parts:
        return SCHEMA.empty_table()
    made = correct_forecasts(known, join_forecasts(parts), _read_earlier(account_outcome, forecast_outcome))
    return _write(known, made, account_outcome, np.array(find_shown(forecast_outcome, known.rules)))


def _read_earlier(account_outcome: pa.Table, made: pa.Table) -> Forecasts | None:
    """The frozen forecasts with their places in account_outcome."""
    return read_forecasts(made, pc.index_in(_name(made), _name(account_outcome)).to_numpy().astype(np.int64))


def _round(numbers: NDArray[np.float64]) -> pa.Array:
    """Whole numbers, nan as null."""
    is_known = np.isfinite(numbers)
    return pa.array(np.rint(np.where(is_known, numbers, 0)).astype(np.int64), mask=~is_known)


def _name(rows: pa.Table) -> pa.Array:
    year = rows["calendar_year"].cast(pa.string())
    return pc.binary_join_element_wise(rows["beneficiary_key"], rows["pool"], year, " ").combine_chunks()


def _write(known: Knowledge, made: Forecasts, account_outcome: pa.Table, is_shown: NDArray[np.bool_]) -> pa.Table:
    is_known = np.isfinite(made.gap)
    can_tell = is_shown[made.amount] & is_known
    account = account_outcome.take(pa.array(made.account))
    columns: dict[str, pa.Array | pa.ChunkedArray | NDArray[np.int64]] = {
        **{name: account[name] for name in ("beneficiary_key", "pool", "calendar_year")},
        "amount_category": pa.array(np.array(AMOUNTS)[made.amount]),
        "as_of_date": write_dates(made.day),
        "visits": made.visits,
        "last_service_date": write_dates(made.last_day),
        "accrued_cents": made.accrued,
        "missing_cents": made.missing,
        "prior_use_grade": pa.array(np.array(GRADES)[made.grade]),
        "pace_days": _round(np.maximum(made.gap, 1)),
        "visit_cents": _round(made.price),
        "can_tell": can_tell,
        "this_year_ratio": pa.array(made.this_year, mask=~can_tell),
    }
    for place, horizon in enumerate(HORIZONS):
        columns[f"within_{horizon}_ratio"] = pa.array(made.within[:, place], mask=~can_tell)
    return pa.table({name: columns[name] for name in SCHEMA.names}).cast(SCHEMA)
