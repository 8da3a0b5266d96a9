"""Official measures of one provider by their official names, the factors of the statute, and long days."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.components.chart import fold
from dashboard.components.export_scope import narrowed_to
from dashboard.components.table import show_table
from dashboard.lookups import provider_name
from dashboard.state.filters import Filters, read_filters
from dashboard.state.url_choice import Switch
from dashboard.views.providers.long_days import show_long_days
from dashboard.views.providers.official_rows import show_behind
from dashboard.views.providers.text import official as words
from dashboard.warehouse import rows

COLUMNS = ["measured_value", "title", "interval", "counted", "cannot_know", "source"]


def show_official(asked: Filters, found: pd.DataFrame) -> None:
    """The families of the chosen provider, each a table that opens to its lines; then days and the other providers."""
    npi = _choose_provider(found)
    if npi is None:
        st.info("No line names a provider, so nothing can be measured for one.")
        return
    measures = read_official(npi)
    if measures.empty:
        st.info("No line of this provider counts toward a threshold in this period, so there is nothing to measure.")
        return
    st.caption(words.ABOUT)
    own = replace(asked, provider=npi)
    with narrowed_to(Provider=provider_name(npi)):
        for family in ("cbr", "oei"):
            _show_family(measures[measures["family"] == family].reset_index(drop=True), family, own)
        _show_card(measures[measures["family"] == "statute"], npi, own)
    show_long_days(asked)
    if box := fold("Compare providers", "official_all"):
        with box:
            show_table(spread_providers(read_official(None)), "official_all", alt="Official measures of all providers")


def _choose_provider(found: pd.DataFrame) -> str | None:
    """The provider of the filter, else one of the list; those without a number cannot be told apart."""
    known = [str(npi) for npi in found["provider_npi"].dropna()]
    chosen = read_filters().provider
    if chosen in known or not known:
        return chosen if known else None
    named = {npi: provider_name(npi) for npi in known}
    return Switch("official_provider", named, "official").show_list("Provider", width=320)


def read_official(npi: str | None) -> pd.DataFrame:
    """The measures of one provider (or of all) in the period of the filter, with definitions and words, in order."""
    measures = rows("official_measures", period_code=read_filters().period.code, provider_npi=npi)
    each = [row for _, row in measures.iterrows()]
    measures["measured_value"] = pd.Series([words.say_value(row) for row in each], measures.index, dtype=object)
    measures["interval"] = pd.Series([words.say_interval(row) for row in each], measures.index, dtype=object)
    measures["counted"] = pd.Series([words.say_parts(row) for row in each], measures.index, dtype=object)
    return measures


def spread_providers(measures: pd.DataFrame) -> pd.DataFrame:
    """One row a measure, one column a provider; in the order of names, which ranks nobody."""
    named = measures.assign(provider=[provider_name(npi) for npi in measures["provider_npi"]])
    wide = named.pivot(index=["measure_rank", "title"], columns="provider", values="measured_value")
    return wide.sort_index(axis=1).reset_index().drop(columns="measure_rank").rename_axis(columns=None)


def _show_family(measures: pd.DataFrame, family: str, asked: Filters) -> None:
    st.markdown(f"**{words.FAMILIES[family]}**")
    row = show_table(measures[COLUMNS], f"official_{family}", alt=words.FAMILIES[family], is_selectable=True)
    if row is not None:
        show_behind(measures.iloc[row], asked)


def _show_card(measures: pd.DataFrame, npi: str, asked: Filters) -> None:
    """Five factors, each with its data or why there is none; nothing adds them up."""
    st.markdown(f"**{words.FAMILIES['statute']}: {provider_name(npi)}**")
    first = rows("provider_first_service", provider_npi=npi)["first_service_date"].iloc[0]
    with st.container(border=True):
        for _, row in measures.iterrows():
            st.markdown(f"**{row['title']}.** {words.say_factor(row, first)}".replace("$", "\\$"))
            st.caption(f"Not known: {row['cannot_know']} Source: {row['source']}.")
    if box := fold("The lines of the denied services", "official_denied"):
        with box:
            show_behind(measures[measures["measure_code"] == "statute_denials"].iloc[0], asked)
    _show_diagnoses(npi)


def _show_diagnoses(npi: str) -> None:
    found = rows("diagnosis_kx", provider_npi=npi, period_code=read_filters().period.code)
    if len(found):
        st.markdown("**KX by diagnosis**: *uniform* when every one of at least ten patients has KX")
        show_table(found, "diagnosis_kx", alt="KX by diagnosis")
