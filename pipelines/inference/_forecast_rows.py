"""The rows of the forecasts: plain columns of numbers, read from tables and written to them.

A day is a number of days since 1970, `NEVER` where there is none; an amount is 0 (KX threshold) or 1 (medical review).

Decision 0091.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]

NEVER = 10_000_000
# Days ahead of the date; 0 is what has happened by then and no remittance shows yet.
HORIZONS = (0, 14, 30, 60)
AMOUNTS = ("kx", "medical_review")
POOLS = ("PT_SLP", "OT")
GRADES = ("unknown", "implied", "at_least", "typed", "verified")


@dataclass(frozen=True)
class Forecasts:
    """Columns of one length: one row an account, date and amount.

    `raw` and `within` are rows x horizons, `account` is a place in ledger.account_outcome, `grade` one in GRADES,
    `made_at` microseconds; `last_day`, `gap` and `price` are not kept, so they are empty in what was read.
    """

    account: NDArray[np.int64]
    day: NDArray[np.int64]
    amount: NDArray[np.int64]
    visits: NDArray[np.int64]
    accrued: NDArray[np.int64]
    missing: NDArray[np.int64]
    grade: NDArray[np.int64]
    made_at: NDArray[np.int64]
    last_day: NDArray[np.int64]
    gap: NDArray[np.float64]
    price: NDArray[np.float64]
    raw: NDArray[np.float64]
    within: NDArray[np.float64]
    this_year: NDArray[np.float64]
    even_pace: NDArray[np.int64]

    def take(self, rows: NDArray[Any]) -> Forecasts:
        """Some of the rows, by place or by a mask."""
        return Forecasts(*(getattr(self, column.name)[rows] for column in fields(self)))

    def change(self, **columns: NDArray[Any]) -> Forecasts:
        """The same rows with some columns replaced."""
        return Forecasts(**({one.name: getattr(self, one.name) for one in fields(self)} | columns))


def join_forecasts(parts: list[Forecasts]) -> Forecasts:
    """One after the other; at least one."""
    return Forecasts(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Forecasts)))


def read_forecasts(table: pa.Table, account: NDArray[np.int64]) -> Forecasts | None:
    """What was forecast earlier, with the place of each row's account; None if nothing was."""
    if not table.num_rows:
        return None
    columns, nothing = read_columns(table), np.full(table.num_rows, np.nan)
    raw, within = (
        np.column_stack([columns[f"{name}_{horizon}_ratio"] for horizon in HORIZONS]) for name in ("raw", "within")
    )
    return Forecasts(
        account=account,
        day=columns["as_of_date"],
        amount=read_codes(table["amount_category"], AMOUNTS),
        visits=columns["visits"],
        accrued=columns["accrued_cents"],
        missing=columns["missing_cents"],
        grade=read_codes(table["prior_use_grade"], GRADES),
        made_at=columns["made_at"],
        last_day=np.full(table.num_rows, NEVER),
        gap=nothing,
        price=nothing,
        raw=raw,
        within=within,
        this_year=columns["this_year_ratio"],
        even_pace=columns["even_pace_date"],
    )


def read_columns(table: pa.Table) -> Columns:
    """The columns as arrays: dates as days, empty dates and amounts as NEVER, text left out."""
    found: Columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_date(column.type):
            column = pc.fill_null(column.cast(pa.int32()).cast(pa.int64()), NEVER)
        elif pa.types.is_integer(column.type):
            column = pc.fill_null(column.cast(pa.int64()), NEVER)
        elif pa.types.is_timestamp(column.type):
            column = column.cast(pa.timestamp("us")).cast(pa.int64())
        elif not (pa.types.is_floating(column.type) or pa.types.is_boolean(column.type)):
            continue
        found[name] = column.to_numpy(zero_copy_only=False) if isinstance(column, pa.Array) else column.to_numpy()
    return found


def find_month(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The month of each day, 1 to 12."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1


def find_year_end(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """31 December of each day's year."""
    years = days.astype("datetime64[D]").astype("datetime64[Y]")
    return (years + 1).astype("datetime64[D]").astype(np.int64) - 1


def read_codes(column: pa.ChunkedArray, codes: tuple[str, ...]) -> NDArray[np.int64]:
    """Each text as its place among `codes`."""
    return np.asarray(pc.index_in(column, pa.array(codes)).to_numpy(zero_copy_only=False), np.int64)


def write_dates(days: NDArray[np.int64]) -> pa.Array:
    """Days as dates, NEVER as null."""
    return pa.array(days.astype(np.int32), pa.date32(), mask=days >= NEVER)
