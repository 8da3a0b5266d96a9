"""The amounts of prior use that were imported or entered by hand, with what becomes of each, and their undo."""

import pandas as pd
import streamlit as st

from dashboard.access_log import record
from dashboard.components.chart import fold
from dashboard.components.labels import put_in_words
from dashboard.components.table import select_rows
from dashboard.components.upload import import_files
from dashboard.lookups import add_names
from dashboard.views.before_the_claim import prior_use_text as words
from dashboard.views.before_the_claim.entries import write_withdrawal
from dashboard.warehouse import rows

COLUMNS = [
    "offered_at", "patient_id", "patient_name", "pool", "calendar_year", "used_cents", "as_of_date",
    "prior_use_grade", "entry_category", "withdrawal_reason", "file_name", "segment_number",
]  # fmt: skip
_RECEIPT = "prior_use_receipt"


def show_receipt() -> None:
    """What was saved just now, and the button that undoes it."""
    digest: str | None = st.session_state.get(_RECEIPT)
    if digest is None:
        return
    entries = rows("prior_use_entries")
    mine = entries[(entries["file_sha256"] == digest) & (entries["entry_category"] != "withdrawn")]
    if mine.empty:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.success(words.say_saved(mine))
        if st.button("Undo", key="prior_use_undo"):
            st.session_state.pop(_RECEIPT)
            withdraw(mine, "undone")


def show_saved() -> None:
    """Every amount so far; chosen ones can be withdrawn with a reason."""
    entries = rows("prior_use_entries")
    if entries.empty or (box := fold(words.title_saved(len(entries)), "prior_use_saved")) is None:
        return
    with box:
        places = select_rows(put_in_words(add_names(entries)[COLUMNS]), "prior_use_entries_table", alt=words.ALT_SAVED)
        chosen = entries.iloc[places]
        chosen = chosen[chosen["entry_category"] != "withdrawn"]
        with st.form("prior_use_withdraw", border=False):
            reason = st.text_input("Reason", max_chars=200, placeholder=words.REASON_EXAMPLE)
            is_sent = st.form_submit_button("Withdraw selected rows")
        if is_sent and chosen.empty:
            st.warning("Select the rows to withdraw in the list above.")
        elif is_sent:
            withdraw(chosen, reason)


def withdraw(entries: pd.DataFrame, reason: str) -> None:
    """Import a file that withdraws these rows; they count nowhere and stay listed."""
    said = reason.strip().lstrip("=+-@ ") or "entered by mistake"
    pairs = zip(entries["file_sha256"], map(int, entries["segment_number"]), strict=True)
    record("prior_use_withdrawn", rows=len(entries), files=int(entries["file_sha256"].nunique()))
    import_files([("prior-use-withdrawal.csv", write_withdrawal(pairs, said))])
