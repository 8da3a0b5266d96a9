"""Denials split by month, clinic and reason: small charts with their tables."""

from typing import Any

from dashboard.components.chart import draw_once, fold, read_palette, show_chart
from dashboard.components.table import show_table
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.views.denials.charts.denials import draw_categories, draw_months, draw_split
from dashboard.views.denials.text.denials import title_categories, title_clinics, title_months
from dashboard.warehouse import rows


def show_months(asked: Filters) -> list[Any]:
    """Small bars by month of first denial, with their table; returns state and month of the clicked one."""
    months = rows("denial_months", asked)
    if months.empty:
        return []
    title = title_months(months)
    bar = show_chart(title, draw_once(draw_months, months), title, "months", is_selectable=True)
    if box := fold("The months as a table", "denial_months"):
        with box:
            show_table(months, "denial_months", alt=title)
    return bar


def show_clinics(asked: Filters) -> None:
    """One bar a clinic, with the table of clinics by month."""
    clinics = add_names(rows("denial_clinics", asked))
    if clinics.empty:
        return
    title = title_clinics(clinics)
    names, keys = list(clinics["payee_name"]), list(clinics["payee_npi"])
    show_chart(title, draw_split(clinics, names, keys, read_palette()), title, "clinics")
    if box := fold("Clinics by month as a table", "denial_clinics"):
        with box:
            show_table(add_names(rows("denial_clinic_months", asked)), "denial_clinic_months", alt=title)


def show_categories(asked: Filters) -> list[Any]:
    """One bar a reason, over all reasons, with their table; returns state and reason of the clicked one."""
    categories = rows("denial_categories", asked, category=None)
    title = title_categories(categories)
    bar = show_chart(title, draw_once(draw_categories, categories), title, "reasons", is_selectable=True)
    if box := fold("The reasons as a table", "denial_categories"):
        with box:
            show_table(categories, "denial_categories", alt=title)
    return bar
