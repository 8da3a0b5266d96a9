"""Progress reports and plans of care that are overdue, by the documented visits of active patients."""

import streamlit as st

from dashboard.components.frame import show_answer
from dashboard.components.table import show_table
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.views.before_the_claim.text import NO_EXPORT, say_documentation
from dashboard.warehouse import rows

QUESTION = "Which progress reports and plans of care are overdue?"
COLUMNS = [
    "patient_id", "patient_name", "discipline", "service_date", "treatment_days", "is_report_overdue",
    "progress_report_date", "plan_of_care_days", "is_plan_overdue", "plan_of_care_date", "file_name", "segment_number",
]  # fmt: skip


def show_documentation(asked: Filters) -> None:
    """The answer, and each overdue course of care with its newest visit."""
    if not rows("documented_files").iloc[0]["files"]:
        st.title(QUESTION, anchor=False)
        st.info(NO_EXPORT)
        return
    found = rows("documentation_overdue", asked)
    show_answer(QUESTION, say_documentation(found))
    if len(found):
        show_table(add_names(found)[COLUMNS], "documentation_overdue", alt=QUESTION, keys=found["beneficiary_key"])
