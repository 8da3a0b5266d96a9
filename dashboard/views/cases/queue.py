"""The biller's queue: denied claims with the dates of work, sending and answer, and a form for the chosen one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.casebook import (
    Case,
    ClaimWork,
    read_work,
    record_work,
)
from dashboard.components.case_list import make_dates
from dashboard.components.table import name_grid, show_table
from dashboard.formats import as_date, format_count
from dashboard.lookups import add_names
from dashboard.state.filters import read_filters
from dashboard.state.url_choice import Switch, read_row, settle_row
from dashboard.views.cases import text as words
from dashboard.views.cases.saving import save
from dashboard.warehouse import rows

COLUMNS = [
    "payer_claim_control_number", "deadline_date", "expected_allowed_cents", "service_date", "procedure_code",
    "modifiers", "denial_category", "state", "first_denied_date", "worked_date", "sent_date", "expected_date",
    "answered_date", "worked_by", "note", "provider_name", "payee_name",
]  # fmt: skip


def show_queue(cases: dict[str, Case], today: date) -> None:
    """Groups of the queue with counts, the rows, and the form of the chosen claim."""
    work = read_work()
    found = read_queue(work)
    groups = {name: found[mask] for name, mask in split_queue(found, today).items()}
    titles = {
        name: f"{words.QUEUE_GROUPS[name]} · {len(rows_of):,}" for name, rows_of in groups.items() if len(rows_of)
    }
    if not titles:
        st.info("No open denied claims under these filters.")
        return
    chosen = groups[Switch("step", titles).show("Which claims")]
    st.markdown(f"{format_count(len(chosen), 'claim line')}. Select a row to record what was done.")
    listed, keys = add_names(chosen), list(map(str, chosen["service_line_key"]))
    settle_row(name_grid("queue"), "claim", keys)
    place = show_table(
        listed[[column for column in COLUMNS if column in listed]], "queue", alt="Denied claims in work",
        is_selectable=True, keys=listed["beneficiary_key"],
    )  # fmt: skip
    key = read_row("claim", None if place is None else keys[place])
    if key is not None and key in set(found["service_line_key"]):
        row = found[found["service_line_key"] == key].iloc[0]
        _show_form(work.get(key, ClaimWork(key)), row)


def read_queue(work: dict[str, ClaimWork]) -> pd.DataFrame:
    """The open denied services and all that were worked on, each with the dates of its work and of its answer."""
    keys = tuple(sorted(work)) or ("",)
    found = rows("claim_queue", read_filters(), worked_keys=keys)
    answers = rows("claim_answers", worked_keys=keys)
    days: dict[str, list[date]] = {}
    for key, day in zip(answers["denial_service_line_key"], answers["payment_date"].dt.date, strict=True):
        days.setdefault(str(key), []).append(day)
    states = [work.get(key, ClaimWork(key)) for key in found["service_line_key"]]
    answered = [state.find_answer(days.get(state.service_line_key, [])) for state in states]
    return found.assign(
        worked_date=make_dates([state.worked_date for state in states]),
        sent_date=make_dates([state.sent_date for state in states]),
        expected_date=make_dates([state.expected_date for state in states]),
        answered_date=make_dates(answered),
        worked_by=pd.Series([state.worked_by for state in states], dtype="object"),
        note=pd.Series([state.note for state in states], dtype="object"),
    )


def split_queue(found: pd.DataFrame, today: date) -> "dict[str, pd.Series[Any]]":
    """Which rows belong to each group of words.QUEUE_GROUPS."""
    sent, answered = found["sent_date"].notna(), found["answered_date"].notna()
    late = sent & ~answered & (found["expected_date"] < pd.Timestamp(today))
    return {
        "to_do": ~sent & ~answered & (found["state"] == "open"),
        "waiting": sent & ~answered,
        "late": late,
        "answered": answered,
    }


def _show_form(before: ClaimWork, row: "pd.Series[Any]") -> None:
    """The three dates and a note; the answer is data and cannot be typed."""
    key = before.service_line_key
    with st.form(f"claim_{key}_{before.seen}"):
        st.markdown(words.say_claim(row).replace("$", "\\$"))
        worked = st.date_input("Worked on", value=before.worked_date, format="MM/DD/YYYY")
        sent = st.date_input("Sent on", value=before.sent_date, format="MM/DD/YYYY")
        expected = st.date_input("Expect an answer by", value=before.expected_date, format="MM/DD/YYYY")
        note = st.text_input("Note", value=before.note or "", max_chars=400)
        is_saved = st.form_submit_button("Save")
    if is_saved:
        after = replace(
            before, worked_date=as_date(worked), sent_date=as_date(sent), expected_date=as_date(expected),
            note=note.strip() or None,
        )  # fmt: skip
        _save(before, after)


def _save(before: ClaimWork, after: ClaimWork) -> None:
    if save(record_work, before, after):
        st.rerun()
