"""Draws one standard measure over two years, with its median."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import format_month
from dashboard.theme import Palette, blank_figure
from dashboard.views.denials.text.measures import is_in_days, say_value

FAINT = 0.45


def draw_measure(trend: pd.DataFrame, palette: Palette) -> Figure:
    """A dot a month, the mean of the complete months and the limits of usual months, where there are enough.

    `trend`: months of one measure, rows of queries/denial_kpis.sql.
    """
    figure = blank_figure(palette, 260)
    strength = [1.0 if complete else FAINT for complete in trend["is_complete"]]
    figure.add_trace(
        go.Scatter(
            x=trend["kpi_month"], y=trend["kpi_value"], mode="lines+markers", name="value",
            line={"color": palette.accent, "width": 2}, marker={"size": 7, "opacity": strength},
            customdata=[[f"{month:%Y-%m-%d}"] for month in trend["kpi_month"]],
            hovertext=[f"{format_month(row['kpi_month'])}: {say_value(row)}" for _, row in trend.iterrows()],
            hoverinfo="text",
        )
    )  # fmt: skip
    is_share = not is_in_days(trend.iloc[0])
    if not pd.isna(trend["mean_value"].iloc[0]):
        _add_limits(figure, trend.iloc[0], is_share, palette)
    figure.update_xaxes(showgrid=False, tickformat="%b %y", nticks=6)
    figure.update_yaxes(nticks=4, rangemode="tozero", tickformat=".0%" if is_share else None)
    figure.update_layout(margin={"r": 96})
    return figure


def _add_limits(figure: Figure, month: "pd.Series[Any]", is_share: bool, palette: Palette) -> None:
    top = min(month["upper_value"], 1.0) if is_share else month["upper_value"]
    limits = ((month["lower_value"], "expected from", "dot"), (month["mean_value"], "mean", "dash"))
    for value, words, dash in (*limits, (top, "expected to", "dot")):
        figure.add_hline(y=value, line={"color": palette.quiet, "dash": dash, "width": 1})
        written = f"{value:.0%}" if is_share else f"{value:.0f}"
        figure.add_annotation(
            x=1, xref="paper", y=value, text=f"{words} {written}", showarrow=False, xanchor="left", xshift=4,
            name="limit", font={"size": 12, "color": palette.quiet},
        )  # fmt: skip
