"""Records and reads decisions: the one module of the dashboard that reaches the casebook.

Decision 0124.
"""

from __future__ import annotations

import getpass
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import streamlit as st

from dashboard.data_folder import home
from dashboard.viewer import find_scope, find_viewer, may_write
from dashboard.warehouse import current_version, rows
from pipelines.casebook import Casebook, CasebookError, Chain, Entry, Event, SeenAnother, open_casebook
from pipelines.casework import claims, findings, months, notices, readiness, refunds
from pipelines.casework.cases import Case, Cause
from pipelines.casework.claims import ClaimWork, record_work
from pipelines.casework.decisions import Signature, decide, decide_all, find_undoable, list_cases, undo
from pipelines.casework.findings import Finding, begin_finding, record_finding
from pipelines.casework.months import (
    APPROVER_MEANING,
    PREPARER_MEANING,
    Month,
    approve_month,
    compare_cases,
    find_last_close,
    has_billed,
    prepare_month,
    withdraw_month,
)
from pipelines.casework.notices import Notice, begin_notice, find_notice, record_notice
from pipelines.casework.readiness import Readiness, list_missing, read_items, record_readiness
from pipelines.casework.refunds import Refund, record_refund
from pipelines.casework.rules import Change, NotAllowed, list_next, list_reasons
from pipelines.casework.undo import list_effective
from pipelines.errors import KxwatchError
from pipelines.settings import load_settings

__all__ = [
    "APPROVER_MEANING",
    "PREPARER_MEANING",
    "Case",
    "Casebook",
    "CasebookError",
    "Cause",
    "Chain",
    "Change",
    "ClaimWork",
    "Entry",
    "Event",
    "Finding",
    "KxwatchError",
    "Month",
    "NotAllowed",
    "Notice",
    "Readiness",
    "Refund",
    "SeenAnother",
    "Signature",
    "append",
    "approve_month",
    "begin_finding",
    "begin_notice",
    "compare_cases",
    "decide",
    "decide_all",
    "find_actor",
    "find_last_close",
    "find_notice",
    "find_undoable",
    "has_billed",
    "is_signed_in",
    "list_closed_samples",
    "list_effective",
    "list_missing",
    "list_next",
    "list_reasons",
    "may_list_cases",
    "open_book",
    "prepare_month",
    "read",
    "read_cases",
    "read_findings",
    "read_items",
    "read_months",
    "read_notices",
    "read_readiness",
    "read_refunds",
    "read_work",
    "record_finding",
    "record_notice",
    "record_readiness",
    "record_refund",
    "record_work",
    "sign",
    "undo",
    "version_on_screen",
    "withdraw_month",
]

ACTOR = "actor"


def open_book() -> Casebook:
    """The casebook of the home on the screen. Raises KxwatchError, whose text is for people."""
    return _open(str(home()))


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(root: str) -> Casebook:
    return open_casebook(load_settings(home()))


def find_actor() -> str:
    """Who decides: the person signed in; without users the name typed in the session, else the computer's user."""
    viewer = find_viewer()
    if viewer is not None:
        return viewer.name
    return str(st.session_state.get(ACTOR) or getpass.getuser())


def is_signed_in() -> bool:
    """Whether the name of the person is known and not typed."""
    return find_viewer() is not None or bool(st.session_state.get(ACTOR))


def version_on_screen() -> str:
    """The warehouse version that the person looks at, for the record of the decision."""
    return (current_version() or "").rpartition("|")[0].replace("\\", "/").rpartition("/")[2]


def check_may_write() -> None:
    """Raises NotAllowed for a role that only reads."""
    if not may_write():
        raise NotAllowed("Your role may read but not record decisions. Ask a compliance officer.")


def sign() -> Signature:
    """The signature of the person at the screen. Raises NotAllowed for a role that only reads."""
    check_may_write()
    return Signature(find_actor(), version_on_screen())


def append(kind: str, subject: str, body: Mapping[str, Any], seen: int | None = None) -> Event:
    """Record one decision of the person at the screen; `seen` is the last event of the subject that the page showed.

    Raises SeenAnother when somebody else decided meanwhile, CasebookError when it cannot be recorded,
    NotAllowed for a role that only reads.
    """
    check_may_write()
    return open_book().append(Entry(kind, subject, find_actor(), body, version_on_screen(), seen))


def read(kinds: Collection[str] = (), subject: str | None = None, month: str | None = None) -> list[Event]:
    """Events of these kinds, about this subject, recorded in this month (YYYY-MM); oldest first."""
    return open_book().read(kinds, subject, month)


def read_cases(causes: Iterable[Cause]) -> dict[str, Case]:
    """All cases as they stand, after what the data newly show was recorded.

    Raises NotAllowed where the person sees only part of the data: cases of the other part would seem to have ended.
    """
    _check_reads_all()
    return list_cases(open_book(), causes, version_on_screen())


def may_list_cases() -> bool:
    """Whether the person decides cases: the compliance officer, who sees the whole practice."""
    return find_scope().is_everything and may_write()


def _check_reads_all() -> None:
    """Raises NotAllowed for a role whose scope is part of the data, and for one that only reads."""
    if not may_list_cases():
        raise NotAllowed("Your role sees part of the data, so cases are not listed. Ask a compliance officer.")


def read_work() -> dict[str, ClaimWork]:
    """The work on denied services that the person may see, by service line."""
    work = claims.derive_work(read(claims.KINDS))
    if find_scope().is_everything or not work:
        return work
    shown = set(rows("shown_denials", worked_keys=tuple(sorted(work)))["service_line_key"])
    return {key: state for key, state in work.items() if key in shown}


def read_findings() -> dict[str, Finding]:
    """The findings and their actions. Raises NotAllowed, as `read_cases` does."""
    _check_reads_all()
    return findings.derive_findings(read(findings.KINDS))


def read_refunds() -> dict[str, Refund]:
    """The dates of refunds, by case. Raises NotAllowed, as `read_cases` does."""
    _check_reads_all()
    return refunds.derive_refunds(read(refunds.KINDS))


def read_months() -> dict[str, Month]:
    """The months that somebody prepared or closed; the closed ones for a role that only reads.

    Raises NotAllowed for somebody who is kept to some clinics: a close is of the whole practice.
    """
    if find_scope().clinics:
        raise NotAllowed(
            "A close covers the whole practice, and your role sees only some clinics. Ask a compliance officer."
        )
    found = months.derive_months(read(months.KINDS))
    return found if may_write() else {name: month for name, month in found.items() if month.is_closed}


def list_closed_samples() -> set[str]:
    """The samples that a closed month holds as they are now; one drawn or reviewed since comes with a later close."""
    frozen = {told["event"] for month in read_months().values() if month.is_closed for told in _list_frozen(month)}
    newest = {event.subject: event.sequence for event in read(("sample_drawn", "sample_reviewed"))}
    return {subject.removeprefix("sample:") for subject, event in newest.items() if event in frozen}


def _list_frozen(month: Month) -> list[dict[str, Any]]:
    return list((month.frozen or {}).get("samples", []))


def read_readiness() -> dict[str, Readiness]:
    """The answers of the documentation checklist, by case. Raises NotAllowed, as `read_cases` does."""
    _check_reads_all()
    return readiness.derive_readiness(read(readiness.KINDS))


def read_notices() -> list[Notice]:
    """The ABN register. Raises NotAllowed, as `read_cases` does."""
    _check_reads_all()
    return notices.derive_notices(read(notices.KINDS))
