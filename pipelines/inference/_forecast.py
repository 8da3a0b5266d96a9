"""The workshop of the forecasts: what was known on a date becomes probabilities and dates, amount by amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._forecast_rows import (
    AMOUNTS,
    GRADES,
    HORIZONS,
    NEVER,
    POOLS,
    Columns,
    Forecasts,
    find_year_end,
    read_codes,
    read_columns,
    read_rules,
)
from pipelines.statistics.calibration import bound, correct, fit_correction
from pipelines.statistics.crossing_model import (
    Habit,
    Histories,
    find_day,
    fit_habit,
    look_ahead,
    plan_course,
)

MOST_COURSE_VISITS = 40
# A crossing this unlikely within the year gets no dates: "not this year".
LEAST_FOR_DATES = 0.05
_LEAST_RAW_FOR_DATES = 0.02
_DATES = ("likely_from", "likely_to")
_RANGE = (0.1, 0.9)


@dataclass(frozen=True)
class Knowledge:
    """The tables that a forecast is made from: accounts by date, what they are, how care ends, how long payers take."""

    months: Columns
    accounts: Columns
    pool: NDArray[np.int64]
    ends: Columns
    end_pool: NDArray[np.int64]
    delays: Columns
    rules: dict[str, int]
    made_at: int

    @classmethod
    def read(
        cls,
        account_month: pa.Table,
        account_outcome: pa.Table,
        build: pa.Table,
        care_end: pa.Table,
        delay: pa.Table,
        rules: pa.Table,
    ) -> Knowledge:
        """From the tables of the same names."""
        months, accounts = read_columns(account_month), read_columns(account_outcome)
        months["account"] = np.searchsorted(accounts["account_ordinal"], months["account_ordinal"])
        months["place"] = months["account"] * NEVER + months["as_of_date"]
        months["grade"] = read_codes(account_month["prior_use_grade"], GRADES)
        pool = read_codes(account_outcome["pool"], POOLS)
        ends, end_pool = read_columns(care_end), read_codes(care_end["pool"], POOLS)
        made_at = int(read_columns(build)["built_at"][0])
        return cls(months, accounts, pool, ends, end_pool, read_columns(delay), read_rules(rules), made_at)

    def find_limit(self, account: NDArray[np.int64], amount: NDArray[np.int64] | int) -> NDArray[np.int64]:
        """The amount of each account's year; NEVER (100,000 dollars) where it is not known."""
        kx, review = (self.accounts[name][account] for name in ("kx_threshold_cents", "medical_review_cents"))
        return np.where(np.asarray(amount) == 0, kx, review)

    def find_outcome(self, account: NDArray[np.int64], amount: NDArray[np.int64]) -> NDArray[np.int64]:
        """The day on which each account crossed, as today's ledger has it; NEVER if it did not."""
        kx, review = (self.accounts[name][account] for name in ("kx_crossing_date", "medical_review_crossing_date"))
        return np.where(amount == 0, kx, review)

    def find_open(self, amount: int) -> NDArray[np.intp]:
        """The rows of `months` that are open on their date and not over the amount."""
        limit = self.find_limit(self.months["account"], amount)
        is_open = self.months["last_service_date"] > self.months["as_of_date"] - self.rules["open_patient_days"]
        return np.flatnonzero(is_open & (limit < NEVER) & (self.find_missing(amount) >= 0))

    def find_missing(self, amount: int) -> NDArray[np.int64]:
        """Cents up to the amount for each row of `months`."""
        own, elsewhere = self.months["own_accrued_cents"], self.months["prior_use_cents"]
        return self.find_limit(self.months["account"], amount) - own - elsewhere

    def fit(self, day: int, pool: int) -> Habit | None:
        """The habits of a pool as known on that day: of this year's accounts and of the year before."""
        days = np.array([day, self._year_before(day)])
        rows = np.isin(self.months["as_of_date"], days) & (self.pool[self.months["account"]] == pool)
        ends = np.isin(self.ends["as_of_date"], days) & (self.end_pool == pool)
        number = np.minimum(self.ends["course_visit"][ends], MOST_COURSE_VISITS)
        late = self.delays["as_of_date"] == day
        return fit_habit(
            self.histories(rows),
            np.bincount(number, self.ends["visits"][ends], MOST_COURSE_VISITS + 1),
            np.bincount(number, self.ends["ended_visits"][ends], MOST_COURSE_VISITS + 1),
            np.bincount(self.delays["delay_days"][late], self.delays["visits"][late]).astype(np.float64),
        )

    def _year_before(self, day: int) -> int:
        """The last date of the year before, so that January is not without experience; -1 if there is none."""
        earlier = find_year_end(np.array([day - 366, day - 365]))
        return int(_last_dates(self, earlier[earlier < day].max(keepdims=True))[0])

    def histories(self, rows: NDArray[Any]) -> Histories:
        """The rows of `months` in the words of the model."""
        (gaps, gap_days, gap_square, usual_days, usual_square, priced, cents, cents_square) = (
            self.months[name][rows].astype(np.float64)
            for name in (
                *("gap_count", "gap_days", "gap_square", "usual_gap_days", "usual_gap_square"),
                *("priced_visits", "priced_cents", "priced_square"),
            )
        )
        return Histories(
            *(gaps, gap_days, gap_square, usual_days, usual_square, priced, cents, cents_square),
            course_visits=self.months["course_visits"][rows],
            silent_days=(self.months["as_of_date"] - self.months["last_service_date"])[rows],
        )

    def find_crossed(
        self, account: NDArray[np.int64], day: NDArray[np.int64], amount: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The day on which each account had crossed, as known on `day` (rows of one length)."""
        order = self.months["place"]
        place = np.minimum(np.searchsorted(order, account * NEVER + day), max(len(order) - 1, 0))
        is_known = order[place] == account * NEVER + day
        dates = np.where(
            amount == 0,
            self.months["kx_crossed_date"][place],
            self.months["medical_review_crossed_date"][place],
        )
        return np.where(is_known, dates, NEVER)


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
    nothing, never = np.full(len(rows), np.nan), np.full(len(rows), NEVER)
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
        likely_from=never,
        likely_to=never,
        even_pace=_keep_pace(last, months["first_service_date"], own, missing),
    )


def _forecast_amount(known: Knowledge, rows: NDArray[np.intp], habit: Habit, bare: Forecasts) -> Forecasts:
    outlook = look_ahead(known.histories(rows), habit)
    course = plan_course(outlook, habit, (bare.missing + 1).astype(np.float64))
    year_end = find_year_end(bare.day)
    ends = [np.minimum(bare.day + horizon, year_end) - bare.last_day for horizon in HORIZONS]
    raw = np.column_stack([bound(course.reach(end.astype(np.float64))) for end in ends])
    last_days = (year_end - bare.last_day).astype(np.float64)
    this_year = course.reach(last_days)
    # Most accounts get no dates, and looking for theirs would take most of the time.
    dated = course.only(this_year >= _LEAST_RAW_FOR_DATES)
    return bare.change(
        gap=outlook.gap_mean,
        price=outlook.price_mean,
        raw=raw,
        within=raw,
        this_year=this_year,
        likely_from=bare.last_day + find_day(dated, _RANGE[0], last_days).astype(np.int64),
        likely_to=bare.last_day + find_day(dated, _RANGE[1], last_days).astype(np.int64),
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
    for amount in range(len(AMOUNTS)):
        mine = made.amount == amount
        if mine.any():
            fits = [_fit(known, earlier, int(made.day[0]), amount, horizon) for horizon in range(len(HORIZONS))]
            for horizon, fit in enumerate(fits):
                within[mine, horizon] = correct(made.raw[mine, horizon], fit)
            this_year = np.where(mine, correct(made.this_year, fits[-1]), this_year)
    within = np.maximum.accumulate(within, axis=1)
    this_year = np.maximum(this_year, within[:, -1])
    is_dated = (this_year >= LEAST_FOR_DATES) & (made.this_year >= _LEAST_RAW_FOR_DATES)
    dates = {name: np.where(is_dated, getattr(made, name), NEVER) for name in _DATES}
    return made.change(within=within, this_year=this_year, **dates)


def _fit(known: Knowledge, earlier: Forecasts | None, day: int, amount: int, horizon: int) -> NDArray[np.float64]:
    """The correction due on that day: by earlier forecasts whose end lay long enough back, within their year."""
    if earlier is None:
        return fit_correction([], [])
    year_end = find_year_end(earlier.day)
    seen = np.where(year_end >= day, day, _last_dates(known, year_end))
    end = earlier.day + HORIZONS[horizon]
    ripe = np.flatnonzero((earlier.amount == amount) & (end + known.rules["forecast_reporting_days"] <= seen))
    crossed = known.find_crossed(earlier.account[ripe], seen[ripe], earlier.amount[ripe])
    return fit_correction(earlier.raw[ripe, horizon], crossed <= end[ripe])


def _last_dates(known: Knowledge, year_end: NDArray[np.int64]) -> NDArray[np.int64]:
    """The last date of each year at which accounts were looked at."""
    dates = np.unique(known.months["as_of_date"])
    place = np.searchsorted(dates, year_end, side="right") - 1
    return np.where(place >= 0, dates[np.maximum(place, 0)], -1)
