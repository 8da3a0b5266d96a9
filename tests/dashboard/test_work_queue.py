"""A queue of work: what its tabs hold, how it is ordered and ranked, and what it says of an empty tab."""

from typing import Any

import pandas as pd
import pytest

from dashboard.components.work_queue import Order, QueueRules, WorkQueue, list_orders, rank_rows, say_tab, split_tabs

RULES = QueueRules(soon_days=30, later_days=60, highest_rows=2)
QUEUE = WorkQueue(
    name="claims", address="claim", item="claim", key="claim_key", value="open_cents", value_words="estimated",
    columns=("open_cents",),
    orders={
        "likely": Order("Likely", "likely_cents", is_largest_first=True),
        "deadline": Order("Deadline", "days_left"),
        "value": Order("Dollars", "open_cents", is_largest_first=True),
    },
)  # fmt: skip


def claims(**columns: list[Any]) -> pd.DataFrame:
    days = columns.get("days_left", [30, 31, 60, 61, -1, None])
    base = {
        "claim_key": list("abcdef")[: len(days)],
        "days_left": pd.array(days, dtype="Int64"),
        "open_cents": [100, 900, 0, 400, 5_000, 7_000][: len(days)],
        "likely_cents": pd.array([5, 5, 9, None, None, 1][: len(days)], dtype="Int64"),
    }
    return pd.DataFrame(base)


def keys(found: pd.DataFrame) -> str:
    return "".join(found["claim_key"])


def test_a_day_on_the_limit_is_within_and_the_longer_time_holds_the_shorter() -> None:
    tabs = split_tabs(QUEUE, claims(), RULES)
    assert (keys(tabs["soon"]), keys(tabs["later"]), keys(tabs["all"])) == ("a", "abc", "abcdef")


def test_the_highest_are_worth_something_and_can_still_be_filed() -> None:
    assert keys(split_tabs(QUEUE, claims(), RULES)["highest"]) == "bd"


def test_the_last_day_itself_is_still_in_time() -> None:
    assert keys(split_tabs(QUEUE, claims(days_left=[0]), RULES)["soon"]) == "a"


def test_a_queue_without_deadlines_has_no_tabs_for_them() -> None:
    queue = WorkQueue(**{**QUEUE.__dict__, "tabs": ("highest", "all")})
    tabs = split_tabs(queue, claims().drop(columns="days_left"), RULES)
    assert list(tabs) == ["highest", "all"]
    assert keys(tabs["highest"]) == "fe"


def test_ranks_are_within_what_is_shown_and_equal_rows_keep_their_order() -> None:
    ranked = rank_rows(claims(), QUEUE.orders["likely"])
    assert keys(ranked) == "cabfde"
    assert list(ranked["place"]) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("tab", "first"), [("soon", "deadline"), ("later", "deadline"), ("highest", "value"), ("all", "likely")]
)
def test_each_tab_has_an_order_of_its_own(tab: str, first: str) -> None:
    orders = list_orders(QUEUE, tab)
    assert orders[0] == first
    assert sorted(orders) == sorted(QUEUE.orders)


@pytest.mark.parametrize(
    ("days", "tab", "said"),
    [
        ([5], "soon", "**1 claim, $1.00** estimated. Select a row to open it."),
        ([61, 90], "soon", "No claims expire within 30 days; 2 expire later."),
        ([61, None], "later", "No claims expire within 60 days; 1 expires later. 1 claim has no deadline ahead."),
        ([40], "all", "No claims expire within 30 days; 1 expires later. **1 claim, $1.00** estimated."),
    ],
)
def test_an_empty_tab_says_what_there_is_instead(days: list[Any], tab: str, said: str) -> None:
    tabs = split_tabs(QUEUE, claims(days_left=days), RULES)
    assert say_tab(QUEUE, tabs, tab, RULES).startswith(said)
