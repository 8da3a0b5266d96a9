"""The curves of the time page: everyone, or one a pool, year or clinic, and what a click on one of them stands for."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.formats import POOL_NAMES, format_name
from dashboard.warehouse import rows

MOST_CLINICS = 4
CLOCKS = {"days": "Days since the first visit", "visits": "Visits"}
COMPARISONS = {"all": "Everyone", "pool": "By pool", "clinic": "By clinic", "year": "By year"}


def choose_curves() -> str:
    """Days or visits on the axis; everyone together, or one curve a pool, clinic or year."""
    with st.container(horizontal=True, gap="medium"):
        st.segmented_control(
            "Counted in", list(CLOCKS), default="days", required=True, key="clock", format_func=CLOCKS.__getitem__
        )  # fmt: skip
        chosen = st.segmented_control(
            "Curves", list(COMPARISONS), default="all", required=True, key="curves", format_func=COMPARISONS.__getitem__
        )  # fmt: skip
    return str(chosen)


def read_courses(asked: dict[str, Any], compare: str) -> pd.DataFrame:
    """Rows of queries/time_incidence.sql; a clinic is a group of its own, and a patient of two counts with both."""
    if compare != "clinic":
        return rows("time_incidence", **asked, compare=compare)
    clinics = [asked["payee_npi"]] if asked["payee_npi"] else list(rows("clinic_options")["code"].head(MOST_CLINICS))
    courses = [rows("time_incidence", **(asked | {"payee_npi": clinic}), compare="all") for clinic in clinics]
    named = [course.assign(group_name=clinic) for clinic, course in zip(clinics, courses, strict=True)]
    return pd.concat(named, ignore_index=True)


def name_groups(courses: pd.DataFrame) -> dict[str, str]:
    """Group -> its name in words."""
    clinics = rows("clinic_names")
    plates = dict(zip(clinics["payee_npi"], map(format_name, clinics["payee_name"]), strict=True))
    known = {**POOL_NAMES, "all": "crossed", **plates}
    return {str(group): known.get(str(group)) or str(group) for group in courses["group_name"].unique()}


def read_click(points: list[dict[str, Any]], compare: str) -> dict[str, Any]:
    """The parameters that list who is behind a clicked point: `up_to`, and the group of its curve."""
    keys = [point["customdata"] for point in points if point.get("customdata")]
    if not keys:
        return {}
    group, elapsed = keys[0]
    grouped: dict[str, dict[str, Any]] = {
        "all": {},
        "pool": {"pool": group},
        "clinic": {"payee_npi": group},
        "year": {"first_year": int(group), "last_year": int(group)} if compare == "year" else {},
    }
    return {"up_to": int(elapsed), **grouped[compare]}
