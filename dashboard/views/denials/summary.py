"""The owner's page: the trend of denials by month and clinic, their reasons and causes, on one screen."""

import pandas as pd
import streamlit as st

from dashboard.state.filters import Filters, read_filters
from dashboard.views.denials.breakdown import show_categories, show_clinics, show_months
from dashboard.views.denials.causes import name_causes, say_in_bullets
from dashboard.warehouse import rows


def show_summary(asked: Filters, _: pd.Series) -> None:
    """Two charts beside two: months and clinics, reasons and what is behind missing-KX denials."""
    st.caption(f"First denied in: {read_filters().period.words}.")
    left, right = st.columns(2, gap="large")
    with left:
        show_months(asked)
        show_categories(asked)
    with right:
        show_clinics(asked)
        _show_causes(asked)


def _show_causes(asked: Filters) -> None:
    causes = name_causes(rows("denial_causes", asked))
    if not causes.empty:
        st.markdown("**What is behind missing-KX denials**")
        say_in_bullets(causes)
