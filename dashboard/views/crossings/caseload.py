"""The caseload of the crossings page: its groups, and the list of patients behind each number."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.table import show_table
from dashboard.formats import format_dollars, format_patients
from dashboard.lookups import add_names
from dashboard.state.url_choice import Switch
from dashboard.views.crossings.patient import choose_patient

COLUMNS = [
    "patient_id", "patient_name", "pool", "denied_missing_lines", "accrued_cents", "left_cents", "own_accrued_cents",
    "prior_use_cents", "prior_use_low_cents", "prior_use_high_cents", "prior_use_grade", "uncovered_category",
    "kx_crossing_date", "kx_lines", "lines", "missing_lines", "visits", "first_service_date", "last_service_date",
    "status",
]  # fmt: skip


def find_group(patients: pd.DataFrame, group: str) -> pd.DataFrame:
    """The rows of one group: open ones by where they stand, or those that crossed, open or not."""
    is_open = patients["is_open"]
    is_over = patients["status"].isin(["over_kx", "over_medical_review"])
    masks = {
        "needs_kx": patients["needs_kx_now"],
        "approaching": is_open & (patients["status"] == "approaching"),
        "over": is_open & is_over,
        "missing": is_open & is_over & (patients["missing_lines"] > 0),
        "over_medical": is_open & (patients["status"] == "over_medical_review"),
        "below": is_open & (patients["status"] == "below"),
        "crossed": patients["kx_crossing_date"].notna(),
        "new": patients["is_new_crossing"],
        "elsewhere": is_over & patients["kx_crossing_date"].isna(),
        "all": is_open | ~is_open,
    }
    return patients[masks[group]]


def show_groups(patients: pd.DataFrame, year: int, since: str) -> None:
    """A switch of groups with their counts, and the patients of the chosen one, nearest to the threshold first."""
    words = {
        "needs_kx": "Needs KX now",
        "approaching": "Approaching",
        "over": "Active, over",
        "missing": "Active, over, missing KX",
        "over_medical": "Active, over the medical review threshold",
        "crossed": f"Crossed in {year}",
        "new": f"Newly identified since {since}",
        "elsewhere": "Over by prior use alone",
        "below": "Active, below",
        "all": f"All of {year}",
    }
    counted = {group: len(find_group(patients, group)) for group in words}
    some = [group for group in words if counted[group]]
    group = Switch("group", {name: f"{words[name]} · {counted[name]:,}" for name in some}).show("Which patients")
    _show_list(find_group(patients, group), group)


def _show_list(found: pd.DataFrame, group: str) -> None:
    total = format_dollars(int(found["accrued_cents"].sum()))
    st.markdown(f"{format_patients(found)}, {total} allowed. Select a row to open the patient.")
    listed = add_names(found)[COLUMNS]
    alt, keys = "Patients by nearness to the threshold", found["beneficiary_key"]
    chosen = show_table(listed, f"caseload_{group}", alt=alt, is_selectable=True, keys=keys)
    if chosen is not None:
        row = found.iloc[chosen]
        choose_patient(str(row["beneficiary_key"]), str(row["pool"]), int(row["calendar_year"]))


def follow_click(mark: list[Any], calendar_year: int) -> None:
    """Open the patient whose dot or bar was clicked."""
    if mark:
        beneficiary_key, pool = mark
        choose_patient(str(beneficiary_key), str(pool), calendar_year)
