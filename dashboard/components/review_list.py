"""The review list, the same for the overview, the providers page and the downloads."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components import review_text as words
from dashboard.components.export_scope import narrowed_to
from dashboard.components.frame import read_build
from dashboard.components.small_counts import has_small, mark_small, without_small
from dashboard.components.table import show_table
from dashboard.lookups import add_names, read_rule
from dashboard.state.filters import read_filters
from dashboard.warehouse import rows

COUNTS = ("rated_beneficiaries", "rated_kx_beneficiaries")
KEPT = ("provider_name", "provider_npi", "reason")


def read_review(known_by: Any = None, *, is_of_all: bool = False) -> pd.DataFrame:
    """The list of the period, clinic and threshold category, with names; `known_by` is null for now.

    Under a provider filter it holds that provider alone, unless `is_of_all`.
    """
    return _read(known_by, is_of_all=is_of_all, is_judged=True)


def read_unjudged(*, is_of_all: bool = False) -> pd.DataFrame:
    """Those who would be on the list if their early KX could be judged: the year of a clinic is not covered."""
    return _read(None, is_of_all=is_of_all, is_judged=False)


def _read(known_by: Any, *, is_of_all: bool, is_judged: bool) -> pd.DataFrame:
    asked = read_filters()
    provider = None if is_of_all else asked.provider
    date = read_build()["data_through_date"] if known_by is None else known_by
    return add_names(rows("provider_review", asked, provider_npi=provider, known_by=date, is_judged=is_judged))


def show_review_list(providers: int) -> str | None:
    """The list with its reasons; returns the NPI of the chosen row. `providers`: how many have lines here."""
    review, unjudged = read_review(), read_unjudged()
    st.markdown(f"**{words.title_review(review, providers)}**")
    if read_filters().payer:
        st.caption("The payer filter does not narrow this list.")
    if len(unjudged):
        st.caption(words.say_unjudged(unjudged).replace("$", "\\$"))
    if review.empty:
        return None
    st.markdown(words.write_evidence(review).replace("$", "\\$"))
    fewest = read_rule("small_count_below")
    table = words.add_reasons(review)
    whole = without_small(table.drop(columns=["others_ratio"]), *COUNTS, fewest, KEPT)
    shown = mark_small(table, *COUNTS, fewest)
    with narrowed_to(Payer="All payers"):
        row = show_table(shown, "provider_review", alt="Providers to review", is_selectable=True, whole=whole)
    if has_small(table, *COUNTS, fewest):
        st.caption(f"Counts of 1 to {fewest - 1} patients are shown here and left out of downloads.")
    return None if row is None else str(review["provider_npi"].iloc[row])
