"""The shelves of the time page: the course of a caseload first. A part shows its own answer and its own method."""

from dashboard.components.tabs import Parts
from dashboard.views.time_to_threshold.forecasts import show_next
from dashboard.views.time_to_threshold.incidence import show_course

PARTS: Parts = {
    "course": ("How it went", show_course),
    "next": ("Who crosses next", show_next),
}
