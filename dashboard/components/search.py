"""Finds a patient, claim, payment or provider from every page; what is typed stays out of the address and the logs."""

from collections.abc import Callable, Iterator
from typing import Any

import streamlit as st

from dashboard.components.search_text import (
    HELP,
    HINT,
    NOTHING,
    ask_for,
    name_claim,
    name_patient,
    name_payment,
    name_provider,
)
from dashboard.formats import each_row
from dashboard.state.filters import ALL, NAMES
from dashboard.viewer import is_page_shown, may_see_identifiers
from dashboard.warehouse import are_identifiers_shown, rows

KEY = "search_typed"
# Where a result leads: the words of the link behind its own, a page and its part of the address.
Links = list[tuple[str, str, dict[str, str]]]


def show_search() -> None:
    """A field in the top line; beneath it what was found, each with a link to its page."""
    with st.popover("Search", icon=":material/search:"):
        typed = st.text_input(HINT, key=KEY, max_chars=60, autocomplete="off", help=HELP)
        if typed.strip():
            _show_results(typed)


def _show_results(typed: str) -> None:
    found = list(_find(typed))
    if not found:
        st.info(NOTHING)
    for words, links in found:
        shown = {label: (page, address) for label, page, address in links if is_page_shown(page)}
        if not shown:
            st.markdown(words)
        for label, (page, address) in shown.items():
            st.page_link(f"views/{page}/page.py", label=f"{words}{label}", query_params=_unfiltered() | address)


def _unfiltered() -> dict[str, str]:
    """The address of a result clears the filters, so that none of them hides it."""
    return dict.fromkeys(NAMES, ALL)


def _find(typed: str) -> Iterator[tuple[str, Links]]:
    """Words and links of each result; a role that never sees a patient named does not look one up."""
    for query_name, parameters in ask_for(typed, is_name_searched=are_identifiers_shown()).items():
        if query_name in _OF_PATIENTS and not may_see_identifiers():
            continue
        name, link = _RESULTS[query_name]
        for row in each_row(rows(query_name, **parameters)):
            yield name(row), link(row)


def _link_patient(row: Any) -> Links:
    return [("", "crossings", {"patient": str(row.beneficiary_key)})]


def _link_claim(row: Any) -> Links:
    links = [(": open the patient", "crossings", {"patient": str(row.beneficiary_key)})]
    if isinstance(row.claim_key, str):
        links.append((": open the claim to correct", "denials", {"reason": "every", "claim": row.claim_key}))
    return links


def _link_payment(row: Any) -> Links:
    address = {"table": "Payments", "clinic": str(row.payee_npi), "period": f"{row.payment_month:%Y-%m}"}
    return [("", "data_quality", address)]


def _link_provider(row: Any) -> Links:
    return [("", "providers", {"chosen": str(row.provider_npi)})]


_OF_PATIENTS = ("search_patients", "search_claims")
_RESULTS: dict[str, tuple[Callable[[Any], str], Callable[[Any], Links]]] = {
    "search_patients": (name_patient, _link_patient),
    "search_claims": (name_claim, _link_claim),
    "search_payments": (name_payment, _link_payment),
    "search_providers": (name_provider, _link_provider),
}
