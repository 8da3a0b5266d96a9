"""Draws one standard measure over two years, with its median."""

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from dashboard.formats import each_row, format_month
from dashboard.theme import Palette, blank_figure
from dashboard.views.denials.text.measures import is_in_days, say_value

# Wheeler's factor from the mean moving range to three sigma of single values.
MOVING_RANGE_FACTOR = 2.66
FEWEST_MONTHS = 8
FAINT = 0.45


def draw_measure(course: pd.DataFrame, palette: Palette) -> go.Figure:
    """A dot a month, the mean of the complete months and the limits of usual months, where there are enough.

    `course`: months of one measure with kpi_month, kpi_unit, numerator_value, denominator_value, is_complete.
    """
    figure = blank_figure(palette, 260)
    values = read_values(course)
    strength = [1.0 if complete else FAINT for complete in course["is_complete"]]
    figure.add_trace(
        go.Scatter(
            x=course["kpi_month"], y=values, mode="lines+markers", name="value",
            line={"color": palette.accent, "width": 2}, marker={"size": 7, "opacity": strength},
            customdata=[[f"{month:%Y-%m-%d}"] for month in course["kpi_month"]],
            hovertext=[f"{format_month(row['kpi_month'])}: {say_value(row)}" for _, row in course.iterrows()],
            hoverinfo="text",
        )
    )  # fmt: skip
    limits = find_limits([value for value, whole in zip(values, course["is_complete"], strict=True) if whole])
    is_share = not is_in_days(course.iloc[0])
    if limits:
        _add_limits(figure, limits, is_share, palette)
    figure.update_xaxes(showgrid=False, tickformat="%b %y", nticks=6, fixedrange=True)
    figure.update_yaxes(nticks=4, rangemode="tozero", tickformat=".0%" if is_share else None, fixedrange=True)
    figure.update_layout(margin={"r": 96})
    return figure


def read_values(course: pd.DataFrame) -> list[float]:
    """Days as they are, shares as numerator by denominator."""
    if is_in_days(course.iloc[0]):
        return [float(days) for days in course["numerator_value"]]
    return [row.numerator_value / row.denominator_value for row in each_row(course)]


def find_limits(values: list[float]) -> tuple[float, float, float] | None:
    """Lower limit (not below zero), mean, upper limit of an individuals chart; null with too few months."""
    if len(values) < FEWEST_MONTHS:
        return None
    mean = sum(values) / len(values)
    ranges = [abs(after - before) for before, after in pairwise(values)]
    reach = MOVING_RANGE_FACTOR * sum(ranges) / len(ranges)
    return max(mean - reach, 0.0), mean, mean + reach


def _add_limits(figure: go.Figure, limits: tuple[float, float, float], is_share: bool, palette: Palette) -> None:
    low, mean, high = limits
    top = min(high, 1.0) if is_share else high
    for value, words, dash in ((low, "usual from", "dot"), (mean, "mean", "dash"), (top, "usual up to", "dot")):
        figure.add_hline(y=value, line={"color": palette.quiet, "dash": dash, "width": 1})
        written = f"{value:.0%}" if is_share else f"{value:.0f}"
        figure.add_annotation(
            x=1, xref="paper", y=value, text=f"{words} {written}", showarrow=False, xanchor="left", xshift=4,
            name="limit", font={"size": 12, "color": palette.quiet},
        )  # fmt: skip
