"""The evidence drawer: one service line, back to the bytes of its file."""

import streamlit as st


def show_evidence(service_line_key: str) -> None:
    """Show the evidence of one line beneath the list that it was chosen from."""
    st.caption(f"Line {service_line_key}")
