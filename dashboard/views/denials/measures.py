"""Denial measures by their standard names: value, n, denominator, trend, and those not available from 835 data."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import fold, read_palette, show_chart
from dashboard.components.frame import read_build
from dashboard.components.table import show_table
from dashboard.formats import format_month
from dashboard.state.filters import Filters, read_filters
from dashboard.views.denials.charts.measures import draw_measure
from dashboard.views.denials.text.measures import is_in_days, say_denominator, title_trend
from dashboard.warehouse import rows

MONTHS = 24
YEAR = 12
FIRST = "first_remit_denial_rate"
# Measures whose numerator is denied services of the month, so that the list of that month is their rows.
OPENING = {"first_remit_denial_rate", "first_remit_denial_charges", "denials_overturned", "denials_overturned_charges"}
OPENING_MISSING_KX = {"leakage_share"}
# By month of first denial: a young month is not at its end.
RUNNING = {"denials_overturned_charges", "leakage_share"}


def show_measures(_: Filters, __: pd.Series) -> None:
    """All measures as a table, one of them as a trend with a link to its rows, then those not available."""
    through = read_build()["data_through_date"]
    kpis = read_kpis(through)
    if kpis.empty:
        st.info("No data yet, so there is nothing to measure.")
    else:
        st.caption("The whole practice; the filters above do not apply to this tab. The last month is incomplete.")
        table = sum_up_measures(kpis, through)
        chosen = show_table(table, "denial_measures", alt="Measures with value and n", is_selectable=True) or 0
        _show_course(kpis, str(table["measure_name"].iloc[chosen]))
    st.markdown("**Not available from 835 data**")
    show_table(read_not_available(), "kpi_not_available", alt="Measures that an 835 cannot give")


def read_kpis(through: Any) -> pd.DataFrame:
    """The months of each measure over two years, with its definition and whether the month is complete."""
    last = pd.Period(through, "M")
    kpis = rows("denial_kpis", first_month=(last - (MONTHS - 1)).start_time.date())
    kpis["is_complete"] = kpis["kpi_month"] < last.start_time
    defined = rows("measure_list").set_index("measure_name")
    for column in ("title", "numerator", "denominator", "limits"):
        kpis[column] = [defined[column].get(name, "") for name in kpis["measure_name"]]
    return kpis[kpis["denominator_value"] > 0].reset_index(drop=True)


def read_not_available() -> pd.DataFrame:
    """Measures that an 835 cannot give, with what is shown instead by its title."""
    missing = rows("kpi_not_available")
    defined = rows("measure_list")
    titles = dict(zip(defined["measure_name"], defined["title"], strict=True))
    missing["shown_instead"] = [titles.get(name, name) for name in missing["shown_instead"]]
    return missing


def sum_up_measures(kpis: pd.DataFrame, through: Any) -> pd.DataFrame:
    """One row a measure: its newest complete month, and the last twelve complete months together where they add up."""
    complete = kpis[kpis["is_complete"]]
    since = pd.Period(through, "M").start_time - pd.DateOffset(months=YEAR)
    found = [_sum_up(course, since, through) for _, course in complete.groupby("measure_name", sort=True)]
    found.sort(key=lambda row: (row["measure_name"] != FIRST, row["measured_days"] is not None, row["title"]))
    table = pd.DataFrame(found)
    counts = ["measured_days", "n_count", "n_cents", "year_n_count", "year_n_cents"]
    return table.astype(dict.fromkeys(counts, "Int64"))


def _sum_up(course: pd.DataFrame, since: pd.Timestamp, through: Any) -> dict[str, Any]:
    newest, year = course.iloc[-1], course[course["kpi_month"] >= since]
    part, whole = int(newest["numerator_value"]), int(newest["denominator_value"])
    year_part, year_whole = int(year["numerator_value"].sum()), int(year["denominator_value"].sum())
    in_days, in_cents = is_in_days(newest), newest["kpi_unit"] == "US cents"
    return {
        "title": newest["title"],
        "newest_month": newest["kpi_month"],
        "measured_ratio": None if in_days else part / whole,
        "measured_days": part if in_days else None,
        "n_count": None if in_cents else whole,
        "n_cents": whole if in_cents else None,
        "year_ratio": None if in_days or not year_whole else year_part / year_whole,
        "year_n_count": None if in_cents else year_whole,
        "year_n_cents": year_whole if in_cents else None,
        "denominator": newest["denominator"],
        "data_through_date": through,
        "measure_name": newest["measure_name"],
    }


def _show_course(kpis: pd.DataFrame, measure_name: str) -> None:
    course = kpis[kpis["measure_name"] == measure_name].reset_index(drop=True)
    complete = course[course["is_complete"]]
    newest = complete.iloc[-1]
    title = title_trend(newest, str(newest["title"]))
    figure = draw_measure(course, read_palette())
    points = show_chart(title.replace("$", "\\$"), figure, title, f"course_{measure_name}", is_selectable=True)
    young = " Services of recent months may still be recovered." if measure_name in RUNNING else ""
    st.caption(f"{say_denominator(newest)}{young}".replace("$", "\\$"))
    month = date.fromisoformat(points[0]["customdata"][0]) if points else newest["kpi_month"].date()
    _link_to_rows(measure_name, month)
    if box := fold("View trend data", f"course_{measure_name}"):
        with box:
            show_table(arrange_course(course), f"course_{measure_name}", alt=title)


def arrange_course(course: pd.DataFrame) -> pd.DataFrame:
    """The months of one measure for its table: amounts as amounts, days and counts as numbers."""
    shown = course[["kpi_month", "numerator_value", "denominator_value", "kpi_unit", "is_complete"]]
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
