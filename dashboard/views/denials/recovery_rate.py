"""How fast denied services are recovered: curves by quarter of first denial, days, accuracy of the estimates."""

import pandas as pd
import streamlit as st

from dashboard.components.chart import fold, read_palette, show_chart
from dashboard.components.export_scope import WHOLE_PRACTICE, narrowed_to
from dashboard.components.table import show_table
from dashboard.state.filters import Filters, read_filters
from dashboard.views.denials.charts.recovery_rate import draw_recovery_curves
from dashboard.views.denials.text.recovery_rate import say_days, say_quality, title_curves
from dashboard.warehouse import rows


def show_recovery(asked: Filters, _: pd.Series) -> None:
    """Days to recovery under the filters; curves and quality of the estimates over the whole practice."""
    st.caption(f"First denied in: {read_filters().period.words}.")
    st.markdown(say_days(rows("recovery_days", asked).iloc[0]))
    curves, pace = rows("recovery_curves", asked), rows("recovery_pace", asked)
    if not curves.empty:
        with narrowed_to(**{**WHOLE_PRACTICE, "Reason": None}):
            _show_curves(curves, pace)
    quality = rows("expected_quality")
    if not quality.empty:
        st.markdown("**How accurate the estimates are, measured on recovered services**")
        st.markdown("\n".join(f"- {sentence}" for sentence in say_quality(quality)).replace("$", "\\$"))
        show_table(quality, "expected_quality", alt="Estimates against what recovered services were allowed")


def _show_curves(curves: pd.DataFrame, pace: pd.DataFrame) -> None:
    title = title_curves(pace)
    show_chart(title, draw_recovery_curves(curves, pace, read_palette()), title, "recovery_curves")
    st.caption(
        "Thin: quarters of first denial, as far as all of their services were followed. Bold: all together, open ones "
        "counted as long as they were followed (Kaplan-Meier). For the reason chosen above, over the whole practice "
        "and all months; the other filters do not narrow the curves."
    )
    if box := fold("The quarters as a table", "recovery_curves"):
        with box:
            alt = "Recovered by quarter of first denial and days since"
            show_table(curves, "recovery_curves", alt=alt, hidden=("is_whole",))
    if box := fold("The curve of all as a table", "recovery_pace"):
        with box:
            show_table(pace, "recovery_pace", alt="Recovered by days since the first denial, open ones included")
