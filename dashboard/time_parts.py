"""The shelves of the time page: the course of a caseload first. A part shows its own answer and its own method."""

from dashboard.parts import Parts
from dashboard.time_course import show_course
from dashboard.time_next import show_next

PARTS: Parts = {
    "course": ("How it went", show_course),
    "next": ("Who crosses next", show_next),
}
