"""The access log: who saw, exported or imported what, appended to the casebook, where nobody can change it unseen."""

from collections.abc import Callable

import streamlit as st

from dashboard.casebook import Entry, KxwatchError, find_actor, open_book, version_on_screen
from dashboard.viewer import find_viewer

SUBJECT = "access"
_SEEN = "access_log_seen"


class NotRecordedError(Exception):
    """The access log cannot be written, so nothing is shown; the message says why."""


def record_for(actor: str, kind: str, **body: object) -> None:
    """Append one event about a person who need not be at the screen. Raises NotRecordedError."""
    try:
        open_book().append(Entry(kind, SUBJECT, actor, body, version_on_screen()))
    except (KxwatchError, OSError) as error:
        raise NotRecordedError(f"The access log cannot be written, so nothing is shown. {error}") from None


def record(kind: str, **body: object) -> bool:
    """Append one event of the person at the screen; whether it was recorded.

    Where people sign in, what cannot be recorded does not happen: NotRecordedError. Without users a warning shows.
    """
    try:
        record_for(find_actor(), kind, **body)
    except NotRecordedError as error:
        if find_viewer() is not None:
            raise
        st.warning(str(error).replace(", so nothing is shown", ""))
        return False
    return True


def record_view(page: str, patient_key: str | None = None) -> None:
    """A page with patient data is looked at; once per page and patient, not at every click.

    Without users only views with identifiers count: the one person of this computer sees masked data all day.
    """
    is_named = bool(st.session_state.get("identifiers_shown"))
    seen = (page, patient_key, is_named)
    if (find_viewer() is None and not is_named) or st.session_state.get(_SEEN) == seen:
        return
    record("patient_data_viewed", page=page, patient=patient_key, identifiers=is_named)
    st.session_state[_SEEN] = seen


def may_view(page: str, patient_key: str | None) -> bool:
    """Record the view of a page; False, with the reason on the screen, where it must not be shown."""
    try:
        record_view(page, patient_key)
    except NotRecordedError as error:
        st.error(str(error))
        return False
    return True


def logged_export(name: str, rows: int | None = None, *, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """`make` that records the download first; a button is pressed outside the run of the page."""
    actor, is_strict = find_actor(), find_viewer() is not None
    is_named = bool(st.session_state.get("identifiers_shown"))

    def make_recorded() -> bytes:
        try:
            record_for(actor, "patient_data_exported", table=name, rows=rows, identifiers=is_named)
        except NotRecordedError:
            if is_strict:
                raise
        return make()

    return make_recorded


def show_switch() -> None:
    """The switch that shows identifiers; where people sign in it asks for a reason."""
    if find_viewer() is None:
        st.toggle("Show patient identifiers", key="identifiers_shown", on_change=_record_switch)
    elif st.session_state.get("identifiers_shown"):
        st.button("Hide patient identifiers", on_click=_hide, type="tertiary")
    else:
        with st.popover("Show patient identifiers"):
            st.text_input("Reason", key="identifiers_reason", help="It is recorded in the access log.", max_chars=200)
            st.button("Show", key="identifiers_asked", on_click=_show_for_reason)


def _record_switch() -> None:
    if st.session_state.get("identifiers_shown"):
        record("identifiers_shown", reason="")


def _show_for_reason() -> None:
    reason = str(st.session_state.get("identifiers_reason") or "").strip()
    if reason:
        record("identifiers_shown", reason=reason)
        st.session_state["identifiers_shown"] = True
    else:
        st.toast("Say why you need to see identifiers.")


def _hide() -> None:
    st.session_state["identifiers_shown"] = False
