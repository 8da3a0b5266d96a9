"""Prior use by hand: amounts typed into the list of patients, or pasted, become a prior-use file that is imported."""

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.access_log import record
from dashboard.clock import today
from dashboard.components.frame import show_answer
from dashboard.components.headings import heading
from dashboard.components.upload import import_files
from dashboard.formats import POOL_NAMES, as_date, dollars, each_row
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.viewer import may_write
from dashboard.views.before_the_claim import prior_use_text as words
from dashboard.views.before_the_claim.entries import (
    Accounts,
    Defaults,
    Entry,
    Faulty,
    Typed,
    judge_rows,
    split_rows,
    write_entries,
)
from dashboard.views.before_the_claim.saved_prior_use import show_receipt, show_saved
from dashboard.warehouse import read_identifiers, rows

QUESTION = "Which patients with KX have unknown prior use?"
_STATE = "prior_use"
_PASTED = "prior_use_pasted"


def show_prior_use(asked: Filters) -> None:
    """The patients, a field for each amount, a box for pasted rows, and what was entered so far."""
    found = rows("prior_use_unknown", asked)
    show_answer(QUESTION, words.say_unknown(found))
    if not may_write():
        st.info("Only a compliance officer or a biller can enter prior use.")
        return
    show_receipt()
    for sentence in st.session_state.get(f"{_STATE}_faults", []):
        st.warning(sentence)
    defaults = _ask_defaults()
    st.markdown(words.WHAT_TO_ENTER)
    _show_grid(found, defaults)
    _show_paste(defaults)
    show_saved()


def _ask_defaults() -> Defaults:
    """What holds for all rows that do not say otherwise."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        as_of = st.date_input(
            "As of", value=today(), max_value=today(), format="MM/DD/YYYY", width=160, key="prior_use_as_of"
        )
        grade = st.radio(
            "Source", list(words.SOURCES), format_func=words.SOURCES.__getitem__, horizontal=True,
            key="prior_use_source",
        )  # fmt: skip
    return Defaults(as_date(as_of) or today(), str(grade), today())


def _show_grid(found: pd.DataFrame, defaults: Defaults) -> None:
    """One row per patient, threshold category and year; what could not be saved is still there afterwards."""
    if found.empty:
        return
    left: dict[str, tuple[str, date | None]] = st.session_state.get(f"{_STATE}_left", {})
    grid = _lay_out(found, left)
    with st.form("prior_use_grid"):
        filled = st.data_editor(
            grid, hide_index=True, placeholder="", key=f"prior_use_grid_{st.session_state.get(f'{_STATE}_turn', 0)}",
            disabled=[str(column) for column in grid if column not in ("amount", "as_of")],
            column_config=_configure(),
        )  # fmt: skip
        is_sent = st.form_submit_button("Save amounts")
    if not is_sent:
        return
    typed, accounts = _read_grid(found, filled)
    entries, faults = judge_rows(typed, accounts, defaults)
    kept = {row.line: (row.texts["amount"], as_date(filled["as_of"].iloc[row.place - 1])) for row, _ in faults}
    st.session_state[f"{_STATE}_left"] = kept
    _save(entries, faults)


def _configure() -> dict[str, Any]:
    config = st.column_config
    return {
        **{column: heading(column) for column in ("patient_id", "patient_name", "pool", "calendar_year", "kx_lines")},
        "amount": config.TextColumn("Total used ($)", max_chars=20),
        "as_of": config.DateColumn("As of, if different", format="MM/DD/YYYY"),
        "own_accrued": config.NumberColumn("Allowed at this practice", format="dollar"),
        "early_unverified_lines": "Early KX lines, prior use unknown",
        "last_service_date": config.DateColumn(heading("last_service_date"), format="MMM D, YYYY"),
    }


def _lay_out(found: pd.DataFrame, left: dict[str, tuple[str, date | None]]) -> pd.DataFrame:
    named = add_names(found)
    kept = [left.get(_name_row(row), ("", None)) for row in each_row(found)]
    return pd.DataFrame(
        {
            "patient_id": named["patient_id"],
            "patient_name": named["patient_name"],
            "pool": named["pool"].map(POOL_NAMES),
            "calendar_year": named["calendar_year"],
            "amount": pd.Series([amount for amount, _ in kept], dtype="object"),
            "as_of": pd.to_datetime(pd.Series([day for _, day in kept], dtype="object")),
            "own_accrued": dollars(named["own_accrued_cents"]),
            "kx_lines": named["kx_lines"],
            "early_unverified_lines": named["early_unverified_lines"],
            "last_service_date": named["last_service_date"],
        }
    )


def _name_row(row: Any) -> str:
    return f"{row.beneficiary_key} {row.pool} {row.calendar_year}"


def _read_grid(found: pd.DataFrame, filled: pd.DataFrame) -> tuple[list[Typed], Accounts]:
    """The rows in which an amount stands, with the identifiers that the file needs."""
    typed: list[Typed] = []
    accounts: dict[str, frozenset[tuple[str, int]]] = {}
    identifiers = read_identifiers(tuple(found["beneficiary_key"]))
    cells = zip(filled["amount"].fillna(""), filled["as_of"], strict=True)
    for place, (row, (amount, as_of)) in enumerate(zip(each_row(found), cells, strict=True), start=1):
        if str(amount).strip():
            day = as_date(as_of)
            texts = {
                "patient_id": identifiers[row.beneficiary_key],
                "amount": str(amount),
                "pool": row.pool,
                "calendar_year": str(row.calendar_year),
                "as_of_date": day.isoformat() if day else "",
            }
            typed.append(Typed(place, texts, _name_row(row)))
            known = accounts.get(typed[-1].patient_id, frozenset())
            accounts[typed[-1].patient_id] = known | {(str(row.pool), int(row.calendar_year))}
    return typed, accounts


def _show_paste(defaults: Defaults) -> None:
    """A box for rows of a spreadsheet; rows that could not be saved stay in it."""
    with st.expander("Paste a list", key="prior_use_paste_fold"):
        if f"{_PASTED}_next" in st.session_state:
            st.session_state[_PASTED] = st.session_state.pop(f"{_PASTED}_next")
        with st.form("prior_use_paste"):
            text = st.text_area("Rows", key=_PASTED, height=160, placeholder=words.EXAMPLE, help=words.HOW_TO_PASTE)
            keeps = st.checkbox("Also save amounts of patients without an imported remittance")
            is_sent = st.form_submit_button("Save pasted rows")
        st.caption(words.HOW_TO_PASTE)
    if not is_sent:
        return
    typed = split_rows(text)
    given = Defaults(defaults.as_of, defaults.grade, defaults.today, keeps)
    entries, faults = judge_rows(typed, _find_accounts(typed), given)
    st.session_state[f"{_PASTED}_next"] = "\n".join(row.line for row, _ in faults)
    _save(entries, faults)


def _find_accounts(typed: list[Typed]) -> dict[str, frozenset[tuple[str, int]]]:
    """The threshold categories and years of the patients that were pasted, as far as remittances know them."""
    given = tuple(sorted({row.patient_id for row in typed if row.patient_id}))
    found: dict[str, frozenset[tuple[str, int]]] = {}
    for row in each_row(rows("prior_use_accounts", patient_ids=given)) if given else ():
        patient = given[int(row.given_place) - 1]
        known = found.setdefault(patient, frozenset())
        if not pd.isna(row.calendar_year):
            found[patient] = known | {(str(row.pool), int(row.calendar_year))}
    return found


def _save(entries: list[Entry], faults: list[Faulty]) -> None:
    """Import the entries as a prior-use file; the sentences of the other rows stay until the next attempt."""
    st.session_state[f"{_STATE}_faults"] = [
        *([] if entries or faults else [words.NOTHING_ENTERED]),
        *(sentence for _, sentence in faults),
    ]
    if not entries and not faults:
        st.rerun()
    st.session_state[f"{_STATE}_turn"] = st.session_state.get(f"{_STATE}_turn", 0) + 1
    st.session_state.pop(f"{_STATE}_receipt", None)
    if not entries:
        st.rerun()
    moment = datetime.now(UTC)
    content = write_entries(entries, moment)
    digest = sha256(content).hexdigest()
    record("prior_use_entered", rows=len(entries), file_sha256=digest)
    st.session_state[f"{_STATE}_receipt"] = digest
    import_files([(f"prior-use-{moment:%Y%m%d-%H%M%S}.csv", content)])
