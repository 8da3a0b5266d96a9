"""The list of cases: groups with counts, categories, and closing what has no cause any more."""

from datetime import date

import streamlit as st

from dashboard.casebook import Case, Change, KxwatchError, SeenAnother, decide_all, find_actor, open_book, sign
from dashboard.components.case_labels import CATEGORY_WORDS
from dashboard.components.case_list import tabulate
from dashboard.components.table import show_table
from dashboard.formats import format_count
from dashboard.state.url_choice import Switch, go_to, read_address
from dashboard.views.cases import text as words

COLUMNS = [
    "case_category", "patient_id", "patient_name", "amount_cents", "cause_date", "cause_text", "provider_name",
    "payee_name", "pool", "calendar_year", "lines", "case_status", "owner", "due_date", "opened_date",
    "cause_ended_date", "note", "case_key",
]  # fmt: skip
ALL = "all"


def is_in_group(case: Case, group: str, today: date) -> bool:
    """Whether a case belongs to one group of the list."""
    is_open = not case.is_closed
    return {
        "open": is_open,
        # who looks is read from the request, too slowly to be asked of each of a thousand cases for every group
        "mine": group == "mine" and is_open and case.owner == find_actor(),
        "overdue": is_open and case.due_date is not None and case.due_date < today,
        "ended": case.is_cause_ended,
        "returned": is_open and case.returned_date is not None,
        "closed": case.is_closed,
    }[group]


def pick_cases(cases: dict[str, Case], group: str, category: str, today: date) -> list[Case]:
    """The cases of a group and category, the most pressing category first."""
    found = [case for case in cases.values() if is_in_group(case, group, today) and category in (ALL, case.category)]
    order = list(CATEGORY_WORDS)
    return sorted(found, key=lambda case: (order.index(case.category), str(case.due_date or "9"), case.key))


def pick_as_addressed(cases: dict[str, Case], today: date) -> list[Case]:
    """The list that an opened case came from."""
    group, category = read_address("group") or "open", read_address("category") or ALL
    return pick_cases(cases, group if group in words.OPEN_GROUPS else "open", category, today)


def show_list(cases: dict[str, Case], today: date) -> None:
    """Groups and categories with their counts, and the rows; a chosen row opens the case."""
    counts = {group: len(pick_cases(cases, group, ALL, today)) for group in words.OPEN_GROUPS}
    titles = {name: f"{words.OPEN_GROUPS[name]} · {count:,}" for name, count in counts.items() if count}
    if not titles:
        st.info("No cases under these filters.")
        return
    group = Switch("group", titles, default="open" if "open" in titles else "").show("Which cases")
    found = pick_cases(cases, group, ALL, today)
    counted = words.count_by_category(case.category for case in found)
    kinds = {ALL: f"All categories · {len(found):,}"}
    kinds |= {name: f"{CATEGORY_WORDS[name]} · {count:,}" for name, count in counted.items()}
    _show_rows(pick_cases(cases, group, Switch("category", kinds).show_list("Category", 340), today))


def _show_rows(chosen: list[Case]) -> None:
    st.markdown(f"{format_count(len(chosen), 'case')}. Select a row to open the case.")
    table = tabulate(chosen)
    listed = table[[column for column in COLUMNS if column in table]]
    hidden, keys = ("case_key",), table["beneficiary_key"]
    place = show_table(listed, "cases", alt="Cases for review", is_selectable=True, hidden=hidden, keys=keys)
    if place is not None:
        go_to({"case": chosen[place].key})
        st.rerun()
    st.button("Open the first case", on_click=go_to, args=({"case": chosen[0].key},), key="case_first")
    _show_bulk_close([case for case in chosen if case.is_cause_ended])


def _show_bulk_close(ended: list[Case]) -> None:
    """One comment for all listed cases whose cause ended: a person decides, but not a hundred times."""
    if not ended:
        return
    with st.expander(f"Close {format_count(len(ended), 'listed case')} whose cause ended"):
        note = st.text_area("Comment for all of them", key="cases_ended_note", max_chars=4000)
        if st.button("Close them", key="cases_ended_close"):
            try:
                decide_all(open_book(), ended, Change("closed", "cause_ended", note=note.strip() or None), sign())
            except SeenAnother as other:
                st.warning(f"{other} No case was closed.")
            except KxwatchError as error:
                st.error(str(error))
            else:
                st.rerun()
