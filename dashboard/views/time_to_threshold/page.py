"""The page that answers: How quickly do patients reach the threshold?"""

from dashboard.components.tabs import choose_part
from dashboard.state.filters import read_filters
from dashboard.views.time_to_threshold.tabs import PARTS

choose_part(PARTS)(read_filters())
