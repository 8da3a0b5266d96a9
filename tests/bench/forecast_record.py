"""The record of forecasts in detail: by quarter, by reach, and against a logistic regression of three terms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from scipy.special import expit

from pipelines.statistics.calibration import score_forecasts
from pipelines.statistics.logistic import fit_logistic
from tests.bench.page import Figure

AMOUNTS = {"kx": "KX threshold", "medical_review": "medical review"}
REACHED = 0.3
_DAYS, _REPORTING_DAYS, _FEWEST_EVENTS = 30, 90, 50
_MATURED = """
    select as_of_date, beneficiary_key || pool as who, visits, missing_cents, accrued_cents, within_30_ratio as chance,
        cast(is_within_30 as integer) as came, quarter(as_of_date) as quarter, year(as_of_date) as calendar_year,
        date_diff('day', as_of_date, coalesce(even_pace_date, as_of_date + 2000)) as pace_days
    from mart.forecast_outcome
    where amount_category = $amount and is_within_30 is not null
    order by as_of_date, who
"""
# Every crossing in the 30 days after a date with matured forecasts, on the list or not.
_REACH = """
    with told as (
        select distinct as_of_date
        from mart.forecast_outcome
        where amount_category = $amount and is_within_30 is not null
    )
    select count(*), count(*) filter (where coalesce(forecast_outcome.within_30_ratio, 0) >= $least)
    from told
    inner join mart.threshold_crossing as crossing
        on crossing.{date} > told.as_of_date
        and crossing.{date} <= told.as_of_date + 30
        and crossing.calendar_year = year(told.as_of_date)
        and crossing.order_basis = 'received'
    left join mart.forecast_outcome
        on forecast_outcome.amount_category = $amount
        and forecast_outcome.as_of_date = told.as_of_date
        and forecast_outcome.beneficiary_key = crossing.beneficiary_key
        and forecast_outcome.pool = crossing.pool
"""


def tell_record(kind: str, paths: list[Path]) -> Iterator[Figure]:
    """The figures of both amounts, over the warehouses of one kind of practice together."""
    for amount, name in AMOUNTS.items():
        parts = [_ask(path, _MATURED, {"amount": amount}).assign(practice=place) for place, path in enumerate(paths)]
        whole = pd.concat(parts, ignore_index=True)
        about = f"{kind}, {name}"
        yield Figure(f"{about}: forecasts", len(whole), "forecasts", None)
        yield Figure(f"{about}: observed over expected", whole["came"].sum() / whole["chance"].sum(), "times", None)
        for quarter, rows in whole.groupby("quarter"):
            yield from _tell_quarter(f"{about}, quarter {quarter}", rows)
        # the first January of a practice has no earlier one to learn from
        for year, rows in whole[whole["quarter"] == 1].groupby("calendar_year"):
            yield from _tell_quarter(f"{about}, quarter 1 of {year}", rows)
        yield from _tell_reach(about, amount, paths)
        yield from _tell_rival(about, parts)


def _ask(path: Path, sql: str, parameters: dict[str, object]) -> pd.DataFrame:
    with duckdb.connect(str(path), read_only=True) as warehouse:
        return warehouse.execute(sql, parameters).df()


def _tell_quarter(about: str, rows: pd.DataFrame) -> Iterator[Figure]:
    score = score_forecasts(rows["chance"], rows["came"], rows["who"] + rows["practice"].astype(str))
    yield Figure(f"{about}: crossings that occurred", score.events, "forecasts", None)
    yield Figure(f"{about}: observed over expected", score.events / score.expected, "times", None)
    if np.isfinite(score.slope):
        yield Figure(f"{about}: calibration slope", score.slope, "", None)


def _tell_reach(about: str, amount: str, paths: list[Path]) -> Iterator[Figure]:
    """Of all crossings in the 30 days after a month end, how many were on the list with at least 30 percent."""
    sql = _REACH.format(date="kx_crossing_date" if amount == "kx" else "medical_review_crossing_date")
    found = [_ask(path, sql, {"amount": amount, "least": REACHED}).iloc[0] for path in paths]
    crossings, reached = (int(sum(row.iloc[place] for row in found)) for place in (0, 1))
    yield Figure(f"{about}: crossings in the 30 days after a month end", crossings, "crossings", None)
    yield Figure(f"{about}: of these listed with at least 30%", 100 * reached / max(crossings, 1), "%", None)


def _tell_rival(about: str, parts: list[pd.DataFrame]) -> Iterator[Figure]:
    """The Brier score of the model over that of the logistic regression, on the rows that both forecast."""
    rivals = [_forecast_by_logistic(rows) for rows in parts]
    both = pd.concat([rows.assign(rival=rival)[np.isfinite(rival)] for rows, rival in zip(parts, rivals, strict=True)])
    yield Figure(f"{about}: forecasts that the logistic regression makes too", len(both), "forecasts", None)
    if both.empty:
        return
    own, other = (((both[name] - both["came"]) ** 2).mean() for name in ("chance", "rival"))
    yield Figure(f"{about}: Brier score over that of the logistic regression", own / other, "times", None)


def _forecast_by_logistic(rows: pd.DataFrame) -> np.ndarray:
    """Three terms: dollars left, days left at the same pace, visits so far; fitted to what had matured by each date."""
    terms = [np.ones(len(rows)), np.log1p(rows["missing_cents"] / 100), np.log(rows["pace_days"].clip(1, 2000))]
    design = np.column_stack([*terms, np.log1p(rows["visits"])])
    came, day = rows["came"].to_numpy(), rows["as_of_date"].to_numpy("datetime64[D]").astype(np.int64)
    found = np.full(len(rows), np.nan)
    for today in np.unique(day):
        earlier = day + _DAYS + _REPORTING_DAYS <= today
        if came[earlier].sum() >= _FEWEST_EVENTS:
            fit = fit_logistic(design[earlier], came[earlier], np.zeros(4), 1e-6)
            found[day == today] = expit(design[day == today] @ fit)
    return found
