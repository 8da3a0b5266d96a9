"""One provider: KX lines by month, early KX lines as a list of their own, patients, and the lines of each."""

from datetime import date
from typing import Any

import streamlit as st

from dashboard.components.chart import draw_once, show_chart
from dashboard.components.line_list import show_lines
from dashboard.components.table import show_table
from dashboard.lookups import add_names, provider_name
from dashboard.views.providers.charts.patterns import draw_provider_months
from dashboard.views.providers.text.patterns import BARS, title_lines
from dashboard.warehouse import rows


def show_provider(npi: str, asked: dict[str, Any]) -> None:
    """One provider under the filters `asked`; a bar or a patient narrows the list of lines."""
    own = asked | {"provider_npi": npi}
    st.subheader(provider_name(npi), anchor=False)
    months = rows("provider_months", **own)
    title = f"{provider_name(npi)}: KX lines by month of service"
    figure = draw_once(draw_provider_months, months)
    bars = show_chart(title, figure, title, "provider_months", is_selectable=True)
    patients = add_names(rows("provider_patients", **own))
    row = show_table(patients, "provider_patients", alt="Patients", is_selectable=True, hidden=("beneficiary_key",))
    own |= {} if row is None else {"beneficiary_key": patients["beneficiary_key"].iloc[row]}
    whose = "Lines of this provider" if row is None else "Lines of this patient"
    if bars:
        month, bar = date.fromisoformat(bars[0]["customdata"][0]), str(bars[0]["customdata"][1])
        show_lines(title_lines(whose, month, bar), "provider_lines", **own, service_month=month, **BARS[bar][1])
        return
    show_lines(title_lines(whose.replace("Lines", "Early KX lines")), "provider_early_lines", **own, is_early=True)
    show_lines(title_lines(whose), "provider_lines", **own)
