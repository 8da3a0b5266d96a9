"""The cases page: which cases need a decision, one case with its history, and the biller's queue."""

from datetime import UTC, datetime

import streamlit as st

from dashboard.casebook import KxwatchError, may_list_cases
from dashboard.components.case_list import list_cases
from dashboard.components.frame import show_answer, show_method
from dashboard.components.tabs import choose_part
from dashboard.state.filters import read_filters
from dashboard.state.url_choice import go_to, read_address
from dashboard.views.cases import text as words
from dashboard.views.cases.case import show_case
from dashboard.views.cases.listing import is_in_group, pick_as_addressed
from dashboard.views.cases.queue import show_queue
from dashboard.views.cases.tabs import PARTS


def show_cases() -> None:
    """The list, or the case that the address names; the queue alone for a role that decides no cases."""
    today = datetime.now(UTC).date()
    if not may_list_cases():
        show_answer(words.QUEUE_QUESTION, words.QUEUE_ANSWER)
        show_queue({}, today)
        return
    asked = read_filters()
    cases = list_cases(asked)
    key = read_address("case")
    if key is not None and key in cases:
        show_case(cases[key], [case.key for case in pick_as_addressed(cases, today)])
        return
    counts = [sum(is_in_group(case, group, today) for case in cases.values()) for group in ("open", "overdue", "ended")]
    new = sum(case.status == "new" for case in cases.values())
    show_answer(words.QUESTION, words.say_cases(counts[0], new, counts[1], counts[2]))
    if key:
        st.info("This case is not in the list under these filters. Clear the filters, or it is of another data folder.")
        st.button("Show all cases", on_click=go_to, args=({"case": None},), type="tertiary")
    choose_part(PARTS)(cases, today)


try:
    show_cases()
except KxwatchError as error:
    st.title(words.QUESTION, anchor=False)
    st.error(str(error))
show_method("cases")
