"""Draws one denial below the threshold: the running total in both orders against the threshold."""

from typing import Any

import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import format_dollars, format_dollars_rounded
from dashboard.theme import Palette, blank_figure

ORDERS = {"as received": "received_before_cents", "by service date": "served_before_cents"}


def draw_orders(line: Any, palette: Palette) -> Figure:
    """Used before the line in both orders (solid), the line itself on top (outline), the threshold as labelled line.

    `line`: a row of queries/denial_explanations.sql; x in cents, labels in dollars.
    """
    figure = blank_figure(palette, 190)
    own, threshold = int(line["expected_allowed_cents"]), int(line["kx_threshold_cents"])
    before = [int(line[column]) for column in ORDERS.values()]
    colours = [palette.over if used + own > threshold else palette.below for used in before]
    labels = [f"used before: {format_dollars(used)}" for used in before]
    figure.add_trace(
        go.Bar(
            x=before, y=list(ORDERS), orientation="h", name="used before", marker={"color": colours}, width=0.5,
            text=labels, textposition="none", hovertemplate="%{text}<extra></extra>",
        )
    )  # fmt: skip
    figure.add_trace(
        go.Bar(
            x=[own, own], y=list(ORDERS), orientation="h", name="this line", width=0.5,
            marker={"color": palette.ground, "line": {"color": palette.warning, "width": 2}},
            text=[f"this line: {format_dollars(own)}"] * 2, textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
    )  # fmt: skip
    _mark_threshold(figure, threshold, palette)
    _label_sums(figure, before, own, palette)
    figure.update_layout(barmode="stack", margin={"t": 34})
    figure.update_xaxes(visible=False, range=[0, max(threshold, *before) * 1.3])
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": palette.text})
    return figure


def _mark_threshold(figure: Figure, threshold: int, palette: Palette) -> None:
    figure.add_vline(x=threshold, line={"color": palette.crossing, "dash": "dash", "width": 2})
    figure.add_annotation(
        x=threshold, y=1, yref="paper", yanchor="bottom", showarrow=False,
        text=f"threshold {format_dollars_rounded(threshold)}", font={"color": palette.crossing, "size": 13},
    )  # fmt: skip


def _label_sums(figure: Figure, before: list[int], own: int, palette: Palette) -> None:
    for name, used in zip(ORDERS, before, strict=True):
        figure.add_annotation(
            x=used + own, y=name, text=format_dollars_rounded(used), xanchor="left", xshift=6, showarrow=False,
            name="sum", font={"color": palette.text, "size": 13},
        )  # fmt: skip
