"""The page that answers: what do random chart reviews show?"""

import streamlit as st

from dashboard.casebook import KxwatchError
from dashboard.components.frame import show_answer, show_method
from dashboard.components.sample_command import read_sample
from dashboard.components.tabs import choose_part
from dashboard.formats import plain_text
from dashboard.viewer import may_write
from dashboard.views.samples.tabs import PARTS, READ_PARTS
from dashboard.views.samples.text import QUESTION, answer_closed_samples, answer_samples
from pipelines.sampling.answer import ListedSample


def show_samples() -> None:
    """The samples that the person may see."""
    listed = read_sample("list")
    if not listed.is_done:
        st.title(QUESTION, anchor=False)
        st.error(plain_text(listed.message))
        return
    samples: list[ListedSample] = listed.answer["samples"]
    show_answer(QUESTION, answer_samples(samples) if may_write() else answer_closed_samples(samples))
    choose_part(PARTS if may_write() else READ_PARTS)(samples)


try:
    show_samples()
except KxwatchError as error:
    st.title(QUESTION, anchor=False)
    st.error(str(error))
show_method("samples")
