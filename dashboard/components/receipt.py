"""The receipt of the latest import and the refused files that nobody has seen yet, kept after the page is closed.

Decision 0186.
"""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.casebook import KxwatchError, append, read
from dashboard.components import receipt_text as words
from dashboard.formats import format_count, plain_text
from dashboard.viewer import is_page_shown, may_write
from dashboard.warehouse import rows

SEEN = "refused_files_seen"
SUBJECT = "files"


def show_receipt() -> None:
    """What the latest import did, with the reason of each refused file; silent before the first one."""
    files = rows("last_import")
    if files.empty:
        return
    st.markdown(words.say_receipt(files))
    for row in files[files["status"] == "refused"].head(words.MOST_REASONS).itertuples():
        st.warning(plain_text(row.reason))


def show_first_import(build: "pd.Series[Any]") -> None:
    """After the first import of a practice: what it holds and what to do next."""
    if build["batch_number"] != 1 or build["is_synthetic"]:
        return
    with st.container(border=True, key="first_import"):
        st.markdown(words.say_first_import(build["first_service_date"], build["data_through_date"]))
        show_receipt()
        st.markdown(words.NEXT_STEPS)
        with st.container(horizontal=True):
            for view, label in words.NEXT_PAGES:
                if is_page_shown(view):
                    part = {"view": "prior-use"} if view == "before_the_claim" else {}
                    st.page_link(f"views/{view}/page.py", label=label, query_params=part, width="content")


def read_refused() -> pd.DataFrame:
    """The refused files that nobody marked as seen, newest first."""
    return rows("refused_files", seen_files=_read_seen())


def show_refused() -> None:
    """The refused files that nobody marked as seen, each with what to do, and the button that marks them."""
    found = read_refused()
    if found.empty:
        return
    st.warning(words.say_refused(len(found)))
    for row in found.head(words.MOST_REASONS).itertuples():
        st.markdown(f"- {plain_text(row.reason)}")
    if may_write() and st.button(f"Mark {format_count(len(found), 'refused file')} as seen", key="refused_seen"):
        try:
            append(SEEN, SUBJECT, {"file_sha256": list(found["file_sha256"])})
        except KxwatchError as error:
            st.error(str(error))
        else:
            st.rerun()


def _read_seen() -> tuple[str, ...]:
    """The hashes of the files that somebody marked as seen; none where the casebook cannot be read."""
    try:
        events = read((SEEN,))
    except (KxwatchError, OSError):
        return ()
    return tuple(sorted({str(digest) for event in events for digest in event.body["file_sha256"]}))
