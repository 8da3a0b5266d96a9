"""Draws where KX starts: dollars before the threshold at the first KX line, row by row."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import dollars, each_row, format_count, format_dollars_rounded
from dashboard.theme import Palette, blank_figure, name_marks
from dashboard.views.providers.text.kx_start import say_distance

ROW_HEIGHT = 34
MOST_ROWS = 30
MOST_LETTERS = 24
# Drawn in this order: the few whose prior use is known lie on top.
GRADES = (("unknown", "prior use unknown"), ("institutional", "institutional"), ("known", "prior use known"))
LARGEST = 26


def draw_starts(signatures: pd.DataFrame, bins: pd.DataFrame, bin_cents: int, palette: Palette) -> Figure:
    """One row a clinic or provider, one mark for each $50 before (left) or after the threshold, as large as its count.

    `signatures`: rows of queries/kx_signatures.sql with `row_key` and `row_name`; `bins`: rows of
    queries/kx_start_bins.sql. customdata holds row_key, the amounts of the bin and grade.
    """
    some = signatures.head(MOST_ROWS).iloc[::-1]
    figure = blank_figure(palette, 90 + ROW_HEIGHT * len(some))
    names = dict(zip(some["row_key"], map(shorten, some["row_name"]), strict=True))
    shown = bins[bins["row_key"].isin(names)]
    colours = {"known": palette.below, "unknown": palette.quiet, "institutional": palette.line}
    for grade, words in GRADES:
        figure.add_trace(_marks(shown[shown["grade"] == grade], names, bin_cents, (words, colours[grade])))
    for row in each_row(some[some["signature_category"] == "fixed_distance"]):
        _mark_distance(figure, row, palette)
    figure.add_vline(x=0, line={"color": palette.over, "width": 2})
    figure.add_annotation(x=0, y=0, yref="paper", text="threshold", showarrow=False, xanchor="right", yanchor="bottom",
                          xshift=-4, font={"color": palette.over, "size": 13}, bgcolor=palette.ground)  # fmt: skip
    figure.update_yaxes(categoryorder="array", categoryarray=list(names.values()), tickfont={"color": palette.text})
    figure.update_xaxes(title="dollars from the threshold", tickformat="$,.0f", nticks=6, tickangle=0)
    name_marks(figure, [("● prior use known", palette.below), ("● unknown", palette.quiet)])
    return figure


def shorten(row_name: str) -> str:
    """A name that leaves room for the marks on a telephone; its n stays whole."""
    name, _, count = row_name.rpartition(" (")
    return f"{name[: MOST_LETTERS - 1]}… ({count}" if len(name) > MOST_LETTERS else row_name


def _marks(some: pd.DataFrame, names: dict[str, str], bin_cents: int, look: tuple[str, str]) -> go.Scatter:
    words, colour = look
    middle = -(some["bin_cents"] + bin_cents // 2)
    sizes = (5 + 3 * some["kx_accounts"].astype(float) ** 0.5).clip(upper=LARGEST)
    hover = [
        f"{names[row.row_key]}<br>{say_bin(row.bin_cents, bin_cents)}: "
        f"{format_count(row.kx_accounts, 'patient')}, {words}"
        for row in each_row(some)
    ]
    return go.Scatter(
        x=dollars(middle),
        y=[names[key] for key in some["row_key"]],
        mode="markers",
        name=words,
        marker={"color": colour, "opacity": 0.8, "size": sizes, "line": {"width": 0}},
        customdata=[[row.row_key, row.bin_cents, row.grade] for row in each_row(some)],
        hovertext=hover,
        hoverinfo="text",
        cliponaxis=False,
    )


def say_bin(low: int, bin_cents: int) -> str:
    """The amounts of a bin in words."""
    if low < 0:
        return f"{format_dollars_rounded(-low - bin_cents)} to {format_dollars_rounded(-low)} after the threshold"
    return f"{format_dollars_rounded(low)} to {format_dollars_rounded(low + bin_cents)} before the threshold"


def _mark_distance(figure: Figure, row: Any, palette: Palette) -> None:
    """A bracket over the distances that explain the row."""
    low, high = (-float(cents) for cents in (row.distance_low_cents, row.distance_high_cents))
    ends = dollars(pd.Series([high, low]))
    figure.add_trace(
        go.Scatter(
            x=ends,
            y=[shorten(row.row_name)] * 2,
            mode="lines+markers+text",
            name="distance",
            text=["", say_distance(row)],
            textposition="top center",
            textfont={"color": palette.warning, "size": 12},
            line={"color": palette.warning, "width": 3},
            marker={"symbol": "line-ns", "size": 16, "line": {"width": 2, "color": palette.warning}},
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
