"""Billed against documented units: the services that differ, with the evidence of the billed line."""

import streamlit as st

from dashboard.components.evidence.panel import show_evidence
from dashboard.components.frame import show_answer
from dashboard.components.labels import PHRASES
from dashboard.components.table import show_table
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.state.url_choice import Switch
from dashboard.views.before_the_claim.text import NO_EXPORT, say_units
from dashboard.warehouse import rows

QUESTION = "Do billed units agree with documented units?"
COLUMNS = [
    "patient_id", "patient_name", "service_date", "procedure_code", "documented_units", "billed_units",
    "provider_name", "file_name", "segment_number",
]  # fmt: skip
LISTED = ("billed_more", "not_documented", "documented_more", "not_billed", "no_remittance", "equal")


def show_units(asked: Filters) -> None:
    """The answer, a switch of what differs with its counts, and the services of the chosen kind."""
    counts = rows("documented_service_counts", asked)
    if counts.empty:
        st.title(QUESTION, anchor=False)
        st.info(NO_EXPORT)
        return
    show_answer(QUESTION, say_units(counts))
    st.caption("By date of service. The threshold category and payer filters do not apply.")
    counted = dict(zip(counts["documentation_category"], counts["services"], strict=True))
    words = PHRASES["documentation_category"]
    names = {name: f"{words[name]} · {counted[name]:,}" for name in LISTED if name in counted}
    category = Switch("units", names).show("Which services")
    found = rows("documented_services", asked, documentation_category=category)
    shown, keys = add_names(found)[COLUMNS], found["beneficiary_key"]
    chosen = show_table(shown, f"units_{category}", alt=QUESTION, is_selectable=True, keys=keys)
    if chosen is not None and found["service_line_key"].iloc[chosen] is not None:
        show_evidence(str(found["service_line_key"].iloc[chosen]), "units")
