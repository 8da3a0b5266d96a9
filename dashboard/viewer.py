"""Who looks at the pages: the person whom the gate signed in, with role, scope and what the role may do.

Decision 0109.
"""

from datetime import date

import streamlit as st

from dashboard import accounts
from dashboard.scope import EVERYTHING, Scope

USER_HEADER = "X-Kxwatch-User"
# The pages of a role; any other is hidden from it. An officer of some clinics has the pages whose queries have a scope.
_SCOPED_PAGES = ("overview", "crossings", "providers", "time_to_threshold", "denials", "definitions")
_PAGES = {
    "officer": (*_SCOPED_PAGES, "cases", "data_quality"),
    "owner": (*_SCOPED_PAGES, "month"),
    "biller": ("denials", "before_the_claim", "claim_check", "cases", "data_quality", "definitions"),
    "auditor": ("denials", "samples", "month", "data_quality", "definitions"),
}
# A close and a sample are of the whole practice: nobody who is kept to some clinics has these pages.
_PRACTICE_PAGES = ("samples", "month")
_WRITERS = ("officer", "biller")
_NEVER_NAMED = ("owner",)
_VIEWER = "viewer"
_NOBODY = accounts.Account("", "", (), "")


def find_viewer() -> accounts.Account | None:
    """The account signed in; None where there are no users, and one person sees everything.

    The gate names the user in a header that it removes from what browsers send. An account that is gone sees nothing.
    """
    name = st.context.headers.get(USER_HEADER)
    if not name:
        return None
    try:
        return accounts.find_account(name) or _NOBODY
    except accounts.AccountsUnavailableError:
        return _NOBODY


def forget_others() -> None:
    """Clear what the session of somebody else left behind: a browser can be used by one person after another."""
    viewer = find_viewer()
    name = viewer.name if viewer else ""
    if st.session_state.get(_VIEWER, name) != name:
        st.session_state.clear()
    st.session_state[_VIEWER] = name


def find_scope() -> Scope:
    """What the person at the screen may see."""
    viewer = find_viewer()
    if viewer is None:
        return EVERYTHING
    months = None if viewer.role in ("officer", "owner", "biller") else _list_closed_months()
    return Scope(viewer.role, viewer.clinics, months)


def may_see_identifiers() -> bool:
    """Whether the role may switch identifiers on."""
    viewer = find_viewer()
    return viewer is None or (viewer.role not in _NEVER_NAMED and viewer != _NOBODY)


def may_write() -> bool:
    """Whether the role may decide, sign and import."""
    viewer = find_viewer()
    return viewer is None or viewer.role in _WRITERS


def is_page_shown(page_name: str) -> bool:
    """Whether the role has this page."""
    viewer = find_viewer()
    if viewer is None or (viewer.role == "officer" and not viewer.clinics):
        return True
    if viewer.clinics and page_name in _PRACTICE_PAGES:
        return False
    return page_name in _PAGES.get(viewer.role, ())


def _list_closed_months() -> tuple[date, ...]:
    """The first days of the months whose close was approved."""
    from dashboard.casebook import read  # the casebook reaches the warehouse, which asks this module

    approved = {event.subject.removeprefix("month ") for event in read(("month_approved",))}
    return tuple(sorted(date.fromisoformat(f"{month}-01") for month in approved if len(month) == len("2026-01")))
