"""The page that answers: When will my caseload get there?"""

from dashboard.filters import read_filters
from dashboard.parts import choose_part
from dashboard.time_parts import PARTS

choose_part(PARTS)(read_filters().parameters())
