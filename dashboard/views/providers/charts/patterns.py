"""The drawing table for providers: who puts KX on whom, and on which side of the threshold."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.formats import each_row, format_count, format_month, format_share
from dashboard.theme import Palette, blank_figure, name_marks

ROW_HEIGHT = 26
MOST_SPLIT_ROWS = 25


def draw_provider_split(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One row a provider: share of lines with KX below the threshold, and at or over it, joined by a line;
    customdata holds the NPI.

    Rows of queries/provider_list.sql with provider_name, at most MOST_SPLIT_ROWS of them are drawn.
    """
    some = rows.head(MOST_SPLIT_ROWS).iloc[::-1]
    figure = blank_figure(palette, 70 + ROW_HEIGHT * len(some))
    below = [_ratio(part, whole) for part, whole in zip(some["below_kx_lines"], some["below_lines"], strict=True)]
    over = [_ratio(part, whole) for part, whole in zip(some["over_kx_lines"], some["over_lines"], strict=True)]
    labels = [_label(row) for row in each_row(some)]
    for name, low, high in zip(labels, below, over, strict=True):
        if low is not None and high is not None:
            line = {"color": palette.line, "width": 3}
            figure.add_trace(go.Scatter(x=[low, high], y=[name, name], mode="lines", line=line, hoverinfo="skip"))
    figure.add_trace(_side(some, over, labels, "over", palette.over, "square"))
    figure.add_trace(_side(some, below, labels, "below", palette.below, "circle"))
    figure.update_xaxes(range=[-0.04, 1.04], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    figure.update_yaxes(tickfont={"color": palette.text}, showgrid=False, type="category")
    name_marks(figure, [("● below, 1st n", palette.below), ("■ over, 2nd n", palette.over)])
    return figure


def _ratio(part: int, whole: int) -> float | None:
    return int(part) / int(whole) if whole else None


def _label(row: Any) -> str:
    """Name and n of both sides, so that no share stands without its denominator."""
    return f"{row.provider_name} ({row.below_lines:,} | {row.over_lines:,})"


def _side(
    some: pd.DataFrame, shares: list[float | None], labels: list[str], side: str, colour: str, symbol: str
) -> go.Scatter:
    words = "below the threshold" if side == "below" else "at or over the threshold"
    pairs = zip(some["provider_name"], some[f"{side}_kx_lines"], some[f"{side}_lines"], strict=True)
    return go.Scatter(
        x=shares,
        y=labels,
        mode="markers",
        name=words,
        marker={"color": colour, "symbol": symbol, "size": 9 if side == "below" else 13},
        customdata=some[["provider_npi"]].to_numpy(),
        hovertext=[f"{name}<br>{words}: KX on {format_share(part, whole)} lines" for name, part, whole in pairs],
        hoverinfo="text",
    )


def draw_provider_months(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Monthly bars of one provider: KX lines below the threshold and at or over it; n of patients in the hover.

    customdata holds the month (ISO) and the side, 'below' or 'over'.

    Rows of queries/provider_months.sql.
    """
    figure = blank_figure(palette, 240)
    months = [format_month(month) for month in rows["service_month"]]
    for column, words, colour in (
        ("over_kx_lines", "KX at or over", palette.over),
        ("below_kx_lines", "KX below", palette.below),
    ):
        figure.add_trace(
            go.Bar(
                x=months,
                y=rows[column],
                name=words,
                marker={"color": colour},
                customdata=[[f"{month:%Y-%m-%d}", column.partition("_")[0]] for month in rows["service_month"]],
                hovertext=[_describe_month(row, words, column) for row in each_row(rows)],
                hoverinfo="text",
            )
        )
    figure.update_layout(barmode="stack", bargap=0.25)
    figure.update_yaxes(title="KX lines", rangemode="tozero")
    name_marks(figure, [("■ below the threshold", palette.below), ("■ at or over the threshold", palette.over)])
    return figure


def _describe_month(row: Any, words: str, column: str) -> str:
    patients = f"{row.kx_beneficiaries} of {format_count(row.beneficiaries, 'patient')}"
    lines = f"{words}: {getattr(row, column)} of {row.lines} lines"
    return f"{format_month(row.service_month)}<br>{lines}<br>{patients} with KX"
