"""The page that answers: what was denied, what is recoverable, by when?"""

from dataclasses import replace

import streamlit as st

from dashboard.components.denial_labels import CATEGORY_NAMES
from dashboard.components.export_scope import narrowed_to
from dashboard.components.frame import read_build, show_method, show_nothing_found
from dashboard.components.print_download import filter_options, show_print
from dashboard.formats import as_date
from dashboard.state.filters import ALL_MONTHS, Filters, read_filters
from dashboard.views.denials.all_denied import choose_category
from dashboard.views.denials.lead import show_lead
from dashboard.views.denials.tabs import choose_denial_part
from dashboard.views.denials.text.denials import name_denials
from dashboard.warehouse import rows

QUESTION = "What was denied, what is recoverable, by when?"


def show_denials(asked: Filters, category: str | None) -> None:
    """Lost, recoverable and recovered over all months, and the chosen tab: the queue of claims unless another."""
    everywhere = replace(asked, period=ALL_MONTHS)
    totals = rows("denial_totals", everywhere).iloc[0]
    if not totals[["services", "duplicates", "signed_notices"]].any():
        st.title(QUESTION, anchor=False)
        show_nothing_found(name_denials(category))
        return
    show_lead(QUESTION, everywhere, totals, category)
    npi = [f"--provider={asked.provider}"] if asked.provider else []
    show_print("Print the denial list", "denial-list", "denials", *filter_options(asked), *npi)
    with narrowed_to(Reason=CATEGORY_NAMES.get(category or "", "All reasons")):
        choose_denial_part()(asked, rows("denial_totals", asked).iloc[0])


category = choose_category()
since = as_date(read_build()["previous_month_end_date"])
show_denials(replace(read_filters(), category=category, since_date=since), category)
show_method("denials")
