"""Denials split by month and by reason: two small charts with their tables."""

from typing import Any

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.table import show_table
from dashboard.views.denials.charts.denials import draw_categories, draw_months
from dashboard.views.denials.text.denials import title_categories, title_months
from dashboard.warehouse import rows


def show_months(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Small bars by month of first denial, with their table."""
    months = rows("denial_months", **asked)
    if months.empty:
        return []
    title = title_months(months)
    clicks = show_chart(title, draw_once(draw_months, months), title, "months", is_selectable=True)
    if box := fold("The months as a table", "denial_months"):
        with box:
            show_table(months, "denial_months", alt=title)
    return clicks


def show_categories(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """One bar a reason, over all reasons, with their table."""
    categories = rows("denial_categories", **asked | {"category": None})
    title = title_categories(categories)
    clicks = show_chart(title, draw_once(draw_categories, categories), title, "reasons", is_selectable=True)
    if box := fold("The reasons as a table", "denial_categories"):
        with box:
            show_table(categories, "denial_categories", alt=title)
    return clicks
