"""One case opened: what it is about, where it stands, its history, and the next decision."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard.casebook import (
    Case,
    Change,
    Event,
    KxwatchError,
    SeenAnother,
    decide,
    find_undoable,
    list_effective,
    list_next,
    list_reasons,
    open_book,
    sign,
    undo,
)
from dashboard.components.case_labels import STATUS_WORDS
from dashboard.components.case_list import tabulate
from dashboard.components.evidence.panel import show_evidence
from dashboard.formats import format_moment, plain_text
from dashboard.state.url_choice import go_to
from dashboard.views.cases import text as words
from dashboard.views.cases.readiness import show_readiness
from dashboard.views.cases.refund import show_refund

KEEP = ""
WITH_CHECKLIST = ("kx_crossing", "medical_review_crossing", "needs_kx_now")
WITH_REFUND = ("refund_check", "early_kx_pattern", "kx_crossing", "medical_review_crossing")
REASONS = {code: meaning for status in STATUS_WORDS for code, meaning in list_reasons(status).items()}


def show_case(case: Case, others: Sequence[str]) -> None:
    """The case with its history and the form; `others` are the keys of the list that it was opened from."""
    _show_steps(case.key, others)
    st.title(words.name_case(case.category, _name_subject(case), case.facts), anchor=False)
    st.markdown(words.say_facts(case.category, case.facts, case.cause_date, case.opened_date).replace("$", "\\$"))
    st.markdown(words.say_state(case, REASONS.get(case.reason or "")))
    if case.is_cause_ended and case.ended_date:
        st.info(words.say_ended(case.ended_date))
    if case.returned_date and not case.is_closed:
        st.info(words.say_returned(case.returned_date))
    _show_links(case)
    if case.facts.get("service_line_key") and st.button("Line evidence", type="tertiary", key="case_evidence"):
        show_evidence(str(case.facts["service_line_key"]), "case")
    form_side, history_side = st.columns([5, 6], gap="large")
    with form_side:
        _show_form(case)
        if case.category in WITH_CHECKLIST:
            show_readiness(case)
        if case.category in WITH_REFUND:
            show_refund(case)
    with history_side:
        _show_history(case)


def _show_steps(key: str, others: Sequence[str]) -> None:
    """Back to the list, and on to the next case: all by keyboard."""
    place = others.index(key) if key in others else -1
    with st.container(horizontal=True, gap="small"):
        st.button("← All cases", on_click=go_to, args=({"case": None},), type="tertiary", key="case_back")
        for label, step in (("Previous case", place - 1), ("Next case", place + 1)):
            is_there = place >= 0 and 0 <= step < len(others)
            target = others[step] if is_there else key
            st.button(
                label, on_click=go_to, args=({"case": target},), disabled=not is_there, type="tertiary",
                key=f"case_{label}",
            )  # fmt: skip


def _name_subject(case: Case) -> str:
    row = tabulate([case]).iloc[0]
    named = [row.get(name) for name in ("cause_text", "patient_id", "provider_name", "payee_name")]
    said = [str(name) for name in named if isinstance(name, str) and name]
    return ", ".join(said[:2])


def _show_links(case: Case) -> None:
    """Where the figures of the case are."""
    facts = case.facts
    if facts.get("beneficiary_key") and facts.get("pool"):
        asked = {"patient": str(facts["beneficiary_key"]), "account": f"{facts['pool']}-{facts['calendar_year']}"}
        st.page_link("views/crossings/page.py", label="Open the patient →", query_params=asked)
    elif facts.get("provider_npi"):
        asked = {"chosen": str(facts["provider_npi"]), "period": str(facts.get("calendar_year", "all"))}
        st.page_link("views/providers/page.py", label="Open the provider →", query_params=asked)
    else:
        st.page_link("views/data_quality/page.py", label="Open data quality →")


def _show_form(case: Case) -> None:
    """The next decision. What was typed stays until it is saved."""
    st.header("Decision", anchor=False)
    _show_answer_of_last_save(case.key)
    status, reason, corrective = _read_status(case)
    note = st.text_area("Comment", key=_field(case, "note"), max_chars=4000)
    owner = st.text_input("Owner", value=case.owner or "", key=_field(case, "owner"), max_chars=80).strip()
    due = st.date_input("Due date", value=case.due_date, format="MM/DD/YYYY", key=_field(case, "due"))
    change = Change(
        status=status or None,
        reason=reason,
        note=note.strip() or None,
        owner=owner if owner != (case.owner or "") else None,
        due_date=_as_day(due) if due != case.due_date else None,
        corrective_date=corrective,
    )
    with st.container(horizontal=True):
        if st.button("Save decision", type="primary", key="case_save"):
            _save(case, change)
        _show_undo(case)
    st.session_state[_seen_name(case)] = case.seen


def _read_status(case: Case) -> tuple[str, str | None, date | None]:
    """The next status with its reason, and the date of a corrective action."""
    options = [KEEP, *list_next(case.status, is_cause_ended=case.is_cause_ended)]
    status = st.selectbox("New status", options, format_func=_name_status, key=_field(case, "status"))
    reasons = list_reasons(status) if status else {}
    reason = None
    if reasons:
        reason = st.selectbox(
            "Reason", list(reasons), index=None, format_func=reasons.__getitem__, key=_field(case, f"reason_{status}")
        )
    corrective = None
    if status == "corrected":
        corrective = st.date_input(
            "Date of the corrective action", value=None, format="MM/DD/YYYY", key=_field(case, "corrective")
        )
    return status, reason, _as_day(corrective)


def _name_status(status: str) -> str:
    return STATUS_WORDS[status] if status else "Keep the status"


def _field(case: Case, name: str) -> str:
    """The key of a field; a saved decision makes new, empty ones."""
    saved = st.session_state.get(f"saved_{case.key}", 0)
    return f"case_{name}_{case.key}_{saved}"


def _seen_name(case: Case) -> str:
    return f"seen_{case.key}"


def _as_day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _save(case: Case, change: Change) -> None:
    """Record it; where somebody else decided since the page was shown, their decision is shown first."""
    seen = int(st.session_state.get(_seen_name(case), case.seen))
    newer = [event for event in case.events if event.sequence > seen]
    try:
        if newer:
            raise SeenAnother(newer[-1])
        decide(open_book(), replace(case, seen=seen), change, sign())
    except SeenAnother as other:
        event = other.event
        said = words.say_decision(event.body, REASONS) or "an earlier decision was undone"
        st.warning(words.say_other_decision(event.actor, event.at, said))
    except KxwatchError as error:
        st.error(str(error))
    else:
        _forget_fields(case, "Saved.")


def _forget_fields(case: Case, answer: str) -> None:
    st.session_state[f"saved_{case.key}"] = st.session_state.get(f"saved_{case.key}", 0) + 1
    st.session_state[f"answer_{case.key}"] = answer
    st.session_state.pop(_seen_name(case), None)
    st.rerun()


def _show_answer_of_last_save(key: str) -> None:
    answer = st.session_state.pop(f"answer_{key}", None)
    if answer:
        st.success(answer)


def _show_undo(case: Case) -> None:
    last = find_undoable(case)
    if last is None:
        return
    if st.button(f"Undo: {words.say_decision(last.body, REASONS)[:40]}", key="case_undo"):
        try:
            undo(open_book(), replace(case, seen=int(st.session_state.get(_seen_name(case), case.seen))), sign())
        except KxwatchError as error:
            st.error(str(error))
        else:
            _forget_fields(case, "The last decision was undone.")


def _show_history(case: Case) -> None:
    """Every event, the newest first; undone ones stay in sight."""
    st.header("History", anchor=False)
    counting = {event.sequence for event in list_effective(case.events)}
    for event in reversed(case.events):
        st.markdown(_say_event(event, is_counting=event.sequence in counting))
    st.caption(f"Opened from the data on {case.opened_date:%b} {case.opened_date.day}, {case.opened_date.year}.")


def _say_event(event: Event, *, is_counting: bool) -> str:
    who = f"{format_moment(event.at)} · {plain_text(event.actor)}"
    if "undoes" in event.body:
        return f"{who}  \nUndid decision {event.body['undoes']}."
    said = words.say_decision(event.body, REASONS)
    return f"{who} · decision {event.sequence}  \n{said if is_counting else f'~~{said}~~ (undone)'}"
