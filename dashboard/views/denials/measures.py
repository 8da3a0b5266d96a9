"""Denial measures by their standard names: value, n, denominator, trend, and those not available from 835 data."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import fold, read_palette, show_chart
from dashboard.components.export_scope import WHOLE_PRACTICE, narrowed_to
from dashboard.components.frame import read_build
from dashboard.components.table import show_table
from dashboard.formats import format_month
from dashboard.state.filters import Filters, read_filters
from dashboard.views.denials.charts.measures import draw_measure
from dashboard.views.denials.text.measures import say_denominator, title_trend
from dashboard.warehouse import rows

MONTHS = 24
YEAR = 12
# Wheeler's factor from the mean moving range to three sigma of single values.
MOVING_RANGE_FACTOR = 2.66
FEWEST_MONTHS = 8
COUNTS = ("measured_days", "n_count", "n_cents", "year_n_count", "year_n_cents")
FIRST = "first_remit_denial_rate"
# Measures whose numerator is denied services of the month, so that the list of that month is their rows.
OPENING = {"first_remit_denial_rate", "first_remit_denial_charges", "denials_overturned", "denials_overturned_charges"}
OPENING_MISSING_KX = {"leakage_share"}
# By month of first denial: a young month is not at its end.
RUNNING = {"denials_overturned_charges", "leakage_share"}


def show_measures(_: Filters, __: pd.Series) -> None:
    """All measures as a table, one of them as a trend with a link to its rows, then those not available."""
    with narrowed_to(**WHOLE_PRACTICE):
        _show_known(read_build()["data_through_date"])
        st.markdown("**Not available from 835 data**")
        show_table(read_not_available(), "kpi_not_available", alt="Measures that an 835 cannot give")


def _show_known(through: Any) -> None:
    kpis = read_kpis(through)
    if kpis.empty:
        st.info("No data yet, so there is nothing to measure.")
        return
    st.caption("The whole practice; the filters above do not apply to this tab. The last month is incomplete.")
    table = read_measures(through)
    chosen = show_table(table, "denial_measures", alt="Measures with value and n", is_selectable=True) or 0
    _show_trend(kpis, str(table["measure_name"].iloc[chosen]))


def read_kpis(through: Any) -> pd.DataFrame:
    """The months of each measure over two years, with its definition, its value and the limits of usual months."""
    last = pd.Period(through, "M")
    kpis = rows(
        "denial_kpis", first_month=(last - (MONTHS - 1)).start_time.date(), last_month=last.start_time.date(),
        moving_range_factor=MOVING_RANGE_FACTOR, fewest_months=FEWEST_MONTHS,
    )  # fmt: skip
    return kpis.astype({"is_complete": bool})


def read_not_available() -> pd.DataFrame:
    """Measures that an 835 cannot give, with what is shown instead by its title."""
    missing = rows("kpi_not_available")
    defined = rows("measure_list")
    titles = dict(zip(defined["measure_name"], defined["title"], strict=True))
    missing["shown_instead"] = [titles.get(name, name) for name in missing["shown_instead"]]
    return missing


def read_measures(through: Any) -> pd.DataFrame:
    """One row a measure: its newest complete month, and the last twelve complete months together where they add up."""
    last = pd.Period(through, "M")
    table = rows(
        "denial_measures", first_month=(last - (MONTHS - 1)).start_time.date(), last_month=last.start_time.date(),
        year_start=(last - YEAR).start_time.date(), first_measure=FIRST,
    )  # fmt: skip
    return table.astype(dict.fromkeys(COUNTS, "Int64"))


def _show_trend(kpis: pd.DataFrame, measure_name: str) -> None:
    trend = kpis[kpis["measure_name"] == measure_name].reset_index(drop=True)
    complete = trend[trend["is_complete"]]
    newest = complete.iloc[-1]
    title = title_trend(newest, str(newest["title"]))
    figure = draw_measure(trend, read_palette())
    mark = show_chart(title.replace("$", "\\$"), figure, title, f"trend_{measure_name}", is_selectable=True)
    young = " Services of recent months may still be recovered." if measure_name in RUNNING else ""
    st.caption(f"{say_denominator(newest)}{young}".replace("$", "\\$"))
    month = date.fromisoformat(mark[0]) if mark else newest["kpi_month"].date()
    _link_to_rows(measure_name, month)
    if box := fold("View trend data", f"trend_{measure_name}"):
        with box:
            show_table(arrange_trend(trend), f"trend_{measure_name}", alt=title)


def arrange_trend(trend: pd.DataFrame) -> pd.DataFrame:
    """The months of one measure for its table: amounts as amounts, days and counts as numbers."""
    shown = trend[["kpi_month", "numerator_value", "denominator_value", "kpi_unit", "is_complete"]]
    if shown["kpi_unit"].iloc[0] != "US cents":
        return shown
    names = {"numerator_value": "numerator_cents", "denominator_value": "denominator_cents"}
    return shown.drop(columns="kpi_unit").rename(columns=names)


def _link_to_rows(measure_name: str, month: date) -> None:
    """The denied services of a month behind a measure, where its numerator is such services."""
    if measure_name not in OPENING | OPENING_MISSING_KX:
        return
    reason = "every" if measure_name in OPENING else "missing_kx"
    address = read_filters().address(period=f"{month:%Y-%m}") | {"view": "services", "reason": reason}
    label = f"Open the services first denied in {format_month(month)} →"
    st.page_link("views/denials/page.py", label=label, query_params=address)
