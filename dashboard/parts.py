"""The shelves of the denials page: which part is shown; it stands in the address as ?view=."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.causes import show_causes
from dashboard.denial_measures import show_measures
from dashboard.recovery import show_recovery
from dashboard.refunds import show_refunds
from dashboard.services import show_all_services
from dashboard.under_limit import show_under_limit
from dashboard.worklist import show_worklist

Part = Callable[[dict[str, Any], pd.Series], None]
FIRST = "worklist"
PARTS: dict[str, tuple[str, Part]] = {
    "worklist": ("Work list", show_worklist),
    "services": ("All denied", show_all_services),
    "recovery": ("What comes back", show_recovery),
    "causes": ("Causes", show_causes),
    "under-limit": ("Under the threshold?", show_under_limit),
    "refunds": ("Refund check", show_refunds),
    "measures": ("Measures", show_measures),
}


def choose_part(bar: list[dict[str, Any]]) -> Part:
    """The part that the person or the address chose; only its questions are asked of the warehouse.

    `bar` holds the chosen point of the waterfall: a new one opens the list of the services behind it.
    """
    asked = st.query_params.get("view")
    if asked in PARTS and (asked != st.session_state.get("part_written") or "part" not in st.session_state):
        st.session_state["part"] = asked
    key = bar[0]["customdata"] if bar else None
    if key and key != st.session_state.get("part_bar"):
        st.session_state["part"] = "services"
    st.session_state["part_bar"] = key
    if st.session_state.get("part") not in PARTS:
        st.session_state["part"] = FIRST
    part = str(
        st.segmented_control(
            "Part of the page", list(PARTS), key="part", required=True, format_func=lambda name: PARTS[name][0],
            label_visibility="collapsed",
        )
    )  # fmt: skip
    _write_address(part)
    return PARTS[part][1]


def _write_address(part: str) -> None:
    st.session_state["part_written"] = None if part == FIRST else part
    if part == FIRST:
        st.query_params.pop("view", None)
    else:
        st.query_params["view"] = part
