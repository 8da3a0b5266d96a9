"""One provider's page within the providers: why on the review list, KX lines by month, early KX lines, patients."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, show_chart
from dashboard.components.line_list import Lines, show_lines
from dashboard.components.print_download import filter_options, show_print
from dashboard.components.review_list import read_review, read_unjudged
from dashboard.components.review_text import say_provider
from dashboard.components.table import show_table
from dashboard.lookups import add_names, provider_name, read_rule
from dashboard.state.filters import Filters
from dashboard.state.url_choice import go_to, read_address
from dashboard.views.providers.charts.patterns import draw_provider_months
from dashboard.views.providers.text.patterns import reason_of, title_lines
from dashboard.warehouse import rows

# The lines behind a bar of text.patterns.BARS.
OPENING: dict[str, Lines] = {
    "on_time_kx_lines": {"has_kx": True, "is_early": False},
    "near_early_kx_lines": {"is_early": True, "is_far": False},
    "far_early_kx_lines": {"is_early": True, "is_far": True},
}


def read_chosen_provider() -> str | None:
    """The NPI that the address asks for."""
    return read_address("chosen")


def read_providers(asked: Filters) -> pd.DataFrame:
    """Providers with lines under what is asked, their measures and category."""
    return rows("provider_list", asked, minimum_beneficiaries=read_rule("all_kx_minimum_beneficiaries"))


def follow_choice(clicked: list[list[Any]], npis: list[str | None]) -> None:
    """Open the provider of a clicked mark, whose first part is its NPI, or of a chosen row."""
    marks = [str(mark[0]) for mark in clicked if mark]
    chosen = next(iter([*marks, *filter(None, npis)]), None)
    if chosen:
        go_to({"chosen": chosen})
        st.rerun()


def show_provider(npi: str, asked: Filters) -> None:
    """The reasons, the months, early KX lines as a list of their own, the patients and all lines, under the filters."""
    with st.container(horizontal=True, key="provider_actions"):
        st.button("← All providers", on_click=_leave, type="tertiary")
    if npi not in set(rows("provider_names")["provider_npi"]):
        st.title("Provider", anchor=False)
        st.info("This provider is not in the current data. The link may be from another data folder.")
        return
    st.title(f"{provider_name(npi)} · {npi}", anchor=False)
    own = replace(asked, provider=npi)
    found = read_providers(own)
    if found.empty:
        st.info(
            "No therapy lines of this provider under these filters. Change the period, clinic, threshold category or "
            "payer."
        )
        return
    show_print("Print the brief", f"provider-brief-{npi}", "provider", npi, *filter_options(asked))
    _say_reasons(npi, next(found.itertuples()))
    bar = _show_months(own)
    patient = _show_patients(own)
    whose = "Lines of this patient" if patient else "Lines of this provider"
    of_whom: Lines = {"provider_npi": npi, **patient}
    if bar:
        month, name = date.fromisoformat(bar[0]), str(bar[1])
        wanted: Lines = {**of_whom, "service_month": month, **OPENING[name]}
        show_lines(title_lines(whose, month, name), "provider_lines", wanted)
        return
    show_lines(whose.replace("Lines", "Early KX lines"), "provider_early_lines", {**of_whom, "is_early": True})
    show_lines(whose, "provider_lines", of_whom)


def _leave() -> None:
    go_to({"chosen": None})


def _say_reasons(npi: str, row: Any) -> None:
    listed, unjudged = (each[each["provider_npi"] == npi] for each in (read_review(), read_unjudged()))
    st.header(say_provider(listed, unjudged).replace("$", "\\$"), anchor=False)
    if not listed["has_all_kx_reason"].any():  # of which the evidence has the same numbers
        st.caption(reason_of(row))


def _show_months(own: Filters) -> list[Any]:
    """The bars by month of service; returns month and name of the clicked one."""
    title = "KX lines by month of service"
    figure = draw_once(draw_provider_months, rows("provider_months", own))
    return show_chart(title, figure, title, "provider_months", is_selectable=True)


def _show_patients(own: Filters) -> Lines:
    """The patients, those with most far early lines first; returns the condition of the chosen one."""
    patients = add_names(rows("provider_patients", own))
    st.markdown("**Patients, by threshold category**")
    row = show_table(patients, "provider_patients", alt="Patients", is_selectable=True, hidden=("beneficiary_key",))
    return {} if row is None else {"beneficiary_key": str(patients["beneficiary_key"].iloc[row])}
