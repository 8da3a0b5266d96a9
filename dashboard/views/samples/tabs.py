"""The tabs of the samples page: samples with their results first, then how to draw one, then the targeted list."""

import streamlit as st

from dashboard.components.line_list import show_lines
from dashboard.components.tabs import Parts
from dashboard.views.samples.drawing import show_drawing
from dashboard.views.samples.review import show_reviews
from dashboard.views.samples.text import TARGETED
from pipelines.sampling.answer import ListedSample


def show_targeted(_: list[ListedSample]) -> None:
    """Early KX lines, as a list of its own."""
    st.caption(TARGETED)
    show_lines("Risk-targeted list", "risk_targeted", {"is_early": True})


PARTS: Parts = {
    "reviews": ("Samples and results", show_reviews),
    "draw": ("Draw a sample", show_drawing),
    "targeted": ("Risk-targeted list", show_targeted),
}
READ_PARTS: Parts = {"reviews": PARTS["reviews"]}
