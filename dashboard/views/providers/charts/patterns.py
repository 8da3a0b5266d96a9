"""Figures of the providers page: early KX and KX over the threshold, by provider and by month."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import each_row, format_count, format_month, format_share
from dashboard.theme import Palette, blank_figure, name_marks
from dashboard.views.providers.text.patterns import BARS

ROW_HEIGHT = 26
MOST_SPLIT_ROWS = 25


def draw_provider_split(rows: pd.DataFrame, palette: Palette) -> Figure:
    """One row a provider: share of lines below the threshold with early KX, and of those at or over it with KX, joined
    by a line; customdata holds the NPI.

    Rows of queries/provider_list.sql with provider_name, at most MOST_SPLIT_ROWS of them are drawn.
    """
    some = rows.head(MOST_SPLIT_ROWS).iloc[::-1]
    figure = blank_figure(palette, 70 + ROW_HEIGHT * len(some))
    below, over = (_read_shares(some[column]) for column in ("early_below_ratio", "over_kx_ratio"))
    labels = [_label(row) for row in each_row(some)]
    figure.add_trace(_join_sides(labels, below, over, palette))
    figure.add_trace(_side(some, over, labels, ("over_kx_lines", "over_lines"), palette.over, "square"))
    figure.add_trace(_side(some, below, labels, ("early_kx_lines", "below_lines"), palette.below, "circle"))
    figure.update_xaxes(range=[-0.04, 1.04], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    # without the array a row that has no line between its marks would stand above all others
    figure.update_yaxes(tickfont={"color": palette.text}, showgrid=False, categoryorder="array", categoryarray=labels)
    name_marks(figure, [("● early KX", palette.below), ("■ KX at or over", palette.over)])
    return figure


def _join_sides(labels: list[str], below: list[float | None], over: list[float | None], palette: Palette) -> go.Scatter:
    """All lines between two marks as one trace with gaps: a browser takes as long for one line as for all of them."""
    x, y = list[float | None](), list[str | None]()
    for name, low, high in zip(labels, below, over, strict=True):
        if low is not None and high is not None:
            x += [low, high, None]
            y += [name, name, None]
    return go.Scatter(x=x, y=y, mode="lines", line={"color": palette.line, "width": 3}, hoverinfo="skip")


def _read_shares(ratios: "pd.Series[Any]") -> list[float | None]:
    return [None if pd.isna(ratio) else float(ratio) for ratio in ratios]


def _label(row: Any) -> str:
    """Name and n of both sides, so that no share stands without its denominator."""
    return f"{row.provider_name} ({row.below_lines:,}, {row.over_lines:,})"


def _side(
    some: pd.DataFrame,
    shares: list[float | None],
    labels: list[str],
    counted: tuple[str, str],
    colour: str,
    symbol: str,
) -> go.Scatter:
    part_name, whole_name = counted
    is_early = part_name == "early_kx_lines"
    words = "early KX on lines below the threshold" if is_early else "KX on lines at or over the threshold"
    pairs = zip(some["provider_name"], some[part_name], some[whole_name], strict=True)
    return go.Scatter(
        x=shares,
        y=labels,
        mode="markers",
        name=words,
        marker={"color": colour, "symbol": symbol, "size": 9 if is_early else 13},
        customdata=some[["provider_npi"]].to_numpy(),
        hovertext=[f"{name}<br>{words}: {format_share(part, whole)}" for name, part, whole in pairs],
        hoverinfo="text",
    )


def draw_provider_months(rows: pd.DataFrame, palette: Palette) -> Figure:
    """Monthly bars of one provider: KX at or over the threshold, early KX near it and far from it.

    customdata holds the month (ISO) and the name of the bar in BARS. Rows of queries/provider_months.sql.
    """
    figure = blank_figure(palette, 240)
    months = [format_month(month) for month in rows["service_month"]]
    colours = dict(zip(BARS, (palette.over, palette.crossing, palette.warning), strict=True))
    for column, words in BARS.items():
        figure.add_trace(
            go.Bar(
                x=months,
                y=rows[column],
                name=words,
                marker={"color": colours[column]},
                customdata=[[f"{month:%Y-%m-%d}", column] for month in rows["service_month"]],
                hovertext=[_describe_month(row, words, column) for row in each_row(rows)],
                hoverinfo="text",
            )
        )
    figure.update_layout(barmode="stack", bargap=0.25)
    figure.update_yaxes(title="KX lines", rangemode="tozero")
    name_marks(figure, [("■ early, far", palette.warning), ("■ early, near", palette.crossing),
                        ("■ at or over, or on the crossing visit", palette.over)])  # fmt: skip
    return figure


def _describe_month(row: Any, words: str, column: str) -> str:
    patients = f"{row.kx_beneficiaries} of {format_count(row.beneficiaries, 'patient')}"
    lines = f"{words}: {getattr(row, column)} of {row.lines} lines"
    return f"{format_month(row.service_month)}<br>{lines}<br>{patients} with KX"
