"""Draws the funnel of practices: the share of patients with early KX of each against what chance alone would give."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import each_row, format_ratio, format_share
from dashboard.portfolio.text import name_practice
from dashboard.theme import Palette, blank_figure

LIMITS = (("outer", "dot"), ("wide", "solid"))


def draw_practices(rates: pd.DataFrame, total: "pd.Series[Any]", palette: Palette) -> Figure:
    """One point a practice, customdata its key; those above the wide limits are marked and named."""
    figure = blank_figure(palette, 380)
    if len(rates) > 1:
        _add_limits(figure, rates.drop_duplicates("rated_beneficiaries"), palette)
        _add_share(figure, total, palette)
    for is_outlying, some in rates.groupby("is_outlying"):
        figure.add_trace(_points(some, palette, is_outlying=bool(is_outlying)))
    figure.update_yaxes(range=[-0.06, 1.1], tickformat=".0%", title="share of patients with early KX")
    most = int(rates["rated_beneficiaries"].max())
    figure.update_xaxes(range=[0, most * 1.12 + 1], title="patients of the practice")
    return figure


def _add_limits(figure: Figure, sizes: pd.DataFrame, palette: Palette) -> None:
    for name, dash in LIMITS:
        line = {"color": palette.quiet, "width": 1.5, "dash": dash}
        for side in ("low", "high"):
            shares = sizes[f"{name}_{side}_ratio"]
            trace = go.Scatter(x=sizes["rated_beneficiaries"], y=shares, mode="lines", line=line, hoverinfo="skip")
            figure.add_trace(trace)


def _add_share(figure: Figure, total: "pd.Series[Any]", palette: Palette) -> None:
    share = format_share(int(total["rated_kx_beneficiaries"]), int(total["rated_beneficiaries"]))
    figure.add_hline(
        y=float(total["rate_ratio"]),
        line={"color": palette.quiet, "dash": "dash", "width": 1},
        annotation={"text": f"all: {share}", "font": {"color": palette.quiet, "size": 12}, "bgcolor": palette.ground},
        annotation_position="bottom right",
    )


def _points(some: pd.DataFrame, palette: Palette, *, is_outlying: bool) -> go.Scatter:
    colour = palette.warning if is_outlying else palette.quiet
    names = [name_practice(row) for row in each_row(some)]
    return go.Scatter(
        x=some["rated_beneficiaries"],
        y=some["rate_ratio"],
        mode="markers+text" if is_outlying else "markers",
        text=names if is_outlying else None,
        textposition="top center",
        textfont={"color": colour, "size": 13},
        marker={
            "symbol": "diamond" if is_outlying else "circle-open",
            "color": colour,
            "size": 10,
            "line": {"width": 2, "color": colour},
        },
        customdata=some[["practice_key"]].to_numpy(),
        hovertext=[_describe(row) for row in each_row(some)],
        hoverinfo="text",
        cliponaxis=False,
    )


def _describe(row: Any) -> str:
    share = format_share(row.rated_kx_beneficiaries, row.rated_beneficiaries)
    limits = f"{format_ratio(row.outer_low_ratio)} to {format_ratio(row.outer_high_ratio)}"
    return f"{name_practice(row)}<br>{share} of patients<br>99.8% limits: {limits}"
