"""The denied services behind the denials page: when and why, which are listed, and the list."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.denial_labels import CATEGORY_NAMES
from dashboard.components.export_scope import narrowed_to
from dashboard.components.table import show_table
from dashboard.formats import format_count, format_dollars, format_month
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.state.url_choice import Switch
from dashboard.views.denials.breakdown import show_categories, show_months
from dashboard.views.denials.service_history import show_candidates, show_history
from dashboard.views.denials.text.denials import say_route
from dashboard.warehouse import rows

EVERY = "every"
STATES = {
    "open": "Open",
    "recovered": "Recovered",
    "expired": "Expired",
    "counted": "All denied",
    "duplicate": "Duplicates, not counted",
    "signed_notice": "Signed ABN (GA), not counted",
}
CENTS = {
    "open": "open_cents",
    "recovered": "recovered_expected_cents",
    "expired": "expired_cents",
    "counted": "expected_allowed_cents",
    "duplicate": "expected_allowed_cents",
    "signed_notice": "expected_allowed_cents",
}
FIRST = ["patient_id", "patient_name", "service_date", "procedure_code", "modifiers", "expected_allowed_cents"]
COLUMNS = {
    "open": ["deadline_date", "days_left", *FIRST, "next_step", "denial_category", "times_denied", "provider_name"],
    "recovered": [*FIRST, "recovered_date", "days_to_recover", "recovered_allowed_cents", "denial_category"],
    "expired": [*FIRST, "deadline_date", "denial_category", "times_denied", "provider_name"],
    "counted": [*FIRST, "state", "denial_category", "first_denied_date", "times_denied", "provider_name"],
    "duplicate": [*FIRST, "first_denied_date", "times_denied", "provider_name"],
    "signed_notice": [*FIRST, "first_denied_date", "times_denied", "next_step", "provider_name"],
}
LAST = [
    "denied_with", "charge_cents", "payer_claim_control_number", "patient_control_number", "payer_name",
]  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """What a clicked bar stands for: a state, and with it a month or a reason; nothing where none was clicked."""

    state: str | None = None
    month: date | None = None
    category: str | None = None


def choose_category() -> str | None:
    """The reason that the page is about, in the address as ?reason=; missing KX unless chosen; null for all."""
    options = {**CATEGORY_NAMES, EVERY: "all reasons"}
    del options["duplicate"], options["signed_notice"]
    chosen = Switch("reason", options).show_list("Reason", width=220)
    return None if chosen == EVERY else chosen


def show_all_services(asked: Filters, totals: pd.Series) -> None:
    """When and why services were denied, the list behind each bar, and what may belong to them."""
    clicks = {}
    left, right = st.columns(2)
    with left:
        clicks["months"] = show_months(asked)
    with right:
        clicks["reasons"] = show_categories(asked)
    show_services(asked, totals, follow_clicks(clicks))
    show_candidates(asked)


def follow_clicks(clicks: dict[str, list[Any]]) -> Bar:
    """The bar that was clicked last.

    `clicks` holds the bar that is chosen in each chart; a chart keeps its choice until it is clicked again.
    """
    now = {chart: keys for chart, keys in clicks.items() if keys}
    before = st.session_state.get("denial_clicks", {})
    changed = [chart for chart, chosen in now.items() if before.get(chart) != chosen]
    newest = changed[-1] if changed else st.session_state.get("denial_chart")
    st.session_state["denial_clicks"], st.session_state["denial_chart"] = now, newest
    return _read_bar(*now[newest]) if newest in now else Bar()


def _read_bar(state: str, key: str = "") -> Bar:
    if key[:1].isdigit():
        return Bar(state, month=date.fromisoformat(key))
    return Bar(state, category=key or None)


def show_services(asked: Filters, totals: pd.Series, clicked: Bar) -> None:
    """The list behind a number, its count and sum above it; a clicked bar decides what it shows."""
    counts = {state: int(totals["services" if state == "counted" else COUNTS.get(state, state)]) for state in STATES}
    some = [state for state in STATES if counts[state]]
    counted = {name: f"{STATES[name]} · {counts[name]:,}" for name in some}
    state = clicked.state or Switch("state", counted).show("Which services")
    own = replace(asked, category=clicked.category or asked.category)
    found = rows("denial_services", own, state=state, month=clicked.month)
    month = format_month(clicked.month) if clicked.month else None
    reason = CATEGORY_NAMES[clicked.category] if clicked.category else None
    words = ", ".join(filter(None, (STATES[state], month, reason)))
    total = format_dollars(int(found[CENTS[state]].sum()))
    hint = " Selected in a chart: double-click to clear." if clicked.state else ""
    st.markdown(f"**{words}**: {format_count(len(found), 'service')}, {total} expected.{hint}")
    with narrowed_to(Reason=reason, Month=month):
        show_list(found, state)


COUNTS = {"duplicate": "duplicates", "signed_notice": "signed_notices"}


def show_list(found: pd.DataFrame, state: str) -> None:
    """Denied services with the columns of their state; a row opens the life of that service."""
    listed = add_names(found).rename(columns={"reopening_deadline": "deadline_date"})
    listed["next_step"] = [say_route(service) for _, service in found.iterrows()]
    listed["denied_with"] = listed["adjustment_group_code"] + "-" + listed["adjustment_reason_code"]
    shown, alt = listed[[*COLUMNS[state], *LAST]], f"Denied services: {STATES[state]}"
    chosen = show_table(shown, f"denials_{state}", alt=alt, is_selectable=True, keys=found["beneficiary_key"])
    if chosen is not None:
        show_history(found.iloc[chosen])
