"""The page that answers: whose KX pattern would an auditor pick?"""

from dashboard import layout
from dashboard.filters import read_filters
from dashboard.names import add_names
from dashboard.parts import choose_part
from dashboard.provider_parts import PARTS
from dashboard.rules import read_rule
from dashboard.sentences import providers as words
from dashboard.warehouse import rows

QUESTION = "Whose KX pattern would an auditor pick?"
asked = read_filters().parameters() | {"minimum_beneficiaries": read_rule("all_kx_minimum_beneficiaries")}


def show_page() -> None:
    """The answer, and the part that was chosen: the patterns unless another."""
    found = add_names(rows("provider_list", **asked))
    if found.empty:
        layout.show_answer(QUESTION, "No therapy lines that count toward a threshold.")
        layout.show_nothing_found("therapy lines")
        return
    layout.show_answer(QUESTION, words.answer_providers(found), _change())
    choose_part(PARTS)(asked, found)


def _change() -> str:
    build = layout.read_build()
    now = rows("provider_total_known", **asked, known_by=build["data_through_date"]).iloc[0]
    before = rows("provider_total_known", **asked, known_by=build["previous_month_end_date"]).iloc[0]
    return words.change_providers(now, before, build["previous_month_end_date"])


show_page()
layout.show_method("providers")
