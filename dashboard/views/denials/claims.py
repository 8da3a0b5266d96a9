"""The biller's queue: one row per claim to correct, its lines and their history opened inside."""

import pandas as pd
import streamlit as st

from dashboard.components.export_scope import ALL_MONTHS, narrowed_to
from dashboard.components.table import show_table
from dashboard.components.work_queue import Order, WorkQueue, show_queue
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.views.denials.claim_work import link_to_work, read_claim_work
from dashboard.views.denials.service_history import show_history_of
from dashboard.views.denials.text.claims import say_claim, say_claims, say_priority, say_what_to_do, say_work
from dashboard.warehouse import rows

CLAIMS = WorkQueue(
    name="claims",
    address="claim",
    item="claim",
    key="claim_key",
    value="open_cents",
    value_words="estimated",
    columns=(
        "deadline_date", "days_left", "open_cents", "payer_claim_control_number", "patient_control_number",
        "service_date", "through_service_date", "lines", "what_to_do", "channel", "worked_date", "sent_date",
        "expected_date", "worked_by", "likely_cents", "denial_category", "first_denied_date", "times_denied",
        "payer_name", "payee_name", "payee_npi", "provider_name", "provider_npi",
    ),
    orders={
        "likely": Order("Likely recoverable", "likely_cents", is_largest_first=True),
        "deadline": Order("Filing deadline", "deadline_date"),
        "value": Order("Estimated dollars", "open_cents", is_largest_first=True),
    },
)  # fmt: skip
LINE_COLUMNS = [
    "line_number", "service_date", "procedure_code", "modifiers", "modifier_to_add", "open_cents", "route_last_date",
    "denied_with", "remark_codes", "reason_for_place", "likely_cents", "estimate_basis", "route_category", "mac_name",
    "has_notice", "charge_cents", "first_denied_date", "times_denied", "provider_name",
]  # fmt: skip


def show_claims(asked: Filters, _: pd.Series) -> None:
    """What is open, the queue of claims, and the chosen claim with its lines."""
    found = rows("denial_claims", asked)
    if found.empty:
        st.info("No open denials for these filters.")
        return
    st.caption(
        f"{say_claims(found)} All months of denial: the period filter does not narrow this queue. All dollars are "
        "estimates. Deadlines count from today.".replace("$", "\\$")
    )
    with narrowed_to(Period=ALL_MONTHS):
        claim = show_queue(CLAIMS, arrange_claims(found), "Claims to correct, one row per claim")
    if claim is not None:
        _show_claim(claim, asked)


def arrange_claims(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of queries/denial_claims.sql with what to do, names, and the work that the casebook has."""
    named = add_names(found.drop(columns="beneficiary_key")).assign(beneficiary_key=found["beneficiary_key"])
    listed = named.merge(read_claim_work(), on="claim_key", how="left")
    listed["what_to_do"] = [say_what_to_do(claim) for _, claim in found.iterrows()]
    return listed


def _show_claim(claim: pd.Series, asked: Filters) -> None:
    """The claim in a sentence, what was done about it, and its lines; a line opens its history."""
    lines = rows("denial_claim_lines", asked, claim_key=claim["claim_key"])
    st.markdown(f"**{say_claim(claim)}**".replace("$", "\\$"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(say_work(claim), width="content")
        link_to_work(str(lines["service_line_key"].iloc[0]))
    alt = "Lines of the claim to correct"
    chosen = show_table(arrange_lines(lines), "claim_lines", alt=alt, is_selectable=True)
    if chosen is not None:
        show_history_of(str(lines["service_line_key"].iloc[chosen]))


def arrange_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """The rows of queries/denial_claim_lines.sql as a biller reads them: the columns of LINE_COLUMNS, in that order."""
    listed = add_names(lines)
    listed["reason_for_place"] = [say_priority(line) for _, line in lines.iterrows()]
    listed["denied_with"] = listed["adjustment_group_code"] + "-" + listed["adjustment_reason_code"]
    return listed[LINE_COLUMNS]
