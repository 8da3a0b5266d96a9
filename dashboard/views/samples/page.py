"""The page that answers: what do random chart reviews show?"""

from typing import Any

import streamlit as st

from dashboard.casebook import KxwatchError
from dashboard.components.frame import show_answer, show_method
from dashboard.components.line_list import show_lines
from dashboard.components.sample_command import read_sample
from dashboard.components.tabs import Parts, choose_part
from dashboard.formats import plain_text
from dashboard.viewer import may_write
from dashboard.views.samples.drawing import show_drawing
from dashboard.views.samples.review import show_reviews
from dashboard.views.samples.text import QUESTION, TARGETED, answer_closed_samples, answer_samples


def show_targeted(_: list[dict[str, Any]]) -> None:
    """Early KX lines, as a list of its own."""
    st.caption(TARGETED)
    show_lines("Risk-targeted list", "risk_targeted", is_early=True)


PARTS: Parts = {
    "reviews": ("Samples and results", show_reviews),
    "draw": ("Draw a sample", show_drawing),
    "targeted": ("Risk-targeted list", show_targeted),
}
READ_PARTS: Parts = {"reviews": PARTS["reviews"]}


def show_samples() -> None:
    """The samples that the person may see."""
    listed = read_sample("list")
    if not listed.is_done:
        st.title(QUESTION, anchor=False)
        st.error(plain_text(listed.message))
        return
    samples = listed.answer["samples"]
    show_answer(QUESTION, answer_samples(samples) if may_write() else answer_closed_samples(samples))
    choose_part(PARTS if may_write() else READ_PARTS)(samples)


try:
    show_samples()
except KxwatchError as error:
    st.title(QUESTION, anchor=False)
    st.error(str(error))
show_method("samples")
