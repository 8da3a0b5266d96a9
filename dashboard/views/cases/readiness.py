"""The documentation checklist of one case: answered by a person from the chart, beside what the remittances say."""

from dataclasses import replace

import streamlit as st

from dashboard.casebook import (
    Case,
    Readiness,
    list_missing,
    read_items,
    read_readiness,
    record_readiness,
)
from dashboard.lookups import read_rule
from dashboard.views.cases import text as words
from dashboard.views.cases.documentation import say_documentation
from dashboard.views.cases.saving import save
from dashboard.warehouse import rows

UNANSWERED = "–"


def show_readiness(case: Case) -> None:
    """The checklist, folded away until somebody opens it."""
    before = read_readiness().get(case.key, Readiness(case.key))
    missing = len(list_missing(before))
    with st.expander(words.say_readiness(missing, len(read_items()), before.answered_by)):
        about = {name: case.facts[name] for name in ("beneficiary_key", "pool", "calendar_year")}
        counted = rows("case_treatment_days", **about).iloc[0]
        st.markdown(
            words.say_treatment_days(int(counted["treatment_days"]), read_rule("progress_report_treatment_days"))
        )
        _show_form(before, say_documentation(rows("case_documentation", **about)))


def _show_form(before: Readiness, documented: dict[str, str]) -> None:
    """One question an item, with what the documented units say beneath it."""
    answers = {}
    with st.form(f"readiness_{before.case_key}_{before.seen}"):
        for item in read_items():
            options = [UNANSWERED, *words.ANSWER_WORDS]
            known = before.answers.get(item.code, UNANSWERED)
            said = st.radio(
                item.question, options, index=options.index(known), horizontal=True, help=item.source,
                format_func=lambda code: words.ANSWER_WORDS.get(code, code),
            )  # fmt: skip
            if item.code in documented:
                st.caption(documented[item.code])
            if said != UNANSWERED:
                answers[item.code] = str(said)
        note = st.text_area("Where in the chart", value=before.note, max_chars=2000)
        is_saved = st.form_submit_button("Save checklist")
    if is_saved:
        _save(before, replace(before, answers=answers, note=note.strip()))


def _save(before: Readiness, after: Readiness) -> None:
    if save(record_readiness, before, after):
        st.rerun()
