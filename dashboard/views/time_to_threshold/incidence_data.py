"""The curves of the time page: everyone, or one a group, and what a click on one stands for."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.formats import POOL_NAMES, each_row, format_name
from dashboard.state.filters import Filters, whole_year
from dashboard.state.url_choice import Switch
from dashboard.warehouse import rows

MOST_CURVES = 4
THRESHOLDS = {"kx": "KX threshold", "medical_review": "Medical review threshold"}
CLOCKS = {"days": "Days since the first visit", "visits": "Visits", "calendar": "Date"}
COMPARISONS = {
    "all": "Everyone", "pool": "Threshold categories", "clinic": "Clinics", "provider": "Providers", "year": "Years",
}  # fmt: skip
SWITCHES = (
    (Switch("threshold", THRESHOLDS), "Amount"),
    (Switch("clock", CLOCKS), "Time scale"),
    (Switch("curves", COMPARISONS), "Compare"),
)
PLATES = (("payee_npi", "payee_name", "clinic_names"), ("provider_npi", "provider_name", "provider_names"))


def read_choice(asked: Filters) -> Filters:
    """With the amount, time scale and curves that are chosen, before they are drawn too."""
    threshold, clock, compare = (switch.read() for switch, _ in SWITCHES)
    return replace(asked, threshold=threshold, clock=clock, compare=compare)


def show_choice() -> None:
    """Which amount; days, visits or the date on the axis; everyone together, or one curve a group."""
    with st.container(horizontal=True, gap="medium"):
        for switch, label in SWITCHES:
            switch.show(label)


def read_groups(asked: Filters) -> pd.DataFrame:
    """The groups of queries/time_summary.sql with anybody in them, `label` names each in words; by name."""
    groups = rows("time_summary", asked)
    groups = groups[groups["patients"] > 0]
    known = {"all": "crossed", **POOL_NAMES}
    for number, name, query_name in PLATES if asked.compare in ("clinic", "provider") else ():
        plates = rows(query_name)
        known |= dict(zip(plates[number], map(format_name, plates[name]), strict=True))
    labels = [known.get(str(group)) or str(group) for group in groups["group_name"]]
    return groups.assign(label=labels).sort_values("label", ignore_index=True)


def read_curves(asked: Filters, groups: pd.DataFrame) -> pd.DataFrame:
    """The points of the groups with most patients, at most four, beside group_name, label and patients."""
    if groups.empty:
        return groups
    largest = groups.nlargest(MOST_CURVES, "patients").sort_values("label")
    curves = [
        rows("time_curve", asked, curve_ordinal=int(group.curve_ordinal)).assign(
            group_name=group.group_name, label=group.label, patients=group.patients
        )
        for group in each_row(largest)
    ]
    return pd.concat(curves, ignore_index=True)


def narrow(asked: Filters, point: list[Any]) -> Filters:
    """What lists who is behind a clicked point: those of its curve until its time; without a click as before."""
    if not point:
        return asked
    group, elapsed = point
    own = replace(asked, up_to=int(elapsed))
    if asked.compare == "year":
        return replace(own, period=whole_year(int(group)))
    return own if asked.compare == "all" else replace(own, **{asked.compare: group})
