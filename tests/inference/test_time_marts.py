"""The marts of time to threshold hold every choice of the filters, and each is what a dull recount gives."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from sksurv.nonparametric import cumulative_incidence_competing_risks

from pipelines.inference import time_comparison, time_curve, time_summary
from tests.builders import claim, line, npi, prior_use, remittance
from tests.scenarios import expect, told

Row = dict[str, Any]
FILTERS = ("pool", "payee_npi", "provider_npi")
PARAMETERS = pa.table({"parameter_name": ["time_minimum_at_risk", "time_minimum_events"], "parameter_value": [3, 5]})
ALL_OF_2026 = "first_year = 2026 and coalesce(pool, payee_npi, provider_npi) is null"
YEARS = (2024, 2025)
PERIODS = pa.table(
    {
        "period_code": ["2024", "2025", "all", "2025-03"],
        "first_month": [date(2024, 1, 1), date(2025, 1, 1), date(2024, 1, 1), date(2025, 3, 1)],
        "last_month": [date(2024, 12, 1), date(2025, 12, 1), date(2025, 12, 1), date(2025, 3, 1)],
    }
)


@pytest.fixture(scope="module")
def tables() -> dict[str, pa.Table]:
    """120 accounts in two pools and years, each with up to two providers of two clinics; what is inferred from them."""
    random = np.random.default_rng(3)
    accounts: list[Row] = []
    links: list[Row] = []
    for number in range(120):
        key: Row = {"beneficiary_key": f"b{number // 3:03}", "pool": "OT" if number % 3 == 2 else "PT_SLP"}
        key["calendar_year"] = YEARS[number % 3 == 1]
        accounts += [make_account(key, threshold, random) for threshold in ("kx", "medical_review")]
        for provider in sorted({int(each) for each in random.integers(0, 4, 2)}):
            links.append(key | {"provider_npi": f"p{provider}", "payee_npi": f"c{provider // 3}"})
    links.append(links[0] | {"payee_npi": "c1"})
    read = (pa.Table.from_pylist(accounts), pa.Table.from_pylist(links), PERIODS, PARAMETERS)
    inferred = {module.__name__.rpartition(".")[2]: module.infer(*read) for module in (time_curve, time_summary)}
    return inferred | {"accounts": read[0], "links": read[1], "time_comparison": time_comparison.infer(*read)}


def make_account(key: Row, threshold: str, random: np.random.Generator) -> Row:
    entry, days = int(random.integers(0, 200)), int(random.integers(0, 60))
    category = str(
        random.choice(["crossed", "ended", "censored", "passed_elsewhere", "too_new"], p=[0.4, 0.3, 0.2, 0.05, 0.05])
    )
    watched = category in ("crossed", "ended", "censored")
    return key | {
        "threshold_category": threshold,
        "exit_category": category,
        "exit_days": days if watched else None,
        "exit_visits": days // 3 + 1 if watched else None,
        "entry_calendar_days": entry if watched else None,
        "exit_calendar_days": entry + days + 1 if watched else None,
        "crossing_date": date(2025, 1, 1) + timedelta(entry + days) if category in ("crossed", "too_new") else None,
    }


def find_accounts(tables: dict[str, pa.Table], choice: Row) -> list[Row]:
    """The dull way: the accounts of the years and pool with one link that has both the clinic and the provider."""
    keys = ("beneficiary_key", "pool", "calendar_year")
    linked = {
        tuple(link[name] for name in keys)
        for link in tables["links"].to_pylist()
        if all(choice[name] in (None, link[name]) for name in FILTERS)
    }
    return [
        row
        for row in tables["accounts"].to_pylist()
        if tuple(row[name] for name in keys) in linked
        and choice["first_year"] <= row["calendar_year"] <= choice["last_year"]
        and row["threshold_category"] == choice["threshold_category"]
    ]


def test_each_choice_is_there_once_for_each_clock_and_amount(tables: dict[str, pa.Table]) -> None:
    rows = tables["time_summary"].to_pylist()
    choices = {tuple(row[name] for name in ("first_year", "last_year", *FILTERS)) for row in rows}
    assert len(rows) == 6 * len(choices)
    assert {(2024, 2024, None, None, None), (2024, 2025, "OT", "c0", "p1")} <= choices
    assert {choice[:2] for choice in choices} == {(2024, 2024), (2024, 2025), (2025, 2025)}
    assert ("c1", "p3") in {choice[3:] for choice in choices}
    assert ("c0", "p3") not in {choice[3:] for choice in choices}


def test_each_choice_counts_its_accounts(tables: dict[str, pa.Table]) -> None:
    for row in tables["time_summary"].to_pylist():
        found = [account["exit_category"] for account in find_accounts(tables, row)]
        assert row["patients"] == sum(category in ("crossed", "ended", "censored") for category in found)
        assert [row["passed_elsewhere"], row["too_new"]] == [found.count("passed_elsewhere"), found.count("too_new")]
        assert row["crossed_later"] == found.count("too_new")
        assert row["patients"] == row["crossed"] + row["ended"] + row["censored"] + row["left_before"]
        if row["clock_category"] != "calendar":
            assert row["left_before"] == 0


def test_each_curve_is_that_of_its_accounts(tables: dict[str, pa.Table]) -> None:
    curves = tables["time_curve"].to_pandas()
    names = ["curve_ordinal", "threshold_category", "clock_category"]
    by_curve = dict(iter(curves.groupby(names)))
    codes = {"crossed": 1, "ended": 2, "censored": 0}
    for row in tables["time_summary"].to_pylist():
        found = [each for each in find_accounts(tables, row) if each["exit_category"] in codes]
        event = np.array([codes[each["exit_category"]] for each in found])
        if row["clock_category"] == "calendar" or not {1, 2} <= set(event):
            continue
        time = np.array([each[f"exit_{row['clock_category']}"] for each in found], float)
        times, shares = cumulative_incidence_competing_risks(event, time)
        curve = by_curve[tuple(row[name] for name in names)]
        place = np.searchsorted(times, curve["elapsed"], side="right") - 1
        expected = np.where(place >= 0, shares[1][place], 0)
        np.testing.assert_allclose(curve["crossed_ratio"], expected, atol=1e-9)
        assert list(curve["crossed_so_far"]) == [int((time[event == 1] <= t).sum()) for t in curve["elapsed"]]
        assert list(curve["at_risk"]) == [int((time >= t).sum()) for t in curve["elapsed"]]
        half = times[shares[1] >= 0.5 - 1e-12]
        assert row["median_elapsed"] == (half[0] if len(half) else None)


def test_groups_of_a_comparison_are_the_parts_of_the_choice(tables: dict[str, pa.Table]) -> None:
    rows = tables["time_comparison"].to_pylist()
    assert {row["compare_category"] for row in rows} == {"pool", "clinic", "provider", "year"}
    assert all(0 <= row["p_value_ratio"] <= 1 and row["crossed"] >= 10 for row in rows)
    whole = [row for row in rows if row["threshold_category"] == "kx" and all(row[name] is None for name in FILTERS)]
    providers = [row for row in whole if row["compare_category"] == "provider" and row["last_year"] == 2025]
    assert {row["groups"] + row["groups_left_out"] for row in providers} == {4}
    assert all(row["shared_patients"] > 0 for row in providers)
    assert all(row["shared_patients"] == 0 for row in whole if row["compare_category"] in ("pool", "year"))


def test_an_empty_home_has_no_curve() -> None:
    with told() as warehouse:
        for table in ("time_account", "time_curve", "time_summary", "time_comparison"):
            assert warehouse.execute(f"select count(*) from mart.{table}").fetchone() == (0,)


def test_one_account_is_a_curve_of_one_point_and_too_few_for_the_calendar() -> None:
    files = remittance(claim("I1", line(allowed=300_000), provider=npi(5)))
    with told(files, as_of="2026-06-01") as warehouse:
        expect(
            warehouse,
            "mart.time_summary",
            """
            clock_category | patients | crossed | left_before | median_elapsed | median_upper_elapsed | crossed_ratio
            days           | 1        | 1       | 0           | 0              | -                    | 1
            visits         | 1        | 1       | 0           | 1              | -                    | 1
            calendar       | 1        | 0       | 1           | -              | -                    | -
            """,
            f"{ALL_OF_2026} and threshold_category = 'kx'",
        )
        assert warehouse.execute("select count(*) from mart.time_comparison").fetchone() == (0,)


def test_those_who_passed_by_prior_use_are_counted_beside_an_empty_curve() -> None:
    with told(remittance(claim("I1", line())), prior_use(400_000, "2026-01-01"), as_of="2026-06-01") as warehouse:
        expect(
            warehouse,
            "mart.time_summary",
            "patients | passed_elsewhere | last_elapsed\n 0 | 1 | -",
            f"{ALL_OF_2026} and threshold_category = 'kx' and clock_category = 'days'",
        )
