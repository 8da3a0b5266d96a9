"""The drawing table for providers: who puts KX on whom, and on which side of the threshold."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.formats import ALL_KX_WORDS, each_row, format_count, format_month, format_share
from dashboard.theme import Palette, blank_figure, name_marks

NAMED = ("red_flag", "watch", "explained")
SYMBOLS = {"red_flag": "diamond", "watch": "diamond-open", "explained": "circle", "none": "circle-open"}
ROW_HEIGHT = 26
MOST_SPLIT_ROWS = 25
LINES_NAMED = "(lines below | at or over)"


def draw_provider_dots(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One dot a provider: patients across, share of patients with KX upwards; customdata holds the NPI.

    Rows of queries/provider_list.sql with provider_name. One trace a category, names only on those that put KX on all.
    """
    figure = blank_figure(palette, 340)
    colours = {"red_flag": palette.warning, "watch": palette.crossing, "explained": palette.over, "none": palette.quiet}
    placed = _place_names(rows)
    for category, symbol in SYMBOLS.items():
        some = placed[placed["all_kx_category"] == category]
        if len(some):
            figure.add_trace(_dots(some, category, symbol, colours[category]))
    _add_practice_line(figure, rows, palette)
    figure.update_yaxes(
        range=[-0.05, 1.16], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1], title="patients with KX"
    )
    figure.update_xaxes(rangemode="tozero", title="patients of the provider")
    return figure


def _place_names(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows from left to right with `place`: names at the same height stand above and below their dots in turn."""
    ordered = rows.sort_values(["beneficiaries", "provider_npi"])
    is_named = ordered["all_kx_category"].isin(NAMED)
    turns = is_named.cumsum() % 2
    return ordered.assign(place=["top center" if turn else "bottom center" for turn in turns])


def _dots(some: pd.DataFrame, category: str, symbol: str, colour: str) -> go.Scatter:
    names = [str(name).split(",")[0] if category in NAMED else "" for name in some["provider_name"]]
    return go.Scatter(
        x=some["beneficiaries"],
        y=some["kx_beneficiary_ratio"],
        mode="markers+text",
        name=ALL_KX_WORDS[category],
        text=names,
        textposition=list(some["place"]),
        textfont={"color": colour, "size": 13},
        marker={"symbol": symbol, "color": colour, "size": 12, "line": {"width": 2, "color": colour}},
        customdata=some[["provider_npi"]].to_numpy(),
        hovertext=[_describe(row) for row in each_row(some)],
        hoverinfo="text",
        cliponaxis=False,
    )


def _describe(row: Any) -> str:
    share = format_share(row.kx_beneficiaries, row.beneficiaries)
    return f"{row.provider_name}<br>KX on {share} patients<br>{ALL_KX_WORDS[row.all_kx_category]}"


def _add_practice_line(figure: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    """The share over all providers, as a labelled line; a patient of two providers counts with each."""
    whole, part = int(rows["beneficiaries"].sum()), int(rows["kx_beneficiaries"].sum())
    figure.add_hline(
        y=part / whole,
        line={"color": palette.quiet, "dash": "dot", "width": 1},
        annotation={
            "text": f"all providers: {format_share(part, whole)}",
            "font": {"color": palette.quiet, "size": 12},
            "bgcolor": palette.ground,
        },
        annotation_position="bottom right",
    )


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
    marks = [("● below the threshold", palette.below), ("■ at or over", palette.over), (LINES_NAMED, palette.quiet)]
    name_marks(figure, marks)
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
