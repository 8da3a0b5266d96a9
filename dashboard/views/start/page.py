"""Sends `/` on to the overview with whatever filters the address carries."""

import streamlit as st

st.switch_page("views/overview/page.py", query_params=st.query_params.to_dict())
