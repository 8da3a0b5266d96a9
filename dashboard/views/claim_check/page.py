"""The page that answers: what should be fixed before these claims go out?"""

import streamlit as st

from dashboard.components.frame import show_method
from dashboard.components.table import show_table
from dashboard.formats import plain_text
from dashboard.masking import mask_rows
from dashboard.state.url_choice import settle_several, write_address
from dashboard.views.claim_check import text as words
from dashboard.views.claim_check.checking import check_files
from dashboard.warehouse import are_identifiers_shown, rows
from pipelines.claim_check.answer import CheckAnswer, Finding


def show_drop() -> None:
    """A box for claim files; the answer stays in this session and nowhere else."""
    with st.form("claims", clear_on_submit=True):
        files = st.file_uploader("Claim files (837P)", accept_multiple_files=True, help=words.NO_FILE)
        is_kept = st.checkbox("Keep this check, to compare it with the remittances later", help=words.KEPT)
        is_sent = st.form_submit_button("Check claims")
    if is_sent and files:
        offered = [(file.name, file.getvalue()) for file in files]
        with st.spinner("Checking claims"):
            st.session_state["claim_report"] = check_files(offered, is_kept=is_kept)


def show_report(report: CheckAnswer) -> None:
    """What the check found: rules first, then the lines to fix, then the lines to look at."""
    for notice in words.list_notices(report):
        st.warning(plain_text(notice))
    rules = words.list_rules(report)
    if rules.empty:
        return
    show_table(rules, "claim_rules", alt="Rules that lines break, with the number of lines")
    muted = choose_muted(report)
    if hidden := words.say_muted(report, muted):
        st.caption(hidden)
    st.markdown("**Lines to fix**")
    show_lines(report.get("findings", []), "findings", muted)
    st.markdown("**Lines to look at**")
    show_lines(report.get("look", []), "look", muted)


def choose_muted(report: CheckAnswer) -> list[str]:
    """The rules whose lines are hidden below; the address keeps them."""
    names = words.name_rules(report)
    settle_several("muted_rules", "muted", names)
    muted = st.multiselect(
        "Muted rules", list(names), key="muted_rules", format_func=names.__getitem__, help=words.MUTED
    )
    write_address({"muted": ",".join(muted) or None})
    return muted


def show_lines(findings: list[Finding], name: str, muted: list[str]) -> None:
    """One list of the answer; claim numbers show their last characters while identifiers are hidden."""
    found = words.list_findings(findings, muted)
    if found.empty:
        st.caption("None.")
        return
    shown = found if are_identifiers_shown() else mask_rows(found)
    show_table(shown, f"claim_{name}", alt=f"Claim lines: {name}, in the order of the files")


def show_back_test() -> None:
    """How often each rule was right about the claims whose check was kept."""
    found = rows("claim_back_test")
    if found.empty:
        return
    st.markdown("**How often was the check right?**")
    st.markdown(words.say_back_test(found))
    st.caption(words.BACK_TEST)
    show_table(found, "claim_back_test", alt="Rules of kept checks against the remittances that came later")


st.title(words.QUESTION, anchor=False)
title = st.empty()
show_drop()
report: CheckAnswer | None = st.session_state.get("claim_report")
title.header(plain_text(words.answer_check(report)) if report else words.NO_FILE, anchor=False)
if report:
    show_report(report)
show_back_test()
show_method("claim_check")
