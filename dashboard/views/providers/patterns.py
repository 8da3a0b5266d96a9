"""The first tab of the providers page: the review list, the funnel, all providers, and one provider opened."""

from typing import Any

import pandas as pd

from dashboard.components.chart import choose, draw_once, show_chart
from dashboard.components.review_list import show_review_list
from dashboard.components.small_counts import leave_small_out
from dashboard.components.table import show_table
from dashboard.lookups import read_rule
from dashboard.views.providers.charts.patterns import draw_provider_split
from dashboard.views.providers.funnel import show_funnel
from dashboard.views.providers.provider import show_provider
from dashboard.views.providers.text import patterns as words

COUNTS = ("beneficiaries", "kx_beneficiaries")


def show_patterns(asked: dict[str, Any], found: pd.DataFrame) -> None:
    """The list, the funnel, the rows of `found` (queries/provider_list.sql, named) and the provider that was chosen."""
    explained = set(found.loc[found["all_kx_category"] == "explained", "provider_npi"])
    listed = show_review_list(len(found))
    points = show_funnel(explained)
    said = words.add_reasons(found)
    away = leave_small_out(said, *COUNTS, read_rule("small_count_below"), ("provider_name", "provider_npi"))
    row = show_table(said, "providers", alt="Providers with their KX pattern", is_selectable=True, away=away)
    split = draw_once(draw_provider_split, found)
    alt = f"Dot pairs. {words.title_split(found)}"
    pairs = show_chart(words.title_split(found), split, alt, "provider_split", is_selectable=True)
    chosen = choose("chosen", points, pairs, found["provider_npi"], row, listed)
    if chosen:
        show_provider(chosen, asked)
