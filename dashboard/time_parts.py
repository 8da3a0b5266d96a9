"""The shelves of the time page: the course of a caseload first. A part shows its own answer and its own method."""

from dashboard.parts import Parts
from dashboard.time_course import show_course

PARTS: Parts = {
    "course": ("How it went", show_course),
}
