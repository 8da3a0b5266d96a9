"""What is behind an official measure: the lines or patients whose counts equal its numerator or denominator."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.evidence.panel import show_evidence
from dashboard.components.table import show_table
from dashboard.components.table_download import Whole, leave_out
from dashboard.formats import format_count
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.views.providers.text.official import title_lines
from dashboard.warehouse import rows

PAGE_ROWS = 400
CONDITIONS = ("is_cbr_line", "has_kx", "is_denied", "is_over_and_paid", "was_denied")
LINES: dict[str, dict[str, bool]] = {
    "cbr_kx_beneficiaries": {"is_cbr_line": True, "is_denied": False, "has_kx": True},
    "cbr_minutes_per_visit": {"is_cbr_line": True, "is_denied": False},
    "cbr_allowed_per_beneficiary": {"is_cbr_line": True, "is_denied": False},
    "oei_kx_services": {"has_kx": True, "is_denied": False},
    "oei_over_threshold": {"is_over_and_paid": True},
    "statute_denials": {"was_denied": True},
}
PATIENTS = {
    "oei_first_date_kx": "has_first_date_kx",
    "oei_several_providers": "has_several_providers",
    "oei_all_year": "has_all_quarters",
}


def show_behind(measure: "pd.Series[Any]", asked: Filters) -> None:
    """Lines, patients or days of one measure under `asked` (its provider and the months)."""
    code = str(measure["measure_code"])
    if code in LINES:
        _show_lines(measure, asked, dict.fromkeys(CONDITIONS) | LINES[code])
    elif code in PATIENTS:
        wanted = dict.fromkeys(PATIENTS.values()) | {PATIENTS[code]: True}
        found = add_names(rows("official_patients", asked, **wanted))
        st.markdown(f"**{measure['title']}**: {format_count(len(found), 'patient')}")
        show_table(found, "official_patients", alt=str(measure["title"]), hidden=("beneficiary_key",))
    else:
        st.caption("The days are listed below.")


def _show_lines(measure: "pd.Series[Any]", asked: Filters, conditions: dict[str, bool | None]) -> None:
    total = rows("official_line_total", asked, **conditions).iloc[0]
    title = title_lines(measure, total)
    st.markdown(f"**{title}**".replace("$", "\\$"))
    pages = -(-int(total["lines"]) // PAGE_ROWS)
    number = st.pagination(pages, key="official_lines_page") if pages > 1 else 1
    offset = (number - 1) * PAGE_ROWS
    found = rows("official_lines", asked, **conditions, page_rows=PAGE_ROWS, offset_rows=offset)
    shown = add_names(found)
    hidden = ("service_line_key", "beneficiary_key")
    count = int(total["lines"])

    def read_all() -> pd.DataFrame:
        every = rows("official_lines", asked, **conditions, page_rows=count, offset_rows=0)
        return leave_out(add_names(every), hidden)

    whole = Whole(count, read_all)
    chosen = show_table(shown, "official_lines", alt=title, is_selectable=True, hidden=hidden, whole=whole)
    if chosen is not None:
        show_evidence(str(found["service_line_key"].iloc[chosen]))
