"""The work list: open denied services by priority, without patient information."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.table import show_table
from dashboard.lookups import add_names
from dashboard.views.denials.service_history import show_history_of
from dashboard.views.denials.text.worklist import say_first, say_priority, say_worklist
from dashboard.warehouse import rows

COLUMNS = [
    "priority_rank", "payer_claim_control_number", "line_number", "procedure_code", "modifiers", "modifier_to_add",
    "has_notice", "route_last_date", "route_days_left", "open_cents", "likely_cents", "route_category", "channel",
    "reason_for_place", "estimated_cents", "estimate_basis", "denial_category", "denied_with", "remark_codes",
    "charge_cents", "first_denied_date", "times_denied", "deadline_date", "payer_name", "mac_name",
    "payee_name", "payee_npi", "provider_name", "provider_npi",
]  # fmt: skip


def show_worklist(asked: dict[str, Any], _: pd.Series) -> None:
    """What is open, what to do first, and the list; a chosen row opens the life of that service."""
    found = rows("denial_worklist", **asked)
    if found.empty:
        st.info("No open denials for these filters.")
        return
    st.markdown(say_worklist(found).replace("$", "\\$"))
    st.markdown(say_first(found.iloc[0]).replace("$", "\\$"))
    st.caption(
        "Sorted by expected dollars times the share of similar services still recovered in time. All dollars except "
        "the charge are estimates. The list and its downloads contain no patient information; claim numbers are whole "
        "once identifiers are shown."
    )
    alt = "Open denied services, highest likely recovery first"
    chosen = show_table(arrange_worklist(found), "worklist", alt=alt, is_selectable=True)
    if chosen is not None:
        show_history_of(str(found["service_line_key"].iloc[chosen]))


def arrange_worklist(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of queries/denial_worklist.sql as a biller reads them: the columns of COLUMNS, in that order."""
    listed = add_names(found).rename(columns={"reopening_deadline": "deadline_date"})
    listed["reason_for_place"] = [say_priority(service) for _, service in found.iterrows()]
    listed["denied_with"] = listed["adjustment_group_code"] + "-" + listed["adjustment_reason_code"]
    return listed[COLUMNS]
