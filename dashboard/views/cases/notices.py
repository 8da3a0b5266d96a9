"""The ABN register: signed notices, and the lines with GA, GX or PR-119 held against them."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.casebook import (
    Case,
    Notice,
    begin_notice,
    find_notice,
    read_notices,
    record_notice,
)
from dashboard.components.case_list import make_dates
from dashboard.components.table import show_table
from dashboard.formats import as_date
from dashboard.lookups import add_names
from dashboard.state.filters import read_filters
from dashboard.views.cases import text as words
from dashboard.views.cases.saving import save
from dashboard.warehouse import rows

COVERED_DAYS = 364  # a notice covers a course of care for at most a year


def show_notices(cases: dict[str, Case], today: date) -> None:
    """Lines that need a notice, with whether the register has one; the register; and the form for the chosen line."""
    notices = read_notices()
    lines = match_lines(rows("notice_lines", read_filters()), notices)
    st.markdown(words.say_notices(len(lines), int((lines["notice_found"] == words.NO_NOTICE).sum())))
    if len(lines):
        listed = add_names(lines)
        columns = [
            "patient_id", "patient_name", "service_date", "procedure_code", "modifiers", "notice_category",
            "notice_found", "charge_cents", "provider_name", "payee_name",
        ]  # fmt: skip
        alt = "Lines with GA, GX or PR-119 and their notice"
        keys = listed["beneficiary_key"]
        place = show_table(listed[columns], "notice_lines", alt=alt, is_selectable=True, keys=keys)
        if place is not None:
            _show_form(lines.iloc[place])
    _show_register(notices)


def match_lines(lines: pd.DataFrame, notices: list[Notice]) -> pd.DataFrame:
    """Each line with the notice that covers it, in words."""
    found = [
        find_notice(notices, str(key), str(code), day)
        for key, code, day in zip(
            lines["beneficiary_key"], lines["procedure_code"], lines["service_date"].dt.date, strict=True
        )
    ]
    said = [
        words.say_notice(notice.kind if notice else None, category)
        for notice, category in zip(found, lines["notice_category"], strict=True)
    ]
    return lines.assign(notice_found=pd.Series(said, dtype="object", index=lines.index))


def _show_form(line: "pd.Series[Any]") -> None:
    day = as_date(line["service_date"]) or date.min
    with st.form(f"notice_{line['service_line_key']}"):
        signed = st.date_input("Signed on", value=day, format="MM/DD/YYYY")
        last = st.date_input("Covers services until", value=day + timedelta(days=COVERED_DAYS), format="MM/DD/YYYY")
        codes = st.text_input("Procedure codes (empty for all)", value=str(line["procedure_code"]), max_chars=200)
        kind = st.radio("Kind", list(words.NOTICE_WORDS), format_func=words.NOTICE_WORDS.__getitem__, horizontal=True)
        is_saved = st.form_submit_button("Add to the register")
    if not is_saved:
        return
    notice = begin_notice(
        str(line["beneficiary_key"]),
        codes.replace(",", " ").split(),
        as_date(signed) or day,
        as_date(last) or day,
        kind,
    )
    if save(record_notice, notice):
        st.rerun()


def _show_register(notices: list[Notice]) -> None:
    st.header("Register", anchor=False)
    if not notices:
        st.info("No notice is recorded. Select a line above to add the notice that the patient signed.")
        return
    table = pd.DataFrame(
        {
            "beneficiary_key": [notice.beneficiary_key for notice in notices],
            "procedure_codes": [", ".join(notice.procedure_codes) or "all" for notice in notices],
            "signed_date": make_dates([notice.signed_date for notice in notices]),
            "last_date": make_dates([notice.last_date for notice in notices]),
            "notice_kind": [words.NOTICE_WORDS[notice.kind] for notice in notices],
            "recorded_by": [notice.recorded_by for notice in notices],
        }
    )
    show_table(add_names(table), "notices", alt="Signed notices", hidden=("beneficiary_key",))
