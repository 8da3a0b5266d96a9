"""Trend tab: shares by month for the practice, its clinics or its providers, with control limits where they hold."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.line_list import Lines, show_lines
from dashboard.components.table import show_table
from dashboard.formats import format_name
from dashboard.lookups import read_rule
from dashboard.state.filters import Filters, read_filters
from dashboard.state.url_choice import Switch
from dashboard.views.providers.charts.control_charts import draw_control
from dashboard.views.providers.text import control_charts as words
from dashboard.warehouse import rows

MOST = 6
SUBJECTS = {"practice": "Practice", "clinic": "Clinics", "provider": "Providers"}
MEASURE = Switch("control_measure", words.MEASURES, "trend")
SUBJECT = Switch("control_subject", SUBJECTS, "whose")
# What opens behind a month: conditions of queries/line_list.sql.
OPENING: dict[str, Lines] = {
    "early_kx_patients": {"is_early": True, "is_starting": True, "is_judged": True},
    "missing_kx_lines": {"kx_finding": "missing"},
}
TEMPLATE = "date,clinic_npi,provider_npi,text,steps_limits\n"
ABOUT = (
    "All months, threshold categories and payers; the filters above choose the clinic or provider. Faint months are "
    "not yet complete and are not judged. Dotted lines are limits."
)


def show_trend(_: Filters, __: pd.DataFrame) -> None:
    """The sentence, at most six trends, the lines of a month, and how to say what happened."""
    measure, subject = _choose_what()
    trends = _choose_trends(read_trends(measure, subject))
    minimum = read_rule("control_minimum_points")
    if not trends:
        st.info("No month has lines that this share could be of.")
        return
    st.header(words.answer_trend(trends, measure, minimum), anchor=False)
    st.caption(ABOUT)
    clicked = _show_trends(trends, measure, minimum)
    if box := fold("View trend data", "control_trends"):
        with box:
            show_table(pd.concat(trends, names=["subject_name"]).reset_index(0), "control_points", alt="Trends")
    if clicked:
        _open_month(*clicked, measure, trends)
    _show_annotating()


def _choose_what() -> tuple[str, str]:
    """Which share, and whose; a filter on a provider or a clinic decides the latter."""
    filters = read_filters()
    with st.container(horizontal=True, gap="medium"):
        measure = MEASURE.show("Measure")
        if filters.provider or filters.clinic:
            return measure, "provider" if filters.provider else "clinic"
        subject = SUBJECT.show("Show")
    return measure, subject


def read_trends(measure: str, subject: str) -> dict[str, pd.DataFrame]:
    """Name -> points; those that changed first, then those of most patients or lines."""
    filters = read_filters()
    npi = {"practice": None, "clinic": filters.clinic, "provider": filters.provider}[subject]
    points = rows("control_points", measure_name=measure, subject_category=subject, subject_npi=npi)
    names = _read_names(subject)
    found = {
        names.get(str(number), "The practice" if subject == "practice" else str(number)): trend.reset_index(drop=True)
        for number, trend in points.groupby("subject_npi", sort=False, dropna=False)
    }
    order = sorted(found, key=lambda name: (found[name]["rule_codes"].eq("").all(), -_sum(found[name]), name))
    return {name: found[name] for name in order}


def _sum(trend: pd.DataFrame) -> int:
    return int(trend["denominator_value"].sum())


def _read_names(subject: str) -> dict[str, str]:
    if subject == "practice":
        return {}
    known = rows(f"{subject}_options")  # in which those of one name have their number beside it
    return dict(zip(known["code"], map(format_name, known["words"]), strict=True))


def _choose_trends(found: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    if len(found) <= 1:
        return found
    names = list(found)
    key = f"control_names_{found[names[0]]['subject_category'].iloc[0]}"
    chosen = st.multiselect("Shown (at most six)", names, default=names[:MOST], max_selections=MOST, key=key)
    return {name: found[name] for name in chosen if name in found} or {names[0]: found[names[0]]}


def _show_trends(trends: dict[str, pd.DataFrame], measure: str, minimum: int) -> tuple[str, date] | None:
    """Two by two; returns the trend and the month that were clicked."""
    known = rows("control_rules")
    rules = dict(zip(known["rule_code"], known["rule_name"], strict=True))
    notes = rows("annotations")
    clicked = None
    places = st.columns(min(2, len(trends))) * -(-len(trends) // 2)
    for place, (name, points) in zip(places, trends.items(), strict=False):
        title = words.title_trend(name, points, rules, minimum)
        figure = draw_once(draw_control, points, _about(notes, points.iloc[0]), rules)
        with place:
            alt = f"Control chart. {title}; {words.UNITS[measure]}."
            key = f"control_{measure}_{points['subject_category'].iloc[0]}_{points['subject_npi'].iloc[0]}"
            mark = show_chart(title, figure, alt, key, is_selectable=True)
            st.caption(words.say_limits(points, measure))
        clicked = (name, date.fromisoformat(mark[0])) if mark else clicked
    return clicked


def _about(notes: pd.DataFrame, point: Any) -> pd.DataFrame:
    """The annotations of a subject: its own and those of the whole practice."""
    own = (notes["subject_category"] == point["subject_category"]) & (notes["subject_npi"] == point["subject_npi"])
    about: pd.DataFrame = notes[own | (notes["subject_category"] == "practice")]
    return about.reset_index(drop=True)


def _open_month(name: str, month: date, measure: str, trends: dict[str, pd.DataFrame]) -> None:
    """The lines of the numerator of one month, whatever else is filtered."""
    points = trends[name]
    point = points[points["service_month"] == pd.Timestamp(month)].iloc[0]
    whose = {str(point["subject_category"]): str(point["subject_npi"])}
    who: Lines = {"payee_npi": whose.get("clinic"), "provider_npi": whose.get("provider")}
    everything: Lines = {"pool": None, "payer_name": None, "period_start": None, "period_end": None}
    wanted: Lines = {**who, **everything, "service_month": month, **OPENING[measure]}
    show_lines(words.title_month(name, measure, point), "control_lines", wanted)


def _show_annotating() -> None:
    st.markdown(
        "**What happened?** A CSV with `date, clinic_npi, provider_npi, text, steps_limits` draws labelled lines here; "
        "numbers left blank mean the whole practice, and *yes* under `steps_limits` computes limits anew from there "
        "on. Import it with `kxwatch build FILE` or on Data quality. Do not include patient information."
    )
    st.download_button(
        "Template (CSV)", TEMPLATE, "kxwatch-annotations.csv", "text/csv", key="annotation_template",
        on_click="ignore", type="tertiary",
    )  # fmt: skip
    if box := fold("Rules, sources and false alarm rates", "control_rules"):
        with box:
            show_table(rows("control_rules"), "control_rules", alt="Rules of control charts")
