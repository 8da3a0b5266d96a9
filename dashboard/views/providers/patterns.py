"""The first tab of the providers page: the review list, the funnel and all providers."""

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, show_chart
from dashboard.components.review_list import show_review_list
from dashboard.components.small_counts import without_small
from dashboard.components.table import show_table
from dashboard.lookups import read_rule
from dashboard.state.filters import Filters
from dashboard.views.providers.charts.patterns import draw_provider_split
from dashboard.views.providers.funnel import show_funnel
from dashboard.views.providers.provider import follow_choice
from dashboard.views.providers.text import patterns as words

COUNTS = ("beneficiaries", "kx_beneficiaries")
DRAWN = ["early_below_ratio", "over_kx_ratio"]


def show_patterns(asked: Filters, found: pd.DataFrame) -> None:
    """The list, the funnel and the rows of `found` (queries/provider_list.sql, named); a choice opens its provider."""
    explained = set(found.loc[found["all_kx_category"] == "explained", "provider_npi"])
    listed = show_review_list(len(found))
    dot = show_funnel(explained)
    said = words.add_reasons(found.drop(columns=DRAWN))
    whole = without_small(said, *COUNTS, read_rule("small_count_below"), ("provider_name", "provider_npi"))
    row = show_table(said, "providers", alt="Providers with their KX pattern", is_selectable=True, whole=whole)
    split = draw_once(draw_provider_split, found)
    alt = f"Dot pairs. {words.title_split(found)}"
    pair = show_chart(words.title_split(found), split, alt, "provider_split", is_selectable=True)
    st.caption("After each name: lines below the threshold, lines at or over it.")
    follow_choice([dot, pair], [None if row is None else str(found["provider_npi"].iloc[row]), listed])
