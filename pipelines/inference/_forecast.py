"""What was known on a date becomes probabilities of crossing, amount by amount."""

from __future__ import annotations

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
    look_ahead,
    plan_course,
)


def forecast_date(known: Knowledge, day: int, with_unknown: bool = False) -> list[Forecasts]:
    """The raw forecasts of one date for every open account that is not over; none of a pool while too little is known.

    `with_unknown` lists the accounts of such a pool too, without probabilities (nan).
    """
    found = []
    for pool in range(len(POOLS)):
        habit = known.fit(day, pool)
        if habit is None and not with_unknown:
            continue
        for amount in range(len(AMOUNTS)):
            rows = known.find_open(amount)
            rows = rows[(known.months["as_of_date"][rows] == day) & (known.pool[known.months["account"][rows]] == pool)]
            if len(rows):
                bare = _list_amount(known, rows, amount)
                found.append(bare if habit is None else _forecast_amount(known, rows, habit, bare))
    return found


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


def _forecast_amount(known: Knowledge, rows: NDArray[np.intp], habit: Habit, bare: Forecasts) -> Forecasts:
    outlook = look_ahead(known.histories(rows), habit)
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
    within, this_year = made.raw.copy(), made.this_year
    is_early = find_month(made.day) <= known.rules["forecast_season_months"]
    for amount in range(len(AMOUNTS)):
        mine = made.amount == amount
        if mine.any():
            fits = [_fit(known, earlier, int(made.day[0]), amount, horizon) for horizon in range(len(HORIZONS))]
            for horizon, fit in enumerate(fits):
                within[mine, horizon] = correct(made.raw[mine, horizon], fit, is_early[mine])
            this_year = np.where(mine, correct(made.this_year, fits[-1], is_early), this_year)
    within = np.maximum.accumulate(within, axis=1)
    this_year = np.maximum(this_year, within[:, -1])
    return made.change(within=within, this_year=this_year)


def _fit(known: Knowledge, earlier: Forecasts | None, day: int, amount: int, horizon: int) -> NDArray[np.float64]:
    """The correction due on that day: by earlier forecasts whose end lay long enough back, within their year."""
    if earlier is None:
        return fit_correction([], [], [])
    year_end = find_year_end(earlier.day)
    seen = np.where(year_end >= day, day, known.find_last_dates(year_end))
    end = earlier.day + HORIZONS[horizon]
    ripe = np.flatnonzero((earlier.amount == amount) & (end + known.rules["forecast_reporting_days"] <= seen))
    crossed = known.find_crossed(earlier.account[ripe], seen[ripe], earlier.amount[ripe])
    is_early = find_month(earlier.day[ripe]) <= known.rules["forecast_season_months"]
    return fit_correction(earlier.raw[ripe, horizon], crossed <= end[ripe], is_early)
