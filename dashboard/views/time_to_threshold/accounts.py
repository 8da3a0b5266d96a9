"""The accounts behind the curve of the time page: who crossed, whose care ended, who is still in treatment."""

import pandas as pd
import streamlit as st

from dashboard.components.table import show_table
from dashboard.formats import format_count, format_elapsed
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.state.url_choice import Switch
from dashboard.views.time_to_threshold.text.incidence import say_late
from dashboard.warehouse import rows

# Later than any day of a year: a curve that never begins.
NEVER = 1000
OUTCOMES = {
    "crossed": "Crossed",
    "ended": "Care ended first",
    "censored": "Still in treatment at cutoff",
    "left_before": "Left before the curve begins",
    "passed_elsewhere": "Passed by prior use alone",
    "too_new": "Started after the cutoff",
}
COLUMNS = [
    "patient_id", "patient_name", "pool", "calendar_year", "exit_date", "exit_days", "exit_visits", "crossing_date",
    "late_claim", "accrued_cents", "prior_use_grade", "first_service_date", "last_service_date", "visits",
]  # fmt: skip


def show_outcomes(asked: Filters, everyone: pd.Series, narrowed: Filters) -> None:
    """A switch of outcomes with their counts, and the accounts of the chosen one, soonest first.

    `everyone` is the row of the whole choice. What a clicked point `narrowed` lists those of its curve who had crossed
    by then; on the calendar only those count who left once the curve had begun.
    """
    some = [outcome for outcome in OUTCOMES if everyone[outcome]]
    counted = {name: f"{OUTCOMES[name]} · {int(everyone[name]):,}" for name in some}
    outcome = Switch("outcome", counted).show("Which patients")
    own = narrowed if outcome == "crossed" else asked
    found = list_accounts(own, outcome)
    until = "" if own.up_to is None else f" by {format_elapsed(own.up_to, own.clock)}"
    count = format_count(len(found), "patient")
    st.markdown(f"{OUTCOMES[outcome]}{until}: {count}. Select a row to open the patient.")
    _show_list(found, outcome)


def list_accounts(asked: Filters, outcome: str) -> pd.DataFrame:
    """The accounts of an outcome, as many as its curve counts: that of the whole choice, or the clicked one."""
    own = rows("time_summary", asked, compare="all").iloc[0]
    is_begun = not pd.isna(own["start_elapsed"])
    since = int(own["start_elapsed"] if is_begun else NEVER) if asked.clock == "calendar" else None
    return rows("time_accounts", asked, outcome=outcome, since=since)


def _show_list(found: pd.DataFrame, outcome: str) -> None:
    late = map(say_late, found["late_processed_date"], found["crossing_date"])
    worded = add_names(found.assign(late_claim=list(late)))
    listed = worded[[column for column in COLUMNS if column != "late_claim" or worded["late_claim"].ne("").any()]]
    keys = found["beneficiary_key"]
    chosen = show_table(listed, f"accounts_{outcome}", alt=OUTCOMES[outcome], is_selectable=True, keys=keys)
    if chosen is None:
        return
    row = found.iloc[chosen]
    account = f"{row['pool']}-{row['calendar_year']}"
    asked = {"patient": str(row["beneficiary_key"]), "account": account}
    st.switch_page("views/crossings/page.py", query_params=asked)
