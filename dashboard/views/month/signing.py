"""The signatures of a close: prepare, withdraw, approve; each with name, time and meaning."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.casebook import (
    APPROVER_MEANING,
    PREPARER_MEANING,
    Case,
    KxwatchError,
    Month,
    Signature,
    approve_month,
    find_actor,
    has_billed,
    is_signed_in,
    open_book,
    prepare_month,
    read,
    sign,
    version_on_screen,
    withdraw_month,
)
from dashboard.views.month import text as words
from dashboard.views.month.freezing import freeze


def show_signing(
    month: Month, start: date, lists: Mapping[str, list[str]], cases: Mapping[str, Case], exceptions: int
) -> None:
    """The signatures so far, and the next one."""
    st.header("Signatures", anchor=False)
    if month.prepared is not None:
        st.markdown(words.say_signature("Prepared", month.prepared))
    if month.approved is not None:
        st.markdown(words.say_signature("Approved", month.approved))
        return
    name = _read_name()
    if month.prepared is None:
        _show_prepare(month, start, lists, cases, exceptions, name)
    else:
        _show_approve(month, name)


def _read_name() -> str:
    """Who signs: the person signed in, else the name that is typed."""
    if is_signed_in():
        return find_actor()
    st.caption(words.TYPED_NAMES)
    return (
        st.text_input("Your name", key="signing_name", max_chars=80, placeholder=find_actor()).strip() or find_actor()
    )


def _by(name: str) -> Signature:
    return sign() if is_signed_in() else Signature(name, version_on_screen())


def _show_prepare(
    month: Month, start: date, lists: Mapping[str, list[str]], cases: Mapping[str, Case], exceptions: int, name: str
) -> None:
    accepted = ""
    if exceptions:
        accepted = st.text_area(
            "Why the data are usable in spite of the exceptions", key="month_accepted", max_chars=2000
        )
    st.markdown(f"Signing means: {PREPARER_MEANING}")
    if st.button(f"Prepare as {name}", type="primary", key="month_prepare"):
        if exceptions and not accepted.strip():
            st.error("The data have exceptions. Say why they are usable; nothing was saved.")
            return
        frozen = freeze(start, lists, cases, accepted.strip())
        _record(lambda: prepare_month(open_book(), month, frozen, _by(name)))


def _show_approve(month: Month, name: str) -> None:
    if has_billed(read(kinds={"claim_worked"}), name):
        st.warning(words.SAME_BILLER)
    st.markdown(f"Signing means: {APPROVER_MEANING}")
    if st.button(f"Approve as {name}", type="primary", key="month_approve"):
        _record(lambda: approve_month(open_book(), month, _by(name)))
    with st.expander("Withdraw the preparation"):
        reason = st.text_input("Reason", key="month_withdraw_reason", max_chars=400)
        if st.button("Withdraw", key="month_withdraw"):
            _record(lambda: withdraw_month(open_book(), month, reason, _by(name)))


def _record(write: Any) -> None:
    try:
        write()
    except KxwatchError as error:
        st.error(str(error))
    else:
        st.rerun()
