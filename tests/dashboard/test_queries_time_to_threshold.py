"""The time page reads what the marts hold: one row a choice, parts that add up, points that list their people."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.warehouse import PARAMETER, query_text
from tests.dashboard.sample_practice import ask, ask_query

OUTCOMES = ("crossed", "ended", "censored")
CHOICE = {"threshold": "kx", "clock": "days", "compare": "all"}


def summary(home: Path, **asked: Any) -> pd.DataFrame:
    return ask_query(home, "time_summary", **CHOICE | asked)


def curve(home: Path, **asked: Any) -> pd.DataFrame:
    ordinal = int(summary(home, **asked)["curve_ordinal"].iloc[0])
    return ask_query(home, "time_curve", **CHOICE | asked, curve_ordinal=ordinal)


def first_code(home: Path, column: str) -> str:
    return str(ask(home, f"select min({column}) from mart.crossing_provider").iloc[0, 0])


@pytest.mark.parametrize("clock", ["days", "visits", "calendar"])
@pytest.mark.parametrize("threshold", ["kx", "medical_review"])
def test_everyone_is_counted_once(practice_home: Path, clock: str, threshold: str) -> None:
    everyone = summary(practice_home, clock=clock, threshold=threshold)
    tally = ask(
        practice_home,
        "select exit_category, count(*) as accounts from mart.time_account "
        "where threshold_category = $threshold group by all",
        threshold=threshold,
    ).set_index("exit_category")["accounts"]
    assert len(everyone) == 1
    row = everyone.iloc[0]
    assert row["patients"] == sum(tally.get(outcome, 0) for outcome in OUTCOMES)
    assert row["patients"] == row["crossed"] + row["ended"] + row["censored"] + row["left_before"]
    assert row["too_new"] == tally.get("too_new", 0)
    last = curve(practice_home, clock=clock, threshold=threshold).iloc[-1]
    assert [last[f"{outcome}_so_far"] for outcome in OUTCOMES] == [row[outcome] for outcome in OUTCOMES]
    assert last["crossed_ratio"] == row["crossed_ratio"]


@pytest.mark.parametrize(
    "filters", [{}, {"first_year": 2026, "last_year": 2026}, {"pool": "OT"}, {"payee_npi": "?"}, {"provider_npi": "?"}]
)
@pytest.mark.parametrize("clock", ["days", "visits", "calendar"])
def test_a_clicked_point_lists_as_many_as_the_curve_counts(
    practice_home: Path, filters: dict[str, Any], clock: str
) -> None:
    asked = {name: first_code(practice_home, name) if code == "?" else code for name, code in filters.items()}
    start = summary(practice_home, clock=clock, **asked)["start_elapsed"].iloc[0]
    points = curve(practice_home, clock=clock, **asked)
    assert len(points) > 0 or pd.isna(start)  # a group of few patients has no curve by date
    for row in points.iloc[:: max(len(points) // 5, 1)].itertuples():
        limits = {"up_to": int(str(row.elapsed)), "since": int(start) if clock == "calendar" else None}
        listed = ask_query(
            practice_home, "time_accounts", **CHOICE | {"clock": clock}, outcome="crossed", **limits, **asked
        )
        assert len(listed) == row.crossed_so_far


def test_the_marts_of_the_calendar_and_the_accounts_agree_on_who_left_before(practice_home: Path) -> None:
    row = summary(practice_home, clock="calendar").iloc[0]
    asked = CHOICE | {"clock": "calendar", "since": int(row["start_elapsed"])}
    assert len(ask_query(practice_home, "time_accounts", **asked, outcome="left_before")) == row["left_before"]
    for outcome in OUTCOMES:
        assert len(ask_query(practice_home, "time_accounts", **asked, outcome=outcome)) == row[outcome]


@pytest.mark.parametrize("compare", ["pool", "year"])
def test_pools_and_years_together_are_everyone(practice_home: Path, compare: str) -> None:
    groups = summary(practice_home, compare=compare)
    assert len(groups) > 1
    assert groups["patients"].sum() == summary(practice_home)["patients"].iloc[0]


@pytest.mark.parametrize(("compare", "column"), [("clinic", "payee_npi"), ("provider", "provider_npi")])
def test_a_patient_of_two_clinics_or_providers_counts_with_both(practice_home: Path, compare: str, column: str) -> None:
    groups = summary(practice_home, compare=compare)
    found = ask(practice_home, f"select count(distinct {column}) from mart.crossing_provider").iloc[0, 0]
    assert len(groups) == found
    for row in groups.itertuples():
        listed = ask_query(practice_home, "time_accounts", **CHOICE, **{column: row.group_name}, outcome="crossed")
        assert len(listed) == row.crossed


def test_a_comparison_is_of_the_choice_that_the_filters_make(practice_home: Path) -> None:
    every = ask(practice_home, "from mart.time_comparison")
    assert len(every) > 0
    for row in every.to_dict("records"):
        names = ("first_year", "last_year", "pool", "payee_npi", "provider_npi")
        filters = {name: None if pd.isna(row[name]) else row[name] for name in names}
        filters |= {"clock": row["clock_category"], "threshold": row["threshold_category"]}
        again = ask_query(practice_home, "time_comparison", **filters, compare=row["compare_category"])
        assert again["log_rank_score"].tolist() == [row["log_rank_score"]]


def test_no_query_of_the_page_asks_for_a_payer() -> None:
    for name in ("time_summary", "time_curve", "time_comparison", "time_accounts"):
        assert "payer_name" not in PARAMETER.findall(query_text(name))
