"""The first part of the providers page: who puts KX on whom, as dots, rows and pairs, and one provider opened."""

from typing import Any

import pandas as pd

from dashboard import layout
from dashboard.charts import providers as charts
from dashboard.provider import show_provider
from dashboard.sentences import providers as words
from dashboard.tables import show_table


def show_patterns(asked: dict[str, Any], found: pd.DataFrame) -> None:
    """The two charts and the rows of `found` (queries/provider_list.sql, named), and the provider that was chosen."""
    dots = layout.draw_once(charts.draw_provider_dots, found)
    alt = f"Dot chart. {words.title_dots(found)}"
    points = layout.show_chart(words.title_dots(found), dots, alt, "provider_dots", is_selectable=True)
    row = show_table(words.add_reasons(found), "providers", alt="Providers with their KX pattern", is_selectable=True)
    split = layout.draw_once(charts.draw_provider_split, found)
    alt = f"Dot pairs. {words.title_split(found)}"
    pairs = layout.show_chart(words.title_split(found), split, alt, "provider_split", is_selectable=True)
    chosen = layout.choose("chosen", points, pairs, found["provider_npi"], row)
    if chosen:
        show_provider(chosen, asked)
