"""Every forecast that was frozen at a month end, as it was made, with what came of it.

grain:  one row per account, month end and amount
key:    model_version, as_of_date, beneficiary_key, pool, amount_category
units:  _cents are US cents; is_within_ columns are null while it is too early to know; made_at is UTC
source: ledger.account_month, ledger.account_outcome, ledger.as_of_date, ledger.build, ledger.care_end,
        ledger.kept_forecast, ledger.reporting_delay, reference.rule_parameter
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._forecast import correct_forecasts, forecast_date
from pipelines.inference._forecast_rows import (
    AMOUNTS,
    GRADES,
    HORIZONS,
    NEVER,
    Forecasts,
    find_year_end,
    join_forecasts,
    read_columns,
    read_forecasts,
    write_dates,
)
from pipelines.inference._knowledge import Knowledge

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("model_version", "beneficiary_key", "pool", "amount_category")),
        *(("calendar_year", pa.int64()), ("as_of_date", pa.date32()), ("made_at", pa.timestamp("us"))),
        *(("is_reconstructed", pa.bool_()), ("visits", pa.int64()), ("accrued_cents", pa.int64())),
        *(("missing_cents", pa.int64()), ("prior_use_grade", pa.string())),
        *((f"within_{horizon}_ratio", pa.float64()) for horizon in HORIZONS),
        *((f"raw_{horizon}_ratio", pa.float64()) for horizon in HORIZONS),
        ("this_year_ratio", pa.float64()),
        *(("even_pace_date", pa.date32()), ("crossed_date", pa.date32())),
        *((f"is_within_{horizon}", pa.bool_()) for horizon in HORIZONS),
    ]
)
_MICROSECONDS_A_DAY = 86_400_000_000


def infer(
    account_month: pa.Table,
    account_outcome: pa.Table,
    as_of_date: pa.Table,
    build: pa.Table,
    care_end: pa.Table,
    kept_forecast: pa.Table,
    reporting_delay: pa.Table,
    rule_parameter: pa.Table,
) -> pa.Table:
    """What was kept stands as it was made; an account and month end without a forecast gets one now."""
    if not account_month.num_rows:
        return SCHEMA.empty_table()
    known = Knowledge.read(account_month, account_outcome, build, care_end, reporting_delay, rule_parameter)
    dates = read_columns(as_of_date)
    closed = np.sort(dates["as_of_date"][dates["is_kept"]]).tolist()
    made = _make_missing(known, _read_kept(known, kept_forecast), closed)
    through = int(dates["as_of_date"][~dates["is_kept"]][0])
    return SCHEMA.empty_table() if made is None else _write(known, made, account_outcome, through)


def _read_kept(known: Knowledge, kept: pa.Table) -> Forecasts | None:
    """The kept forecasts whose account is still spoken of by a payment."""
    ordinal, accounts = read_columns(kept)["account_ordinal"], known.accounts["account_ordinal"]
    found = read_forecasts(kept, np.searchsorted(accounts, ordinal))
    return found and found.take(np.isin(ordinal, accounts))


def _make_missing(known: Knowledge, kept: Forecasts | None, days: list[int]) -> Forecasts | None:
    """The kept forecasts and, date by date, those that are not kept yet, each corrected by those before it."""
    whole = kept
    for day in _find_gaps(known, kept, days):
        parts = forecast_date(known, day)
        if parts:
            made = correct_forecasts(known, join_forecasts(parts), whole)
            is_new = ~np.isin(_name(made.account, made.amount, made.day), _name_all(kept))
            whole = join_forecasts([whole, made.take(is_new)] if whole is not None else [made])
    return whole


def _find_gaps(known: Knowledge, kept: Forecasts | None, days: list[int]) -> list[int]:
    """The dates on which an open account has no kept forecast."""
    gaps: set[int] = set()
    for amount in range(len(AMOUNTS)):
        rows = np.flatnonzero(known.find_open(amount))
        day = known.months["as_of_date"][rows]
        gaps |= set(day[~np.isin(_name(known.months["account"][rows], amount, day), _name_all(kept))].tolist())
    return [day for day in days if day in gaps]


def _name_all(made: Forecasts | None) -> NDArray[np.int64]:
    return np.zeros(0, np.int64) if made is None else _name(made.account, made.amount, made.day)


def _name(account: NDArray[np.int64], amount: NDArray[np.int64] | int, day: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for account, amount and date."""
    return (account * len(AMOUNTS) + amount) * NEVER + day


def _write(known: Knowledge, made: Forecasts, account_outcome: pa.Table, through: int) -> pa.Table:
    made = made.take(np.lexsort((made.amount, made.account, made.day)))
    account = account_outcome.take(pa.array(made.account))
    crossed = known.find_outcome(made.account, made.amount)
    is_over = known.accounts["accrued_cents"][made.account] > known.find_limit(made.account, made.amount)
    columns: dict[str, pa.Array | pa.ChunkedArray] = {
        "model_version": pa.repeat(str(known.rules["forecast_model_version"]), len(made.day)),
        **{name: account[name] for name in ("beneficiary_key", "pool", "calendar_year")},
        "amount_category": pa.array(np.array(AMOUNTS)[made.amount]),
        "as_of_date": write_dates(made.day),
        "made_at": pa.array(made.made_at).cast(pa.timestamp("us")),
        "is_reconstructed": made.made_at // _MICROSECONDS_A_DAY - made.day > known.rules["forecast_prompt_days"],
        "visits": made.visits,
        "accrued_cents": made.accrued,
        "missing_cents": made.missing,
        "prior_use_grade": pa.array(np.array(GRADES)[made.grade]),
        "this_year_ratio": made.this_year,
        "even_pace_date": write_dates(made.even_pace),
        "crossed_date": write_dates(crossed),
    }
    for place, horizon in enumerate(HORIZONS):
        columns[f"within_{horizon}_ratio"] = made.within[:, place]
        columns[f"raw_{horizon}_ratio"] = made.raw[:, place]
        early = made.day + horizon + known.rules["forecast_reporting_days"] > through
        end = np.minimum(made.day + horizon, find_year_end(made.day))
        columns[f"is_within_{horizon}"] = pa.array(crossed <= end, mask=early | (is_over & (crossed == NEVER)))
    return pa.table({name: columns[name] for name in SCHEMA.names}).cast(SCHEMA)
