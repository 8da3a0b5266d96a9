"""The page that answers: which providers' KX patterns stand out?"""

from dashboard.components import review_text as words
from dashboard.components.export_scope import narrowed_to
from dashboard.components.frame import read_build, show_answer, show_method, show_nothing_found
from dashboard.components.review_list import read_review
from dashboard.components.tabs import choose_part
from dashboard.lookups import add_names, provider_name
from dashboard.state.filters import read_filters
from dashboard.views.providers.provider import read_chosen_provider, read_providers, show_provider
from dashboard.views.providers.tabs import PARTS

QUESTION = "Which providers' KX patterns stand out?"
asked = read_filters()


def show_providers() -> None:
    """The answer, and the chosen tab: the patterns unless another."""
    found = add_names(read_providers(asked))
    if found.empty:
        show_answer(QUESTION, "No therapy lines count toward a threshold.")
        show_nothing_found("therapy lines")
        return
    review = read_review()
    show_answer(QUESTION, words.answer_providers(review, found), _change(len(review)))
    choose_part(PARTS)(asked, found)


def _change(now: int) -> str:
    end = read_build()["previous_month_end_date"]
    return words.say_change(now, len(read_review(end)), end)


chosen = read_chosen_provider()
if chosen:
    with narrowed_to(Provider=provider_name(chosen)):
        show_provider(chosen, asked)
else:
    show_providers()
show_method("providers")
