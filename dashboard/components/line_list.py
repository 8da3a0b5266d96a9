"""Lists the service lines behind a number; their count and sum equal the number that was clicked."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.evidence.panel import show_evidence
from dashboard.components.export_scope import name_conditions, narrowed_to
from dashboard.components.table import show_table
from dashboard.components.table_download import Whole, leave_out
from dashboard.formats import format_count, format_dollars
from dashboard.lookups import add_names
from dashboard.state.filters import Filters, read_filters
from dashboard.warehouse import rows

# As many as paper shows of one table, so that the year of a patient prints whole.
PAGE_ROWS = 400
HIDDEN = ("service_line_key", "beneficiary_key")
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
    whole = Whole(count, partial(_read_all, asked, wanted, count))
    with narrowed_to(**name_conditions(conditions)):
        chosen = show_table(add_names(found), name, alt=title, is_selectable=True, hidden=HIDDEN, whole=whole)
    if chosen is not None:
        show_evidence(str(found["service_line_key"].iloc[chosen]))


def _read_all(asked: Filters, wanted: dict[str, Any], count: int) -> pd.DataFrame:
    """Every line of the list, for its downloads."""
    return leave_out(add_names(rows("line_list", asked, **wanted, page_rows=count, offset_rows=0)), HIDDEN)
