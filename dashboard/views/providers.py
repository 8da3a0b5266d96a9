"""The page that answers: whose KX pattern would an auditor pick?"""

from dashboard import layout
from dashboard.charts import providers as charts
from dashboard.filters import read_filters
from dashboard.names import add_names
from dashboard.provider import show_provider
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
    dots = layout.draw_once(charts.draw_provider_dots, found)
    alt = f"Dot chart. {words.title_dots(found)}"
    points = layout.show_chart(words.title_dots(found), dots, alt, "provider_dots", is_selectable=True)
    row = show_table(words.add_reasons(found), "providers", alt="Providers with their KX pattern", is_selectable=True)
    split = layout.draw_once(charts.draw_provider_split, found)
    alt = f"Dot pairs. {words.title_split(found)}"
    pairs = layout.show_chart(words.title_split(found), split, alt, "provider_split", is_selectable=True)
    chosen = layout.choose("chosen", points, pairs, found["provider_npi"], row)
    if chosen:
        show_provider(chosen, asked)


def _change() -> str:
    build = layout.read_build()
    now = rows("provider_total_known", **asked, known_by=build["data_through_date"]).iloc[0]
    before = rows("provider_total_known", **asked, known_by=build["previous_month_end_date"]).iloc[0]
    return words.change_providers(now, before, build["previous_month_end_date"])


show_page()
layout.show_method("providers")
