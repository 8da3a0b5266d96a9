"""The dollars of the denials page are those of the marts, however they are split."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.dashboard.sample_practice import ask, ask_query

SINCE = date(2026, 9, 30)
AMOUNTS = ["expected_cents", "recovered_cents", "open_cents", "expired_cents"]
LISTED = {"recovered": "recovered_expected_cents", "open": "open_cents", "expired": "expired_cents"}


def sums(frame: pd.DataFrame) -> list[int]:
    return [int(frame[column].sum()) for column in AMOUNTS]


def leakage(practice_home: Path, **where: Any) -> list[int]:
    """The same sums straight from mart.leakage_by_month."""
    found = ask(
        practice_home,
        "select * from mart.leakage_by_month where denial_category <> 'signed_notice' "
        "and ($category is null or denial_category = $category)",
        category=where.get("category"),
    ).rename(columns={"expected_allowed_cents": "expected_cents"})
    return sums(found)


@pytest.mark.parametrize("category", [None, "missing_kx", "documentation"])
def test_the_waterfall_equals_the_leakage_mart(practice_home: Path, category: str | None) -> None:
    totals = ask_query(practice_home, "denial_totals", category=category, since_date=SINCE)
    assert sums(totals) == leakage(practice_home, category=category)
    assert sums(totals)[0] == sum(sums(totals)[1:]) > 0


@pytest.mark.parametrize("query_name", ["denial_months", "denial_categories"])
def test_months_and_reasons_add_up_to_the_mart(practice_home: Path, query_name: str) -> None:
    assert sums(ask_query(practice_home, query_name)) == leakage(practice_home)


@pytest.mark.parametrize("state", list(LISTED))
def test_a_list_adds_up_to_its_bar(practice_home: Path, state: str) -> None:
    totals = ask_query(practice_home, "denial_totals", category="missing_kx", since_date=SINCE).iloc[0]
    listed = ask_query(practice_home, "denial_services", category="missing_kx", state=state)
    assert len(listed) == totals[state] > 0
    assert listed[LISTED[state]].sum() == totals[f"{state}_cents"]


def test_the_list_of_all_leaves_duplicates_out(practice_home: Path) -> None:
    totals = ask_query(practice_home, "denial_totals", since_date=SINCE).iloc[0]
    assert len(ask_query(practice_home, "denial_services", state="counted")) == totals["services"]
    assert len(ask_query(practice_home, "denial_services", state="duplicate")) == totals["duplicates"] > 0


@pytest.mark.parametrize("category", [None, "missing_kx"])
def test_signed_notices_stand_beside(practice_home: Path, category: str | None) -> None:
    totals = ask_query(practice_home, "denial_totals", category=category, since_date=SINCE).iloc[0]
    listed = ask_query(practice_home, "denial_services", category=category, state="signed_notice")
    assert len(listed) == totals["signed_notices"] > 0
    assert listed["expected_allowed_cents"].sum() == totals["signed_notice_cents"]
    counted = ask_query(practice_home, "denial_services", category=category, state="counted")
    assert not set(listed["service_line_key"]) & set(counted["service_line_key"])


def test_signed_notices_do_not_stand_beside_other_reasons(practice_home: Path) -> None:
    totals = ask_query(practice_home, "denial_totals", category="documentation", since_date=SINCE).iloc[0]
    assert totals["signed_notices"] == 0


def test_a_month_of_the_bars_lists_what_it_counts(practice_home: Path) -> None:
    for month in ask_query(practice_home, "denial_months", category="missing_kx").itertuples():
        listed = ask_query(
            practice_home, "denial_services", category="missing_kx", state="counted", month=month.first_denied_month
        )
        assert len(listed) == month.services
        assert listed["expected_allowed_cents"].sum() == month.expected_cents


def test_open_services_stand_by_deadline(practice_home: Path) -> None:
    listed = ask_query(practice_home, "denial_services", state="open")
    assert listed["reopening_deadline"].is_monotonic_increasing


def test_a_life_tells_every_answer_and_starts_with_the_denial(practice_home: Path) -> None:
    for service in (
        ask_query(practice_home, "denial_services", category="missing_kx", state="recovered").head(10).itertuples()
    ):
        events = ask_query(practice_home, "denial_life", service_line_key=service.service_line_key)
        assert events["is_denied"].sum() == service.times_denied
        assert not events["is_denied"].all()


def test_leakage_of_the_month_before_is_what_was_lost_by_then(practice_home: Path) -> None:
    found = ask(
        practice_home,
        "select coalesce(sum(expected_allowed_cents), 0) as cents from mart.denial where is_loss and "
        "first_denied_date <= $since and not coalesce(recovered_date <= $since, false)",
        since=SINCE,
    )
    assert ask_query(practice_home, "denial_totals", since_date=SINCE)["earlier_leakage_cents"].iloc[0] == int(
        found["cents"].iloc[0]
    )
