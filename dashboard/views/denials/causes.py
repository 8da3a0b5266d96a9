"""The causes of missing-KX denials: which few carry most dollars, each opening to its services."""

import pandas as pd
import streamlit as st

from dashboard.components.chart import read_palette, show_chart
from dashboard.components.denial_labels import CAUSE_NAMES
from dashboard.components.export_scope import narrowed_to
from dashboard.components.table import show_table
from dashboard.formats import format_count, format_dollars, format_name
from dashboard.state.filters import Filters
from dashboard.state.url_choice import Switch
from dashboard.views.denials.all_denied import show_list
from dashboard.views.denials.charts.denials import draw_split
from dashboard.views.denials.text.causes import say_causes, title_cause
from dashboard.warehouse import rows

HIDDEN = ("cause_dimension", "cause_value", "cause_rank", "is_leading")


def show_causes(asked: Filters, _: pd.Series) -> None:
    """The few causes in sentences, one trait as bars and table; a bar or a row opens its services."""
    causes = name_causes(rows("denial_causes", asked))
    if causes.empty:
        st.info("No denial for missing KX under these filters, so there is no cause to look for.")
        return
    if asked.category not in (None, "missing_kx"):
        st.caption("Causes are known for missing-KX denials only; the reason filter does not narrow this part.")
    say_in_bullets(causes)
    found = list(dict.fromkeys(causes["cause_dimension"]))
    options = [trait for trait in CAUSE_NAMES if trait in found]
    chosen = Switch("cause", {trait: CAUSE_NAMES[trait] for trait in options}).show("Cause")
    shown = causes[causes["cause_dimension"] == chosen].reset_index(drop=True)
    value = _choose_value(shown, chosen)
    if value is not None:
        _open_cause(shown.iloc[value], asked)


def say_in_bullets(causes: pd.DataFrame) -> None:
    """The traits behind most of the dollars, one sentence each."""
    st.markdown("\n".join(f"- {sentence}" for sentence in say_causes(causes)).replace("$", "\\$"))


def name_causes(causes: pd.DataFrame) -> pd.DataFrame:
    """The same rows with `cause_name`: the names of providers and clinics instead of their numbers."""
    named = causes.copy()
    known = {"provider": _read_names("provider_names"), "clinic": _read_names("clinic_names")}
    pairs = zip(named["cause_dimension"], named["cause_value"], strict=True)
    named["cause_name"] = [known.get(trait, {}).get(value) or value for trait, value in pairs]
    return named[["cause_name", *causes.columns]]


def _read_names(query_name: str) -> dict[str, str]:
    known = rows(query_name)
    return {str(number): format_name(name) for number, name in known.iloc[:, :2].itertuples(index=False)}


def _choose_value(shown: pd.DataFrame, trait: str) -> int | None:
    """Bars and table of one trait; the ordinal of the row that was chosen in either."""
    bars = shown.rename(columns={"expected_allowed_cents": "expected_cents", "denied_services": "services"})
    title = title_cause(shown)
    keys = list(shown["cause_value"])
    figure = draw_split(bars, list(shown["cause_name"]), keys, read_palette())
    bar = show_chart(title, figure, title, f"cause_{trait}", is_selectable=True)
    row = show_table(
        shown, f"causes_{trait}", alt=title, is_selectable=True, hidden=HIDDEN
    )  # fmt: skip
    return keys.index(bar[1]) if bar and row is None else row


def _open_cause(cause: pd.Series, asked: Filters) -> None:
    own = {"cause_dimension": cause["cause_dimension"], "cause_value": cause["cause_value"]}
    found = rows("denial_of_cause", asked, **own)
    total = format_dollars(int(found["expected_allowed_cents"].sum())).replace("$", "\\$")
    st.markdown(f"**{cause['cause_name']}**: {format_count(len(found), 'service')}, {total} expected.")
    with narrowed_to(Cause=str(cause["cause_name"])):
        show_list(found, "counted")
