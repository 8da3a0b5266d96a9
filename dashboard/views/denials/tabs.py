"""The tabs of the denials page, the work list first."""

from typing import Any

import streamlit as st

from dashboard.components.tabs import Part, Parts, choose_part
from dashboard.views.denials.all_denied import show_all_services
from dashboard.views.denials.below_threshold import show_under_limit
from dashboard.views.denials.causes import show_causes
from dashboard.views.denials.measures import show_measures
from dashboard.views.denials.recovery_rate import show_recovery
from dashboard.views.denials.refunds import show_refunds
from dashboard.views.denials.worklist import show_worklist

PARTS: Parts = {
    "worklist": ("Work list", show_worklist),
    "services": ("All denied", show_all_services),
    "recovery": ("Recovery rate", show_recovery),
    "causes": ("Causes", show_causes),
    "under-limit": ("Denied below threshold", show_under_limit),
    "refunds": ("Refund check", show_refunds),
    "measures": ("Measures", show_measures),
}


def choose_denial_part(bar: list[dict[str, Any]]) -> Part:
    """The chosen part; `bar` holds the chosen point of the waterfall: a new one opens the services behind it."""
    key = bar[0]["customdata"] if bar else None
    if key and key != st.session_state.get("part_bar"):
        st.session_state["part"] = "services"
    st.session_state["part_bar"] = key
    return choose_part(PARTS)
