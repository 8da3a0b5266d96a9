"""Findings and actions: root cause, corrective action, owner, due date and effect; and the refunds with their clock."""

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.casebook import (
    Case,
    Finding,
    begin_finding,
    read_findings,
    read_refunds,
    record_finding,
)
from dashboard.components.case_list import make_dates, tabulate
from dashboard.components.table import name_grid, show_table
from dashboard.formats import as_date, format_count
from dashboard.lookups import read_rule
from dashboard.state.url_choice import go_to, read_address, read_row, settle_row, write_address
from dashboard.views.cases import text as words
from dashboard.views.cases.saving import save

NEW = "new"


def show_findings(cases: dict[str, Case], today: date) -> None:
    """The findings as rows, the form of the chosen one, and the refunds."""
    found = read_findings()
    st.markdown(words.say_findings(found.values(), today))
    asked = _choose_finding(found)
    if st.button("New finding", key="finding_new"):
        write_address({"finding": NEW})
        asked = NEW
    if asked == NEW:
        _show_form(st.session_state.setdefault("finding_draft", begin_finding()), cases)
    elif asked is not None and asked in found:
        _show_form(found[asked], cases)
    _show_refunds(cases)


def _choose_finding(found: dict[str, Finding]) -> str | None:
    """The key of the finding whose form is open, NEW for a new one."""
    if not found:
        return read_address("finding")
    keys = list(found)
    settle_row(name_grid("findings"), "finding", keys)
    place = show_table(tabulate_findings(list(found.values())), "findings", alt="Findings", is_selectable=True)
    return read_row("finding", None if place is None else keys[place])


def tabulate_findings(found: list[Finding]) -> pd.DataFrame:
    """One row a finding."""
    texts = ("title", "root_cause", "corrective_action", "owner", "measure", "effect", "recorded_by")
    table = pd.DataFrame({name: [getattr(finding, name) for finding in found] for name in texts})
    for name in ("due_date", "done_date"):
        table[name] = make_dates([getattr(finding, name) for finding in found])
    return table


def _show_form(before: Finding, cases: dict[str, Case]) -> None:
    with st.form(f"finding_{before.key}_{before.seen}"):
        title = st.text_input("Finding", value=before.title, max_chars=200)
        cause = st.text_area("Root cause", value=before.root_cause, max_chars=2000)
        action = st.text_area("Corrective action", value=before.corrective_action, max_chars=2000)
        owner = st.text_input("Owner", value=before.owner, max_chars=80)
        due = st.date_input("Due date", value=before.due_date, format="MM/DD/YYYY")
        measure = st.text_input("How the effect will be measured", value=before.measure, max_chars=400)
        done = st.date_input("Done on", value=before.done_date, format="MM/DD/YYYY")
        effect = st.text_input("Measured effect", value=before.effect, max_chars=400)
        known = [key for key in before.case_keys if key in cases]
        keys = st.multiselect("Cases", list(cases), default=known, format_func=lambda key: name_case(cases[key]))
        is_saved = st.form_submit_button("Save finding")
    if is_saved:
        after = replace(
            before, title=title, root_cause=cause, corrective_action=action, owner=owner, measure=measure,
            effect=effect, due_date=as_date(due), done_date=as_date(done), case_keys=tuple(keys),
        )  # fmt: skip
        _save(before, after)


def name_case(case: Case) -> str:
    """A case in a list to choose from."""
    about = case.facts.get("provider_npi") or case.facts.get("payee_npi") or ""
    return words.name_case(case.category, str(about), case.facts)


def _save(before: Finding, after: Finding) -> None:
    if save(record_finding, before, after):
        st.session_state.pop("finding_draft", None)
        go_to({"finding": after.key})
        st.rerun()


def _show_refunds(cases: dict[str, Case]) -> None:
    """Refunds by deadline; the dates are entered in the case."""
    refunds = {key: refund for key, refund in read_refunds().items() if key in cases}
    st.header("Refunds", anchor=False)
    days = read_rule("refund_clock_days"), read_rule("refund_suspension_days")
    st.caption(words.say_clock(*days))
    if not refunds:
        st.info("No refund dates are recorded. Open a case to enter when an overpayment was identified.")
        return
    st.markdown(f"{format_count(len(refunds), 'refund')}. Dates only; ask counsel what is due.")
    table = tabulate([cases[key] for key in refunds])
    for name in ("identified_date", "investigation_date", "completed_date", "returned_date"):
        table[name] = make_dates([getattr(refund, name) for refund in refunds.values()])
    table["deadline_date"] = make_dates([refund.find_deadline(*days) for refund in refunds.values()])
    columns = ["case_category", "amount_cents", "identified_date", "investigation_date", "completed_date"]
    listed = table[[*columns, "deadline_date", "returned_date"]]
    show_table(listed, "refunds", alt="Refunds with their dates")
