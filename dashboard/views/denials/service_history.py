"""The history of a denied service: each adjudication, how it is matched, and the correction routes."""

import pandas as pd
import streamlit as st

from dashboard.components.chart import fold, read_palette, show_chart
from dashboard.components.denial_labels import MEANINGS
from dashboard.components.evidence.panel import show_evidence
from dashboard.components.table import show_table
from dashboard.formats import format_count
from dashboard.state.filters import Filters
from dashboard.views.denials.charts.denials import draw_life
from dashboard.views.denials.text.denials import say_service
from dashboard.warehouse import rows


def show_history_of(service_line_key: str) -> None:
    """The life of the service with this key."""
    show_history(rows("denial_service", service_line_key=service_line_key).iloc[0])


def show_history(service: pd.Series) -> None:
    """One denied service from first bill to last answer; each answer opens its evidence."""
    events = rows("denial_life", service_line_key=str(service["service_line_key"]))
    deadline = None if service["state"] == "duplicate" else service["reopening_deadline"]
    sentence = say_service(service)
    dot = show_chart(sentence, draw_life(events, deadline, read_palette()), sentence, "life", is_selectable=True)
    st.caption(f"Plain-language reason: {MEANINGS[str(service['denial_category'])]}.")
    chosen = show_table(
        events, "denial_life", alt="Adjudications of this service", is_selectable=True, hidden=("service_line_key",)
    )  # fmt: skip
    _show_steps(str(service["service_line_key"]))
    if chosen is not None:
        show_evidence(str(events["service_line_key"].iloc[chosen]), "life_table")
    elif dot:
        show_evidence(str(dot[0]), "life_chart")


def _show_steps(service_line_key: str) -> None:
    """Beside the answers: what belongs together and how that is known, and what can still be done until when."""
    links = rows("denial_links", service_line_key=service_line_key)
    if len(links):
        st.markdown("**Follow-up claims and how each is matched**")
        show_table(links, "denial_links", alt="Steps after the denial", hidden=("service_line_key",))
    routes = rows("denial_deadlines", service_line_key=service_line_key)
    if len(routes):
        st.markdown("**Correction routes and deadlines**")
        show_table(routes, "denial_routes", alt="Correction routes with their deadlines")


def show_candidates(asked: Filters) -> None:
    """What may belong to a denied service and is not counted, for a person to look at."""
    found = rows("denial_candidates", asked)
    if found.empty:
        return
    count = format_count(len(found), "line")
    box = fold(f"For manual review, not counted: {count} that may belong to a denied service", "candidates")
    if box is None:
        return
    hidden = ("denial_service_line_key", "service_line_key")
    alt = "Lines that may belong to a denied service"
    with box:
        chosen = show_table(found, "denial_candidates", alt=alt, is_selectable=True, hidden=hidden)
    if chosen is not None:
        show_history_of(str(found["denial_service_line_key"].iloc[chosen]))
