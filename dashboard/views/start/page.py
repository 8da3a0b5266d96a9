"""Sends `/` on to the overview, or to denials where a role has none, with whatever filters the address carries."""

import streamlit as st

from dashboard.viewer import is_page_shown

first = "overview" if is_page_shown("overview") else "denials"
st.switch_page(f"views/{first}/page.py", query_params=st.query_params.to_dict())
