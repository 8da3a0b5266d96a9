"""Draws the thresholds over the years."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import format_dollars_rounded
from dashboard.theme import Palette, blank_figure


def draw_thresholds(rows: pd.DataFrame, palette: Palette) -> Figure:
    """The KX threshold of each year as labelled steps, with the alert and medical review amounts as quiet lines.

    Rows of queries/threshold_list.sql; the axis counts in cents, labels say dollars.
    """
    figure = blank_figure(palette, 260)
    for column, words, colour, width in (
        ("medical_review_cents", "medical review<br>threshold", palette.quiet, 1),
        ("alert_cents", "alert", palette.quiet, 1),
        ("kx_threshold_cents", "KX threshold", palette.accent, 3),
    ):
        figure.add_trace(_steps(rows, column, words, colour, width))
    lowest = int(rows["alert_cents"].min())
    figure.update_yaxes(showticklabels=False, showgrid=False, range=[lowest - 20000, None], automargin=False)
    figure.update_xaxes(tickvals=list(rows["calendar_year"]), showgrid=False, range=_span(rows))
    figure.update_layout(margin={"l": 24, "r": 96, "t": 24})
    return figure


def _span(rows: pd.DataFrame) -> list[float]:
    """The years; the margin on the right holds the name of each line."""
    first, last = int(rows["calendar_year"].min()), int(rows["calendar_year"].max())
    return [first - 0.5, last + 0.1]


def _steps(rows: pd.DataFrame, column: str, words: str, colour: str, width: int) -> go.Scatter:
    """One line of amounts, named at its last point; only the threshold has its amount at every year."""
    amounts = [format_dollars_rounded(cents) for cents in rows[column]]
    is_main = column == "kx_threshold_cents"
    labels = [amount if is_main else "" for amount in amounts[:-1]] + [f"{amounts[-1]}<br>{words}"]
    places = ["top center"] * (len(labels) - 1) + ["middle right"]
    return go.Scatter(
        x=rows["calendar_year"],
        y=rows[column],
        mode="lines+markers+text",
        name=words,
        line={"color": colour, "width": width, "shape": "linear"},
        marker={"size": 7 if is_main else 4},
        text=labels,
        textposition=places,
        textfont={"color": colour, "size": 12},
        hovertext=[
            f"{year}: {amount} {words.replace('<br>', ' ')}"
            for year, amount in zip(rows["calendar_year"], amounts, strict=True)
        ],
        hoverinfo="text",
        cliponaxis=False,
    )
