"""The page that answers: what should be checked before the next claim?"""

from dashboard.components.frame import show_method
from dashboard.components.tabs import choose_part
from dashboard.state.filters import read_filters
from dashboard.views.before_the_claim.tabs import PARTS

choose_part(PARTS)(read_filters())
show_method("before_the_claim")
