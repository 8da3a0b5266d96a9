"""Who needs KX on the next claim: active patients whose newest lines were denied for missing KX, as a queue."""

import pandas as pd
import streamlit as st

from dashboard.components.export_scope import ALL_MONTHS, narrowed_to
from dashboard.components.work_queue import WITHOUT_DEADLINE, Order, WorkQueue, show_queue
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.viewer import is_page_shown
from dashboard.views.denials.all_denied import show_list
from dashboard.views.denials.text.kx_next import NOBODY, say_kx_next, say_patient
from dashboard.warehouse import rows

PATIENTS = WorkQueue(
    name="kx_next",
    address="record",
    item="patient-threshold record",
    key="account_key",
    value="open_cents",
    value_words="denied and still open",
    columns=(
        "last_service_date", "days_since", "open_cents", "denied_missing_lines", "patient_id", "patient_name", "pool",
        "calendar_year", "last_missing_denied_date", "accrued_cents", "kx_threshold_cents", "prior_use_grade",
        "kx_crossing_date",
    ),
    orders={
        "newest": Order("Newest visit first", "last_service_date", is_largest_first=True),
        "value": Order("Open dollars", "open_cents", is_largest_first=True),
    },
    tabs=WITHOUT_DEADLINE,
)  # fmt: skip


def show_kx_next(asked: Filters, _: pd.Series) -> None:
    """The patients in treatment whose next claim needs KX if the chart supports it; one opens the denied lines."""
    found = rows("kx_next_patients", asked)
    if found.empty:
        st.info(NOBODY)
        return
    st.markdown(say_kx_next(found).replace("$", "\\$"))
    with narrowed_to(Period=ALL_MONTHS):
        account = show_queue(PATIENTS, add_names(found), "Patients who need KX on the next claim")
    if account is not None:
        _show_patient(account)


def _show_patient(account: pd.Series) -> None:
    own = {"beneficiary_key": str(account["beneficiary_key"]), "pool": str(account["pool"])}
    year = int(account["calendar_year"])
    st.markdown(f"**{say_patient(account)}**".replace("$", "\\$"))
    if is_page_shown("crossings"):
        asked = {"patient": own["beneficiary_key"], "account": f"{own['pool']}-{year}"}
        st.page_link("views/crossings/page.py", label="Open the patient →", query_params=asked)
    show_list(rows("kx_next_lines", **own, calendar_year=year), "open")
