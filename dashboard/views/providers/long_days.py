"""Days with more than eight hours of timed units under one rendering NPI, and their lines."""

from typing import Any

import streamlit as st

from dashboard.components.evidence.panel import show_evidence
from dashboard.components.export_scope import narrowed_to
from dashboard.components.table import show_table
from dashboard.lookups import add_names, provider_name, read_rule
from dashboard.state.filters import Filters
from dashboard.views.providers.text import official as words
from dashboard.warehouse import rows


def show_long_days(asked: Filters) -> None:
    """The days under the filters on period and provider, longest first; one opens to its lines."""
    days = rows("long_days", asked)
    title = words.title_days(days, read_rule("day_limit_minutes"))
    st.markdown(f"**{title}**")
    st.caption(words.UPPER_BOUND)
    if days.empty:
        return
    row = show_table(add_names(days), "long_days", alt=title, is_selectable=True)
    if row is not None:
        _show_day(str(days["provider_npi"].iloc[row]), days["service_date"].iloc[row].date())


def _show_day(npi: str, day: Any) -> None:
    lines = rows("long_day_lines", provider_npi=npi, service_date=day)
    title = words.title_day(provider_name(npi), day, lines)
    st.markdown(f"**{title}**")
    shown = add_names(lines)
    hidden = ("service_line_key", "beneficiary_key")
    with narrowed_to(Provider=provider_name(npi), Period=f"{day:%Y-%m-%d}"):
        chosen = show_table(shown, "long_day_lines", alt=title, is_selectable=True, hidden=hidden)
    if chosen is not None:
        show_evidence(str(lines["service_line_key"].iloc[chosen]))
