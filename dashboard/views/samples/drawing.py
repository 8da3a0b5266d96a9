"""The form that draws a sample; what it draws is decided by `kxwatch sample draw`."""

import streamlit as st

from dashboard.components.sample_command import change_sample
from dashboard.formats import plain_text
from dashboard.state.filters import read_filters
from pipelines.sampling.answer import ListedSample

UNITS = {"line": "Service line", "claim": "Claim", "beneficiary-month": "Patient and month of service"}
STRATA = {"": "None", "clinic": "Clinic", "provider": "Rendering provider", "category": "Category", "kx": "With KX"}
_SAID = "sample_draw_words"


def show_drawing(_: list[ListedSample]) -> None:
    """Name, unit, dates, size and seed; clinic, provider and category come from the filters above."""
    st.caption(
        "The frame holds paid units only and is frozen with the sample. The clinic, provider and threshold category"
        " filters apply; enter dates of service here. Without a size, 50 units are drawn (a discovery sample); without"
        " a seed, one is generated and recorded."
    )
    with st.form("draw_sample"):
        name = st.text_input("Name", key="sample_new_name", placeholder="2026-10-discovery")
        unit = st.selectbox("Sampling unit", list(UNITS), format_func=UNITS.__getitem__, key="sample_unit")
        first = st.date_input("First date of service", None, key="sample_from")
        last = st.date_input("Last date of service", None, key="sample_to")
        is_kx_only = st.checkbox("Lines with KX only", key="sample_kx")
        strata = st.selectbox("Strata", list(STRATA), format_func=STRATA.__getitem__, key="sample_strata")
        size = st.text_input("Size", key="sample_size", placeholder="50")
        seed = st.text_input("Seed", key="sample_seed", placeholder="generated and recorded")
        is_sent = st.form_submit_button("Draw sample")
    if is_sent:
        typed = {"--unit": unit, "--strata": strata, "--size": size, "--seed": seed}
        typed |= {"--from": str(first or ""), "--to": str(last or "")}
        _draw(name, typed, is_kx_only=is_kx_only)
    if said := st.session_state.get(_SAID):
        (st.success if said[0] else st.error)(plain_text(said[1]))


def _draw(name: str, typed: dict[str, str], *, is_kx_only: bool) -> None:
    filters = read_filters()
    asked = typed | {"--clinic": filters.clinic or "", "--provider": filters.provider or ""}
    asked |= {"--category": filters.pool or ""}
    options = [f"{option}={value.strip()}" for option, value in asked.items() if value.strip()]
    with st.spinner("Drawing the sample"):
        drawn = change_sample("draw", *options, *(["--kx"] if is_kx_only else []), name=name)
    st.session_state[_SAID] = (drawn.is_done, drawn.message)
    if drawn.is_done:
        st.rerun()
