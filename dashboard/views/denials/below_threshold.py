"""Denials below the threshold: the running total in both orders for each denial, and what it implies."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.access_log import logged_export
from dashboard.components.chart import read_palette, show_chart
from dashboard.components.denial_labels import EXPLAINED_NAMES
from dashboard.components.export import write_csv
from dashboard.components.frame import read_build
from dashboard.components.table import show_table
from dashboard.formats import format_count, format_dollars
from dashboard.lookups import add_names
from dashboard.state.filters import Filters
from dashboard.state.url_choice import Switch
from dashboard.views.denials.charts.below_threshold import draw_orders
from dashboard.views.denials.service_history import show_history_of
from dashboard.views.denials.text.below_threshold import say_explained, say_explanation, say_implied
from dashboard.warehouse import are_identifiers_shown, rows

PRIOR_USE_COLUMNS = ["patient_id", "pool", "calendar_year", "amount", "as_of_date", "grade", "origin"]
KINDS = ("neither", "service_date_order", "received_order")
HIDDEN = ("service_line_key", "beneficiary_key", "explained_by")


def show_under_limit(asked: Filters, _: pd.Series) -> None:
    """The counts in a sentence, the denials of one kind, one of them in full, and the implied prior use."""
    found = rows("denial_explanations", asked)
    if found.empty:
        st.info("No denial for missing KX under these filters.")
        return
    st.markdown(say_explained(found).replace("$", "\\$"))
    counts = {kind: int((found["explained_by"] == kind).sum()) for kind in KINDS}
    some = [kind for kind in KINDS if counts[kind]]
    kind = Switch("explained", {name: f"{EXPLAINED_NAMES[name]} · {counts[name]:,}" for name in some}).show("Denials")
    _show_kind(found[found["explained_by"] == kind].reset_index(drop=True), kind)
    _offer_prior_use(asked)


def _show_kind(shown: pd.DataFrame, kind: str) -> None:
    total = format_dollars(int(shown["expected_allowed_cents"].fillna(0).sum())).replace("$", "\\$")
    st.markdown(f"**{EXPLAINED_NAMES[kind]}**: {format_count(len(shown), 'service')}, {total} expected.")
    alt = f"Missing-KX denials: {EXPLAINED_NAMES[kind]}"
    chosen = show_table(add_names(shown), f"explained_{kind}", alt=alt, is_selectable=True, hidden=HIDDEN) or 0
    line = shown.iloc[chosen]
    sentence = say_explanation(line)
    figure = draw_orders(line.fillna({"expected_allowed_cents": 0}), read_palette())
    show_chart(sentence.replace("$", "\\$"), figure, sentence, f"orders_{kind}")
    if st.toggle("Show every adjudication of this service", key=f"answers_{kind}"):
        show_history_of(str(line["service_line_key"]))


def _offer_prior_use(asked: Filters) -> None:
    """The implied amounts as a prior use file; without identifiers it could not be imported."""
    implied = rows("implied_prior_use", asked)
    if implied.empty:
        return
    st.markdown(say_implied(implied))
    is_named = are_identifiers_shown()
    is_synthetic = bool(read_build()["is_synthetic"])
    make = partial(write_prior_use, implied, is_synthetic=is_synthetic)
    st.download_button(
        "Prior use file (CSV)", logged_export("implied_prior_use", len(implied), make=make),
        "implied-prior-use.csv", "text/csv", key="prior_use_file", on_click="ignore", disabled=not is_named,
    )  # fmt: skip
    if not is_named:
        st.caption("The file names patients: turn on 'Show patient identifiers' above to download it.")
    hidden = ("amount", "beneficiary_key", "service_line_key")
    show_table(
        implied, "implied_prior_use", alt="Implied prior use by patient, threshold category and year", hidden=hidden
    )


def write_prior_use(implied: pd.DataFrame, *, is_synthetic: bool) -> bytes:
    """A prior use file with the columns that its reader expects, then where the row comes from."""
    return write_csv(implied[PRIOR_USE_COLUMNS], is_synthetic=is_synthetic)
