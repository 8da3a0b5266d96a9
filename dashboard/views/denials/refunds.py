"""The refund check: lines assigned to patient responsibility without a signed ABN."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.evidence.panel import show_evidence
from dashboard.components.table import show_table
from dashboard.lookups import add_names
from dashboard.views.denials.text.refunds import say_refunds
from dashboard.warehouse import rows

FIRST = ["patient_share_cents", "patient_id", "patient_name", "patient_control_number", "service_date"]
HIDDEN = ("service_line_key", "beneficiary_key")


def show_refunds(asked: dict[str, Any], _: pd.Series) -> None:
    """The lines with their amounts; a row opens its evidence."""
    found = rows("refund_check", **asked)
    if found.empty:
        st.info("No line under these filters was denied at the patient's charge without a notice modifier.")
        return
    st.markdown(say_refunds(found).replace("$", "\\$"))
    st.caption(
        "For the compliance officer. A remittance does not show what a patient was asked to pay or paid, nor a notice "
        "that was signed but not marked on the claim. All reasons and states; the other filters apply."
    )
    named = add_names(found)
    listed = named[[*FIRST, *[column for column in named if column not in FIRST]]]
    alt = "Lines that patients may have been asked to pay"
    chosen = show_table(listed, "refund_check", alt=alt, is_selectable=True, hidden=HIDDEN)
    if chosen is not None:
        show_evidence(str(found["service_line_key"].iloc[chosen]), "refunds")
