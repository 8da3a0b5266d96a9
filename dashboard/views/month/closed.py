"""A closed month as it was signed, for roles that only read: totals for an owner, the cases as well for an auditor."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.casebook import Month, read_months
from dashboard.components.case_list import make_dates, say_problem
from dashboard.components.frame import show_answer
from dashboard.components.pack_download import show_pack
from dashboard.components.table import show_table
from dashboard.formats import format_month
from dashboard.lookups import add_names
from dashboard.state.url_choice import Switch
from dashboard.viewer import may_see_identifiers
from dashboard.views.month import text as words
from dashboard.views.month.panels import CASE_COLUMNS, show_exceptions, show_frozen_figures
from dashboard.views.month.work import show_work

_FACTS = ("beneficiary_key", "provider_npi", "payee_npi", "pool", "calendar_year", "amount_cents", "owner", "note")


def show_closed_month() -> None:
    """The newest closed month unless another; a later remittance changes nothing here."""
    months = read_months()
    options = {name: format_month(date.fromisoformat(f"{name}-01")) for name in sorted(months, reverse=True)}
    if not options:
        show_answer(words.QUESTION, words.NO_CLOSED_MONTH)
        return
    month = months[Switch("close", options).show_list("Month", 200)]
    show_answer(words.QUESTION, words.say_state(month, options[month.month]))
    st.caption(words.AS_SIGNED)
    show_frozen_figures(month)
    show_exceptions(month, date.fromisoformat(f"{month.month}-01"))
    _show_cases(month)
    show_work(month)
    st.header("Signatures", anchor=False)
    for role, signature in (("Prepared", month.prepared), ("Approved", month.approved)):
        st.markdown(words.say_signature(role, signature))
    show_pack(month.month, is_closed=True)


def _show_cases(month: Month) -> None:
    """How many cases are new, resolved and carried over; the rows where the role may see whom they are about."""
    st.header("Cases of the close", anchor=False)
    frozen = month.frozen or {}
    lists = frozen["lists"]
    st.markdown(words.say_lists(lists, None, is_first_known=False))
    titles = {name: f"{title} · {len(lists[name]):,}" for name, title in words.LIST_WORDS.items() if lists[name]}
    if not titles or not may_see_identifiers():
        return
    chosen = set(lists[Switch("list", titles).show("Which cases")])
    table = tabulate_frozen([case for case in frozen["cases"] if case["key"] in chosen])
    listed = table[[column for column in CASE_COLUMNS if column in table]]
    show_table(listed, "month_cases", alt="Cases of the close")


def tabulate_frozen(cases: list[Mapping[str, Any]]) -> pd.DataFrame:
    """One row a case as it was at the close, with names where the person may see them."""
    table = pd.DataFrame({name: pd.Series([case.get(name) for case in cases], dtype="object") for name in _FACTS})
    table["case_category"] = [case["category"] for case in cases]
    if any(problems := [say_problem(case) for case in cases]):
        table["cause_text"] = problems
    table["case_status"] = [case["status"] for case in cases]
    table["cause_date"] = make_dates([date.fromisoformat(case["cause_date"]) for case in cases])
    for name in ("calendar_year", "amount_cents"):
        table[name] = table[name].astype("Int64")
    return add_names(table.fillna({"beneficiary_key": "", "provider_npi": "", "payee_npi": ""}))
