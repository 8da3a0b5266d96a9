"""The page that answers: whose KX pattern would an auditor pick?"""

from dashboard.components.frame import read_build, show_answer, show_method, show_nothing_found
from dashboard.components.tabs import choose_part
from dashboard.lookups import add_names, read_rule
from dashboard.state.filters import read_filters
from dashboard.views.providers.tabs import PARTS
from dashboard.views.providers.text import patterns as words
from dashboard.warehouse import rows

QUESTION = "Whose KX pattern would an auditor pick?"
asked = read_filters().parameters() | {"minimum_beneficiaries": read_rule("all_kx_minimum_beneficiaries")}


def show_page() -> None:
    """The answer, and the part that was chosen: the patterns unless another."""
    found = add_names(rows("provider_list", **asked))
    if found.empty:
        show_answer(QUESTION, "No therapy lines that count toward a threshold.")
        show_nothing_found("therapy lines")
        return
    show_answer(QUESTION, words.answer_providers(found), _change())
    choose_part(PARTS)(asked, found)


def _change() -> str:
    build = read_build()
    now = rows("provider_total_known", **asked, known_by=build["data_through_date"]).iloc[0]
    before = rows("provider_total_known", **asked, known_by=build["previous_month_end_date"]).iloc[0]
    return words.change_providers(now, before, build["previous_month_end_date"])


show_page()
show_method("providers")
