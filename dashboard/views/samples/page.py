"""The page that answers: what do random chart reviews show?"""

from typing import Any

import streamlit as st

from dashboard.components.frame import show_answer, show_method
from dashboard.components.line_list import show_lines
from dashboard.components.sample_command import read_sample
from dashboard.components.tabs import Parts, choose_part
from dashboard.formats import plain_text
from dashboard.views.samples.drawing import show_drawing
from dashboard.views.samples.review import show_reviews
from dashboard.views.samples.text import QUESTION, TARGETED, answer_samples


def show_targeted(_: list[dict[str, Any]]) -> None:
    """Early KX lines, as a list of its own."""
    st.caption(TARGETED)
    show_lines("Risk-targeted list", "risk_targeted", is_early=True)


PARTS: Parts = {
    "reviews": ("Samples and results", show_reviews),
    "draw": ("Draw a sample", show_drawing),
    "targeted": ("Risk-targeted list", show_targeted),
}

listed = read_sample("list")
if listed.is_done:
    samples = listed.answer["samples"]
    show_answer(QUESTION, answer_samples(samples))
    choose_part(PARTS)(samples)
else:
    st.title(QUESTION, anchor=False)
    st.error(plain_text(listed.message))
show_method("samples")
