"""Lists the service lines behind a number; their count and sum equal the number that was clicked."""

from typing import Any

import streamlit as st

from dashboard.components.evidence.panel import show_evidence
from dashboard.components.table import show_table
from dashboard.formats import format_count, format_dollars
from dashboard.lookups import add_names
from dashboard.state.filters import read_filters
from dashboard.warehouse import rows

PAGE_ROWS = 200
CONDITIONS = (
    "beneficiary_key",
    "service_month",
    "has_kx",
    "position",
    "kx_finding",
    "is_early",
    "is_far",
    "is_starting",
    "is_judged",
)


def show_lines(title: str, name: str, **conditions: Any) -> None:
    """List final, accruing lines under the filters and `conditions`, page by page; choosing one opens its evidence.

    Conditions, each null when absent: beneficiary_key, service_month, has_kx, position ('below', 'over'), kx_finding,
    is_early (early KX), is_far (before the alert amount), is_starting (first service in `service_month`),
    is_judged (not of a year that is not covered);
    and the filter parameters (provider_npi, payee_npi, payer_name, pool, period_start, period_end) to override.
    """
    asked, wanted = read_filters(), dict.fromkeys(CONDITIONS) | conditions
    total = rows("line_total", asked, **wanted).iloc[0]
    count = int(total["lines"])
    st.markdown(f"**{title}**: {format_count(count, 'line')}, {format_dollars(total['allowed_cents'])} allowed")
    if count == 0:
        return
    pages = -(-count // PAGE_ROWS)
    number = st.pagination(pages, key=f"{name}_page") if pages > 1 else 1
    found = rows("line_list", asked, **wanted, page_rows=PAGE_ROWS, offset_rows=(number - 1) * PAGE_ROWS)
    chosen = show_table(add_names(found), name, alt=title, is_selectable=True, hidden=("service_line_key",))
    if chosen is not None:
        show_evidence(str(found["service_line_key"].iloc[chosen]))
