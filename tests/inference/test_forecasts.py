"""Forecasts of a practice: what is frozen, how it is scored, who crosses next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import duckdb
import pyarrow as pa
import pytest

from pipelines.inference._forecast_record import find_shown
from tests.builders import claim, line, remittance
from tests.inference.practice import write_practice
from tests.scenarios import told
from tests.warehouses import build_some_in_memory


@pytest.fixture(scope="module")
def warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    tables = ("outcome", "score", "reliability")
    wanted = [f"mart.forecast_{name}" for name in tables] + ["mart.crossing_forecast", "mart.threshold_crossing"]
    with closing(build_some_in_memory([("practice.csv", write_practice())], wanted)) as connection:
        yield connection


def _ask(warehouse: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return warehouse.execute(sql).fetchall()


def test_every_closed_month_is_frozen_once_there_is_experience(warehouse: duckdb.DuckDBPyConnection) -> None:
    first, last, months = _ask(
        warehouse, "select min(as_of_date), max(as_of_date), count(distinct as_of_date) from mart.forecast_outcome"
    )[0]
    assert last == date(2026, 9, 30)
    assert isinstance(first, date)
    assert first <= date(2024, 9, 30)
    assert isinstance(months, int)
    assert months >= 24


def test_probabilities_grow_with_the_horizon_and_stay_unsure(warehouse: duckdb.DuckDBPyConnection) -> None:
    for table in ("mart.forecast_outcome", "mart.crossing_forecast"):
        wrong = (
            "not (within_0_ratio between 0.01 and within_14_ratio and within_14_ratio <= within_30_ratio"
            " and within_30_ratio <= within_60_ratio"
            " and within_60_ratio <= this_year_ratio and this_year_ratio <= 0.99)"
        )
        assert _ask(warehouse, f"select count(*) from {table} where {wrong}") == [(0,)]
        assert _ask(warehouse, f"select count(*) > 10 from {table}") == [(True,)]


def test_todays_list_is_the_open_accounts_that_are_not_over(warehouse: duckdb.DuckDBPyConnection) -> None:
    """The contract's open patients, against mart.threshold_crossing; visits and dollars are theirs."""
    for amount, limit in (("kx", "kx_threshold_cents"), ("medical_review", "medical_review_cents")):
        mine = f"select beneficiary_key, pool, visits, accrued_cents, {limit} - accrued_cents as missing_cents"
        listed = _ask(
            warehouse,
            "select beneficiary_key, pool, visits, accrued_cents, missing_cents from mart.crossing_forecast"
            f" where amount_category = '{amount}' order by all",
        )
        open_accounts = _ask(
            warehouse,
            f"{mine} from mart.threshold_crossing where is_open and order_basis = 'received'"
            f" and accrued_cents <= {limit} order by all",
        )
        assert listed == open_accounts
        assert listed


def test_what_came_is_known_only_after_the_allowance(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Data through October 28: 30 days and 90 more end with June 30."""
    newest = "select max(as_of_date) from mart.forecast_outcome where is_within_{} is not null"
    assert _ask(warehouse, newest.format(30)) == [(date(2026, 6, 30),)]
    assert _ask(warehouse, newest.format(60)) == [(date(2026, 5, 31),)]
    wrong = "is_within_30 <> coalesce(crossed_date <= least(as_of_date + 30, make_date(calendar_year, 12, 31)), false)"
    assert _ask(warehouse, f"select count(*) from mart.forecast_outcome where {wrong}") == [(0,)]


def test_the_score_counts_what_the_outcomes_count(warehouse: duckdb.DuckDBPyConnection) -> None:
    scored = _ask(
        warehouse,
        "select forecasts, crossings, round(expected_factor, 6), round(brier_ratio, 9), round(naive_brier_ratio, 9),"
        " can_tell from mart.forecast_score where amount_category = 'kx' and horizon_days = 30",
    )
    came = "cast(is_within_30 as integer)"
    end = "least(as_of_date + 30, make_date(calendar_year, 12, 31))"
    counted = _ask(
        warehouse,
        f"select count(*), sum({came}), round(sum(within_30_ratio), 6), round(avg((within_30_ratio - {came}) ** 2), 9),"
        f" round(avg(cast(coalesce(even_pace_date <= {end}, false) <> is_within_30 as integer)), 9), true"
        " from mart.forecast_outcome where amount_category = 'kx' and is_within_30 is not null",
    )
    assert scored == counted
    bands = _ask(
        warehouse,
        "select sum(forecasts), sum(crossings) from mart.forecast_reliability"
        " where amount_category = 'kx' and horizon_days = 30",
    )
    assert bands == [scored[0][:2]]


def test_an_earlier_state_of_knowledge_makes_the_same_forecasts(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Frozen at the end of June 2025, with all files or with those of then: no forecast knows what came later."""
    frozen = "select * exclude (crossed_date, is_within_0, is_within_14, is_within_30, is_within_60)"
    frozen += " from mart.forecast_outcome where as_of_date <= date '2025-06-30' order by all"
    with told(write_practice(), as_of="2025-07-20") as earlier:
        assert _ask(earlier, frozen) == _ask(warehouse, frozen)
    with told(write_practice(lambda paid, patient: paid <= "2025-07-20")) as earlier:
        assert _ask(earlier, frozen) == _ask(warehouse, frozen)


@pytest.mark.parametrize(("expected", "is_shown"), [(75, True), (74, False), (133, True), (134, False)])
def test_an_amount_whose_forecasts_were_far_off_shows_no_probability(expected: int, is_shown: bool) -> None:
    """Of 200 forecasts of one half, 100 are expected; shown from 75 to 133 percent of that."""
    made = pa.table(
        {
            "amount_category": ["kx"] * 200 + ["medical_review"],
            "within_30_ratio": [0.5] * 200 + [0.5],
            "is_within_30": [place < expected for place in range(200)] + [None],
        }
    )
    rules = {"forecast_minimum_events": 50, "forecast_least_percent": 75, "forecast_most_percent": 133}
    assert find_shown(made, rules) == [is_shown, False]


def test_with_few_crossings_the_list_says_how_far_and_no_more() -> None:
    with told(write_practice(lambda paid, patient: patient < "OTHER00080")) as small:
        told_rows = _ask(small, "select count(*), count(within_30_ratio), count(within_0_ratio), bool_or(can_tell),"
                         " count(missing_cents) from mart.crossing_forecast")  # fmt: skip
        count, *rest = told_rows[0]
        assert rest == [0, 0, False, count]
        assert count
        assert _ask(small, "select bool_or(can_tell), count(*) from mart.forecast_score") == [(False, 8)]


def test_one_claim_is_listed_and_forecasts_nothing() -> None:
    with told(remittance(claim("I1", line()))) as one:
        assert _ask(one, "select count(*) from mart.forecast_outcome") == [(0,)]
        listed = "select amount_category, visits, missing_cents, pace_days, within_30_ratio, can_tell"
        assert _ask(one, f"{listed} from mart.crossing_forecast order by all") == [
            ("kx", 1, 238_000, None, None, False),
            ("medical_review", 1, 290_000, None, None, False),
        ]
        assert _ask(one, "select sum(forecasts), bool_or(can_tell) from mart.forecast_score") == [(0, False)]
