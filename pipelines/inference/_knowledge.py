"""What a forecast may know: the accounts as they stood on each date, how care ends, how long remittances take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.inference._forecast_rows import (
    GRADES,
    NEVER,
    POOLS,
    Columns,
    find_year_end,
    read_codes,
    read_columns,
)
from pipelines.inference._new_year import carry_over, find_dates_before_year
from pipelines.inference._rules import read_rules
from pipelines.statistics.crossing_model import Habit, Histories, fit_habit

MOST_COURSE_VISITS = 40


@dataclass(frozen=True)
class Knowledge:
    """The tables that a forecast is made from: accounts by date, what they are, how care ends, how long payers take."""

    dates: NDArray[np.int64]
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
        read, dates = read_rules(rules), np.unique(months["as_of_date"])
        before = find_dates_before_year(dates, months["as_of_date"])
        months = carry_over(months, before, read["forecast_pace_visits"], read["end_of_care_days"])
        ends, end_pool = read_columns(care_end), read_codes(care_end["pool"], POOLS)
        made_at = int(read_columns(build)["built_at"][0])
        return cls(
            dates,
            months,
            accounts,
            pool,
            ends,
            end_pool,
            read_columns(delay),
            read,
            made_at,
        )

    def find_limit(self, account: NDArray[np.int64], amount: NDArray[np.int64] | int) -> NDArray[np.int64]:
        """The amount of each account's year; NEVER (100,000 dollars) where it is not known."""
        kx, review = (self.accounts[name][account] for name in ("kx_threshold_cents", "medical_review_cents"))
        return np.where(np.asarray(amount) == 0, kx, review)

    def find_outcome(self, account: NDArray[np.int64], amount: NDArray[np.int64]) -> NDArray[np.int64]:
        """The day on which each account crossed, as today's ledger has it; NEVER if it did not."""
        kx, review = (self.accounts[name][account] for name in ("kx_crossing_date", "medical_review_crossing_date"))
        return np.where(amount == 0, kx, review)

    def select(self, day: int) -> Knowledge:
        """The same with `months` of one date alone."""
        rows = np.flatnonzero(self.months["as_of_date"] == day)
        return replace(self, months={name: column[rows] for name, column in self.months.items()})

    def find_open(self, amount: int) -> NDArray[np.bool_]:
        """Which rows of `months` are open on their date and not over the amount."""
        limit = self.find_limit(self.months["account"], amount)
        is_open = self.months["last_service_date"] > self.months["as_of_date"] - self.rules["open_patient_days"]
        return np.asarray(is_open & (limit < NEVER) & (self.find_missing(amount) >= 0))

    def find_missing(self, amount: int) -> NDArray[np.int64]:
        """Cents up to the amount for each row of `months`."""
        own, elsewhere = self.months["own_accrued_cents"], self.months["prior_use_cents"]
        return self.find_limit(self.months["account"], amount) - own - elsewhere

    def fit(self, day: int, pool: int) -> Habit | None:
        """The habits of a pool as known on that day: of this year's accounts and of the year before."""
        days = np.array([day, self._year_before(day)])
        rows = np.flatnonzero(np.isin(self.months["as_of_date"], days) & (self.pool[self.months["account"]] == pool))
        ends = np.isin(self.ends["as_of_date"], days) & (self.end_pool == pool)
        shape = self.rules["forecast_pause_days"] + 1, MOST_COURSE_VISITS + 1
        place = self.ends["pace_days"][ends], np.minimum(self.ends["course_visit"][ends], MOST_COURSE_VISITS)
        seen, ended = np.zeros(shape), np.zeros(shape)
        np.add.at(seen, place, self.ends["visits"][ends])
        np.add.at(ended, place, self.ends["ended_visits"][ends])
        late = self.delays["as_of_date"] == day
        return fit_habit(
            self.histories(rows),
            seen,
            ended,
            np.bincount(self.delays["delay_days"][late], self.delays["visits"][late]).astype(np.float64),
        )

    def _year_before(self, day: int) -> int:
        """The last date of the year before, so that January is not without experience; -1 if there is none."""
        earlier = find_year_end(np.array([day - 366, day - 365]))
        return int(self.find_last_dates(earlier[earlier < day].max(keepdims=True))[0])

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
            silent_days=self.months["as_of_date"][rows] - self.months["last_service_date"][rows],
            pace_days=np.floor(usual_days / np.maximum(gaps, 1) + 0.5).astype(np.int64),
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

    def find_last_dates(self, year_end: NDArray[np.int64]) -> NDArray[np.int64]:
        """The last date of each year at which accounts were looked at; -1 if there is none up to then."""
        place = np.searchsorted(self.dates, year_end, side="right") - 1
        return np.where(place >= 0, self.dates[np.maximum(place, 0)], -1)
