"""Diagnoses whose patients are often over the KX threshold."""

import streamlit as st

from dashboard.components.frame import show_answer
from dashboard.components.table import show_table
from dashboard.state.filters import Filters
from dashboard.views.before_the_claim.text import say_diagnoses
from dashboard.warehouse import rows

QUESTION = "Which diagnoses often cross the KX threshold?"
NO_DIAGNOSIS = (
    "No diagnosis is on file. Remittances do not carry any; import documented units, or an export with a column "
    "`diagnosis_code`."
)


def show_diagnoses(asked: Filters) -> None:
    """The answer and every diagnosis, the one with most patients over the threshold first."""
    found = rows("diagnosis_crossings", asked)
    if found.empty:
        st.title(QUESTION, anchor=False)
        st.info(NO_DIAGNOSIS)
        return
    show_answer(QUESTION, say_diagnoses(found))
    st.caption(
        "Patients by treating diagnosis, calendar year and threshold category. A patient with several diagnoses counts "
        "under each. A diagnosis alone does not support KX. The clinic, provider and payer filters do not apply."
    )
    show_table(found, "diagnosis_crossings", alt=QUESTION)
