"""What was known on a date becomes probabilities of crossing, amount by amount."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.inference._forecast_rows import (
    AMOUNTS,
    HORIZONS,
    NEVER,
    POOLS,
    Forecasts,
    find_month,
    find_year_end,
)
from pipelines.inference._knowledge import Knowledge
from pipelines.statistics.calibration import bound, correct, fit_correction
from pipelines.statistics.crossing_model import (
    Habit,
    Outlook,
    look_ahead,
    plan_course,
)


@dataclass(frozen=True)
class Record:
    """Earlier forecasts with what was known of each on one date: when it crossed, and through when that is complete."""

    made: Forecasts
    crossed: NDArray[np.int64]
    ripe_through: NDArray[np.int64]
    is_early: NDArray[np.bool_]


def forecast_date(known: Knowledge, day: int, with_unknown: bool = False) -> list[Forecasts]:
    """The raw forecasts of one date for every open account that is not over; none of a pool while too little is known.

    `with_unknown` lists the accounts of such a pool too, without probabilities (nan).
    """
    found = []
    today = known.select(day)
    for pool in range(len(POOLS)):
        habit = known.fit(day, pool)
        if habit is not None or with_unknown:
            found += _forecast_pool(today, pool, habit)
    return found


def _forecast_pool(today: Knowledge, pool: int, habit: Habit | None) -> list[Forecasts]:
    """Both amounts of a pool. What an account may do next is asked once, whatever is missing to an amount."""
    is_own = today.pool[today.months["account"]] == pool
    rows = [np.flatnonzero(is_own & today.find_open(amount)) for amount in range(len(AMOUNTS))]
    listed = [_list_amount(today, some, amount) for amount, some in enumerate(rows)]
    if habit is not None:
        whole = np.unique(np.concatenate(rows))
        outlook = look_ahead(today.histories(whole), habit)
        listed = [
            _forecast_amount(outlook.take(np.searchsorted(whole, some)), habit, bare)
            for some, bare in zip(rows, listed, strict=True)
        ]
    return [made for made in listed if len(made.day)]


def _list_amount(known: Knowledge, rows: NDArray[np.intp], amount: int) -> Forecasts:
    """The accounts with what is known of them, and nothing about what will be."""
    months, missing = {name: column[rows] for name, column in known.months.items()}, known.find_missing(amount)[rows]
    nothing = np.full(len(rows), np.nan)
    last, own = months["last_service_date"], months["own_accrued_cents"]
    return Forecasts(
        account=months["account"],
        day=months["as_of_date"],
        amount=np.full(len(rows), amount),
        visits=months["visits"],
        accrued=own + months["prior_use_cents"],
        missing=missing,
        grade=months["grade"],
        made_at=np.full(len(rows), known.made_at),
        last_day=last,
        gap=nothing,
        price=nothing,
        raw=np.full((len(rows), len(HORIZONS)), np.nan),
        within=np.full((len(rows), len(HORIZONS)), np.nan),
        this_year=nothing,
        even_pace=_keep_pace(last, months["first_service_date"], own, missing),
    )


def _forecast_amount(outlook: Outlook, habit: Habit, bare: Forecasts) -> Forecasts:
    course = plan_course(outlook, habit, (bare.missing + 1).astype(np.float64))
    year_end = find_year_end(bare.day)
    ends = [np.minimum(bare.day + horizon, year_end) - bare.last_day for horizon in HORIZONS] + [
        year_end - bare.last_day
    ]
    reached = np.column_stack([course.reach(end.astype(np.float64)) for end in ends])
    raw, this_year = bound(reached[:, :-1]), reached[:, -1]
    return bare.change(
        gap=outlook.gap_mean,
        price=outlook.price_mean,
        raw=raw,
        within=raw,
        this_year=this_year,
    )


def _keep_pace(
    last: NDArray[np.int64], first: NDArray[np.int64], own_cents: NDArray[np.int64], missing: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The naive forecast: dollars a day go on as so far in this year; NEVER at no dollars."""
    days = np.ceil((missing + 1) * (last - first + 1) / np.maximum(own_cents, 1))
    return np.where(own_cents > 0, np.minimum(last + days, NEVER), NEVER).astype(np.int64)


def correct_forecasts(known: Knowledge, made: Forecasts, earlier: Forecasts | None) -> Forecasts:
    """`made`, all of one date, corrected by how the `earlier` ones turned out as far as that was known on the date."""
    record = None if earlier is None else _look_back(known, earlier, int(made.day[0]))
    within, this_year = made.raw.copy(), made.this_year
    is_early = find_month(made.day) <= known.rules["forecast_season_months"]
    for amount in range(len(AMOUNTS)):
        mine = made.amount == amount
        if mine.any():
            fits = [_fit(record, amount, horizon) for horizon in range(len(HORIZONS))]
            for horizon, fit in enumerate(fits):
                within[mine, horizon] = correct(made.raw[mine, horizon], fit, is_early[mine])
            this_year = np.where(mine, correct(made.this_year, fits[-1], is_early), this_year)
    within = np.maximum.accumulate(within, axis=1)
    this_year = np.maximum(this_year, within[:, -1])
    return made.change(within=within, this_year=this_year)


def _look_back(known: Knowledge, earlier: Forecasts, day: int) -> Record:
    year_end = find_year_end(earlier.day)
    seen = np.where(year_end >= day, day, known.find_last_dates(year_end))
    return Record(
        made=earlier,
        crossed=known.find_crossed(earlier.account, seen, earlier.amount),
        ripe_through=seen - known.rules["forecast_reporting_days"],
        is_early=find_month(earlier.day) <= known.rules["forecast_season_months"],
    )


def _fit(record: Record | None, amount: int, horizon: int) -> NDArray[np.float64]:
    """The correction due on that day: by earlier forecasts whose end lay long enough back, within their year."""
    if record is None:
        return fit_correction([], [], [])
    end = record.made.day + HORIZONS[horizon]
    ripe = np.flatnonzero((record.made.amount == amount) & (end <= record.ripe_through))
    return fit_correction(record.made.raw[ripe, horizon], record.crossed[ripe] <= end[ripe], record.is_early[ripe])
