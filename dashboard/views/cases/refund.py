"""The clock of one case's refund: the dates that a person enters, and the deadline that follows."""

from dataclasses import replace

import streamlit as st

from dashboard.casebook import (
    Case,
    Refund,
    read_refunds,
    record_refund,
)
from dashboard.formats import as_date
from dashboard.lookups import read_rule
from dashboard.views.cases import text as words
from dashboard.views.cases.saving import save


def show_refund(case: Case) -> None:
    """Dates and deadline, folded away while there are none."""
    before = read_refunds().get(case.key, Refund(case.key))
    days = read_rule("refund_clock_days"), read_rule("refund_suspension_days")
    with st.expander("Refund clock", expanded=before.identified_date is not None):
        deadline = before.find_deadline(*days)
        if deadline is not None:
            st.markdown(words.say_deadline(deadline, before.returned_date))
        st.caption(words.say_clock(*days))
        _show_form(before)


def _show_form(before: Refund) -> None:
    with st.form(f"refund_{before.case_key}_{before.seen}"):
        identified = st.date_input("Identified on", value=before.identified_date, format="MM/DD/YYYY")
        opened = st.date_input("Investigation opened on", value=before.investigation_date, format="MM/DD/YYYY")
        completed = st.date_input("Investigation completed on", value=before.completed_date, format="MM/DD/YYYY")
        returned = st.date_input("Returned on", value=before.returned_date, format="MM/DD/YYYY")
        is_saved = st.form_submit_button("Save dates")
    if not is_saved:
        return
    after = replace(
        before, identified_date=as_date(identified), investigation_date=as_date(opened),
        completed_date=as_date(completed), returned_date=as_date(returned),
    )  # fmt: skip
    if save(record_refund, before, after):
        st.rerun()
