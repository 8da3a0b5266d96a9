"""The refund check: claims with lines assigned to patient responsibility without a signed ABN, as a queue."""

import pandas as pd
import streamlit as st

from dashboard.components.evidence.panel import show_evidence
from dashboard.components.export_scope import ALL_MONTHS, narrowed_to
from dashboard.components.table import show_table
from dashboard.components.work_queue import WITHOUT_DEADLINE, Order, WorkQueue, show_queue
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.views.denials.text.refunds import say_refund, say_refunds
from dashboard.warehouse import rows

REFUNDS = WorkQueue(
    name="refunds",
    address="refund",
    item="claim",
    key="claim_key",
    value="patient_share_cents",
    value_words="assigned to patients",
    columns=(
        "patient_share_cents", "days_since", "payment_date", "payer_claim_control_number", "patient_control_number",
        "patient_id", "patient_name", "service_date", "through_service_date", "lines", "recovered_lines", "payer_name",
        "payee_name", "payee_npi", "provider_name", "provider_npi",
    ),
    orders={
        "value": Order("Patient responsibility", "patient_share_cents", is_largest_first=True),
        "oldest": Order("Oldest first", "payment_date"),
    },
    tabs=WITHOUT_DEADLINE,
)  # fmt: skip
FIRST = ["patient_share_cents", "line_number", "service_date"]
HIDDEN = ("service_line_key", "claim_key", "beneficiary_key")


def show_refunds(asked: Filters, _: pd.Series) -> None:
    """The claims with what patients may have been asked to pay; a claim opens its lines, a line its evidence."""
    found = rows("refund_claims", asked)
    if found.empty:
        st.info("No line under these filters was assigned to patient responsibility (PR-119) without an ABN modifier.")
        return
    st.markdown(say_refunds(found).replace("$", "\\$"))
    st.caption(
        "For the compliance officer. A remittance does not show what a patient was asked to pay or paid, nor a notice "
        "that was signed but not marked on the claim. All reasons, states and months; the other filters apply."
    )
    with narrowed_to(Period=ALL_MONTHS, Reason="All reasons"):
        claim = show_queue(REFUNDS, add_names(found), "Claims that patients may have been asked to pay")
    if claim is not None:
        _show_claim(claim, asked)


def _show_claim(claim: pd.Series, asked: Filters) -> None:
    lines = rows("refund_check", asked, claim_key=claim["claim_key"])
    st.markdown(f"**{say_refund(claim)}**".replace("$", "\\$"))
    named = add_names(lines)
    listed = named[[*FIRST, *[column for column in named if column not in FIRST]]]
    chosen = show_table(listed, "refund_lines", alt="Lines of the claim", is_selectable=True, hidden=HIDDEN)
    if chosen is not None:
        show_evidence(str(lines["service_line_key"].iloc[chosen]), "refunds")
