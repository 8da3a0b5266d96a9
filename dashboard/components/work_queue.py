"""A queue of work: tabs by deadline and value, an order, ranks within what is shown, and one row opened inside."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.components.export_scope import narrowed_to
from dashboard.components.table import name_grid, show_table
from dashboard.components.table_download import KEY
from dashboard.formats import format_count, format_dollars
from dashboard.lookups import read_rule
from dashboard.state.url_choice import Switch, go_to, read_row, settle_row

SOON, LATER, HIGHEST, ALL = "soon", "later", "highest", "all"
WITH_DEADLINE, WITHOUT_DEADLINE = (SOON, LATER, HIGHEST, ALL), (HIGHEST, ALL)


@dataclass(frozen=True)
class Order:
    """One order of a queue: its words, the column, and whether the largest come first."""

    words: str
    column: str
    is_largest_first: bool = False


@dataclass(frozen=True)
class WorkQueue:
    """`name`: part of keys and downloads; `address`: word of an open row in the address; `item`: one row in words.

    `key` and `value` are columns, `value_words` says what the dollars are. `orders`: word in the address -> order,
    among them 'value' and, with a deadline (column `days_left`), 'deadline'; the first one is that of all rows.
    """

    name: str
    address: str
    item: str
    key: str
    value: str
    value_words: str
    columns: tuple[str, ...]
    orders: Mapping[str, Order]
    tabs: tuple[str, ...] = WITH_DEADLINE

    def count(self, number: int) -> str:
        """A number of rows, '3 claims'."""
        return format_count(number, self.item)


@dataclass(frozen=True)
class QueueRules:
    """The numbers of the tabs, from the reference tables."""

    soon_days: int
    later_days: int
    highest_rows: int


def read_queue_rules() -> QueueRules:
    """The numbers as the warehouse has them."""
    return QueueRules(*map(read_rule, ("queue_soon_days", "queue_later_days", "queue_highest_rows")))


def split_tabs(queue: WorkQueue, found: pd.DataFrame, rules: QueueRules) -> dict[str, pd.DataFrame]:
    """The rows of each tab. What expires within the longer time holds what expires within the shorter."""
    worth = found[found[queue.value].fillna(0) > 0]
    if SOON not in queue.tabs:
        return {HIGHEST: _take_highest(queue, worth, rules), ALL: found}
    in_time = found["days_left"].fillna(-1) >= 0
    return {
        SOON: found[in_time & (found["days_left"] <= rules.soon_days)],
        LATER: found[in_time & (found["days_left"] <= rules.later_days)],
        HIGHEST: _take_highest(queue, worth[in_time.loc[worth.index]], rules),
        ALL: found,
    }


def _take_highest(queue: WorkQueue, worth: pd.DataFrame, rules: QueueRules) -> pd.DataFrame:
    return worth.sort_values(queue.value, ascending=False, kind="stable").head(rules.highest_rows)


def name_tabs(rules: QueueRules) -> dict[str, str]:
    """The tabs in words."""
    return {
        SOON: f"Expiring within {rules.soon_days} days",
        LATER: f"Within {rules.later_days} days",
        HIGHEST: "Highest value",
        ALL: "All",
    }


def show_queue(queue: WorkQueue, found: pd.DataFrame, alt: str) -> "pd.Series | None":
    """The tabs with their counts, the rows of one in the chosen order, and the row that is open, if any.

    Tab, order and open row are in the address as ?tab=, ?sort= and the word of the queue.
    """
    rules = read_queue_rules()
    tabs = split_tabs(queue, found, rules)
    titles = {name: f"{words} · {len(tabs[name]):,}" for name, words in name_tabs(rules).items() if name in tabs}
    first = next(name for name in (SOON, LATER, ALL) if name == ALL or len(tabs.get(name, ())))
    tab = Switch(f"{queue.name}_tab", titles, "tab", default=first).show("Which ones", is_labelled=False)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.markdown(say_tab(queue, tabs, tab, rules).replace("$", "\\$"), width="content")
        named = {name: queue.orders[name].words for name in list_orders(queue, tab)}
        order = Switch(f"{queue.name}_sort_{tab}", named, "sort").show_list("Sort by", width=220)
    if tabs[tab].empty:
        return None
    listed = rank_rows(tabs[tab], queue.orders[order])
    columns = [column for column in ("place", *queue.columns) if column in listed]
    name, keys = f"{queue.name}_{tab}_{order}", list(map(str, listed[queue.key]))
    settle_row(name_grid(name), queue.address, keys)
    with narrowed_to(Queue=titles[tab].partition(" · ")[0], Sort=queue.orders[order].words):
        row = show_table(listed[columns], name, alt=alt, is_selectable=True, keys=listed.get(KEY))
    return _read_open_row(queue, found, None if row is None else keys[row])


def list_orders(queue: WorkQueue, tab: str) -> list[str]:
    """The orders of a tab, its own first: what expires by deadline, the highest by dollars."""
    own = {SOON: "deadline", LATER: "deadline", HIGHEST: "value"}.get(tab, next(iter(queue.orders)))
    return sorted(queue.orders, key=lambda name: name != own)


def rank_rows(found: pd.DataFrame, order: Order) -> pd.DataFrame:
    """The rows in one order, equal ones as they came, numbered from 1 in `place`."""
    listed = found.sort_values(order.column, ascending=not order.is_largest_first, na_position="last", kind="stable")
    return listed.assign(place=range(1, len(listed) + 1)).reset_index(drop=True)


def say_tab(queue: WorkQueue, tabs: Mapping[str, pd.DataFrame], tab: str, rules: QueueRules) -> str:
    """How many rows and dollars the tab holds; of an empty one, what there is instead."""
    shown, every = tabs[tab], tabs[ALL]
    if len(shown):
        total = format_dollars(int(shown[queue.value].fillna(0).sum()))
        soon = tabs.get(SOON)
        none_soon = soon is not None and soon.empty and tab == ALL
        lead = f"{_say_none_soon(queue, every, rules.soon_days)} " if none_soon else ""
        return f"{lead}**{queue.count(len(shown))}, {total}** {queue.value_words}. Select a row to open it."
    if tab in (SOON, LATER):
        return _say_none_soon(queue, every, rules.soon_days if tab == SOON else rules.later_days)
    return f"No {queue.item} has an amount and a deadline ahead."


def _say_none_soon(queue: WorkQueue, every: pd.DataFrame, days: int) -> str:
    later = int((every["days_left"].fillna(-1) > days).sum())
    passed = len(every) - later
    words = [f"No {queue.item}s expire within {days} days; {later:,} {'expires' if later == 1 else 'expire'} later."]
    if passed:
        words.append(f"{queue.count(passed)} {'has' if passed == 1 else 'have'} no deadline ahead.")
    return " ".join(words)


def _read_open_row(queue: WorkQueue, found: pd.DataFrame, picked: str | None) -> "pd.Series | None":
    """The row of the newest choice: the one picked in the table, else the one that the address names."""
    asked = read_row(queue.address, picked)
    if asked is None:
        return None
    st.button("Close", on_click=go_to, args=({queue.address: None},), type="tertiary", key=f"{queue.name}_close")
    rows = found[found[queue.key] == asked]
    if rows.empty:
        st.info(f"The {queue.item} of this link is not in the queue: it was answered since, or a filter hides it.")
        return None
    return rows.iloc[0]
