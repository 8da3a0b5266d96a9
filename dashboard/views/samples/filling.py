"""The worksheet on the page: one row a unit to fill in, recorded whole or not at all."""

import json
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard.components.sample_command import SampleAnswer, change_sample, read_sample
from dashboard.formats import format_cents_plain, plain_text
from dashboard.views.samples.text import REASONS
from pipelines.sampling.answer import DrawnUnit

_COLUMNS = {
    "order": st.column_config.NumberColumn("No.", disabled=True),
    "stratum": st.column_config.TextColumn("Stratum", disabled=True),
    "first_service_date": st.column_config.TextColumn("First DOS", disabled=True),
    "last_service_date": st.column_config.TextColumn("Last DOS", disabled=True),
    "codes": st.column_config.TextColumn("Codes", disabled=True),
    "paid": st.column_config.TextColumn("Paid ($)", disabled=True),
    "audited": st.column_config.TextColumn("Should have been paid ($)"),
    "is_missing": st.column_config.CheckboxColumn("Record missing"),
    "reason": st.column_config.SelectboxColumn("Reason", options=list(REASONS)),
    "note": st.column_config.TextColumn("Note", max_chars=500),
}


def show_filling(name: str) -> SampleAnswer | None:
    """The units of a sample as a table to fill in; the answer once the review was recorded or refused."""
    listed = read_sample("units", name)
    if not listed.is_done:
        st.error(plain_text(listed.message))
        return None
    units = list_fillable(listed.answer["units"])
    st.caption("Enter what the chart supports for every unit, or check Record missing. Units are recorded all at once.")
    filled = st.data_editor(
        units, column_config=_COLUMNS | {"unit_key": None}, hide_index=True, num_rows="fixed", key=f"fill_{name}"
    )
    if not st.button("Record review", key="sample_record"):
        return None
    return change_sample("record", name, content=json.dumps(filled.to_dict("records")).encode())


def list_fillable(units: Iterable[DrawnUnit]) -> pd.DataFrame:
    """The units with amounts as text in dollars; a unit that was not reviewed is empty."""
    rows = [
        {
            "order": one["order"],
            "stratum": one["stratum"],
            "first_service_date": one["first_service_date"],
            "last_service_date": one["last_service_date"],
            "codes": one["codes"],
            "paid": format_cents_plain(one["paid_cents"]),
            "audited": _show_audited(one),
            "is_missing": bool(one["is_missing"]),
            "reason": one["reason"] or None,
            "note": one["note"] or "",
            "unit_key": one["unit_key"],
        }
        for one in units
    ]
    return pd.DataFrame(rows)


def _show_audited(one: DrawnUnit) -> str:
    if one["audited_cents"] is None or one["is_missing"]:
        return ""
    return format_cents_plain(one["audited_cents"])
