"""The page that answers: whose KX pattern would an auditor pick?"""

import streamlit as st

from dashboard import layout
from dashboard.charts import providers as charts
from dashboard.filters import read_filters
from dashboard.lines import show_lines
from dashboard.names import add_names, provider_name
from dashboard.rules import read_rule
from dashboard.sentences import providers as words
from dashboard.tables import show_table
from dashboard.warehouse import rows

QUESTION = "Whose KX pattern would an auditor pick?"
asked = read_filters().parameters() | {"minimum_beneficiaries": read_rule("all_kx_minimum_beneficiaries")}


def show_page() -> None:
    """The answer, the two charts, the rows, and one provider when somebody chose it."""
    found = add_names(rows("provider_list", **asked))
    if found.empty:
        layout.show_answer(QUESTION, "No therapy lines that count toward a threshold.")
        layout.show_nothing_found("therapy lines")
        return
    layout.show_answer(QUESTION, words.answer_providers(found), _change())
    palette = layout.read_palette()
    dots = charts.draw_provider_dots(found, palette)
    alt = f"Dot chart. {words.title_dots(found)}"
    points = layout.show_chart(words.title_dots(found), dots, alt, "provider_dots", is_selectable=True)
    row = show_table(words.add_reasons(found), "providers", alt="Providers with their KX pattern", is_selectable=True)
    split = charts.draw_provider_split(found, palette)
    layout.show_chart(words.title_split(found), split, f"Dot pairs. {words.title_split(found)}", "provider_split")
    chosen = layout.choose("chosen", [point["customdata"] for point in points], found["provider_npi"], row)
    if chosen:
        _show_provider(chosen)


def _change() -> str:
    build = layout.read_build()
    now = rows("provider_total_known", **asked, known_by=build["data_through_date"]).iloc[0]
    before = rows("provider_total_known", **asked, known_by=build["previous_month_end_date"]).iloc[0]
    return words.change_providers(now, before, build["previous_month_end_date"])


def _show_provider(npi: str) -> None:
    own = asked | {"provider_npi": npi}
    st.subheader(provider_name(npi))
    months = rows("provider_months", **own)
    title = f"{provider_name(npi)}: KX lines by month of service, below the threshold and at or over it"
    layout.show_chart(title, charts.draw_provider_months(months, layout.read_palette()), title, "provider_months")
    patients = add_names(rows("provider_patients", **own))
    row = show_table(patients, "provider_patients", alt="Patients", is_selectable=True, hidden=("beneficiary_key",))
    keys = {} if row is None else {"beneficiary_key": patients["beneficiary_key"].iloc[row]}
    show_lines("Lines of this patient" if keys else "Lines of this provider", "provider_lines", **own, **keys)


show_page()
layout.show_method("providers")
