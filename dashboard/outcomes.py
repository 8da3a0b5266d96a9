"""The accounts behind the curve of the time page: who crossed, whose care ended, who is still watched."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.formats import format_count
from dashboard.names import add_names
from dashboard.tables import show_table
from dashboard.warehouse import rows

OUTCOMES = {
    "crossed": "Crossed",
    "ended": "Care ended first",
    "censored": "Still coming when watching stopped",
    "passed_elsewhere": "Passed by use elsewhere alone",
}
COLUMNS = [
    "patient_id", "patient_name", "pool", "calendar_year", "observed_days", "observed_visits", "kx_crossing_date",
    "accrued_cents", "prior_use_grade", "first_service_date", "last_service_date",
]  # fmt: skip


def show_outcomes(asked: dict[str, Any], last: pd.Series, elsewhere: int, clicked: dict[str, Any]) -> None:
    """A switch of outcomes with their counts, and the accounts of the chosen one, soonest first.

    `last` is the last row of the curve over everyone. A clicked point narrows the list to those of its curve who had
    crossed by then.
    """
    counted = {outcome: int(last[f"{outcome}_so_far"]) for outcome in ("crossed", "ended", "censored")}
    counted["passed_elsewhere"] = elsewhere
    some = [outcome for outcome in OUTCOMES if counted[outcome]]
    outcome = st.segmented_control(
        "Which patients", some, default=some[0], required=True, key="outcome",
        format_func=lambda name: f"{OUTCOMES[name]} · {counted[name]:,}",
    )  # fmt: skip
    narrowed = clicked if outcome == "crossed" else {}
    found = rows("time_accounts", **(asked | {"outcome": outcome, "up_to": None} | narrowed))
    until = f" by {'visit' if asked['clock'] == 'visits' else 'day'} {narrowed['up_to']}" if narrowed else ""
    count = format_count(len(found), "patient")
    st.markdown(f"{OUTCOMES[str(outcome)]}{until}: {count}. Choose a row to open the patient.")
    _show_list(found, str(outcome))


def _show_list(found: pd.DataFrame, outcome: str) -> None:
    listed = add_names(found)[COLUMNS]
    chosen = show_table(listed, f"accounts_{outcome}", alt=OUTCOMES[outcome], is_selectable=True)
    if chosen is None:
        return
    row = found.iloc[chosen]
    account = f"{row['pool']}-{row['calendar_year']}"
    asked = {"patient": str(row["beneficiary_key"]), "account": account}
    st.switch_page("views/crossings.py", query_params=asked)
