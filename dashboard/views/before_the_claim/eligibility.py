"""The eligibility checks that are due, nearest to the threshold first, and their list for a 270 batch."""

import streamlit as st

from dashboard.components.frame import show_answer
from dashboard.components.table import show_table
from dashboard.components.table_download import Whole
from dashboard.lookups import add_names, read_rule
from dashboard.state.filters import Filters
from dashboard.views.before_the_claim.text import say_due
from dashboard.warehouse import rows

QUESTION = "Who is due for an eligibility check?"
COLUMNS = [
    "patient_id", "patient_name", "pool", "left_cents", "accrued_cents", "due_category", "last_checked_date",
    "prior_use_grade", "last_service_date", "payee_name",
]  # fmt: skip
BATCH = ["patient_id", "patient_name", "service_type_code", "payee_npi", "last_service_date", "last_checked_date"]


def show_eligibility(asked: Filters) -> None:
    """The answer and the list; a row opens the patient, the files hold what a 270 batch asks for."""
    found = rows("eligibility_due", asked)
    show_answer(QUESTION, say_due(found, read_rule("eligibility_check_days")))
    if found.empty:
        return
    st.markdown("Select a row to open the patient. The files hold the list for a batch of 270 inquiries.")
    st.caption("To export full patient identifiers, turn on *Show patient identifiers* first.")
    named = add_names(found)
    batch = Whole(len(named), lambda: named[BATCH])
    chosen = show_table(named[COLUMNS], "eligibility_due", alt=QUESTION, is_selectable=True, whole=batch)
    if chosen is not None:
        row = found.iloc[chosen]
        account = f"{row['pool']}-{row['calendar_year']}"
        st.switch_page(
            "views/crossings/page.py", query_params={"patient": str(row["beneficiary_key"]), "account": account}
        )
