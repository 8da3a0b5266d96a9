"""The drawing table for control charts: a share by month, centre and limits, what happened, what rules say."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import each_row, format_month, format_share
from dashboard.theme import Palette, blank_figure

HEIGHT = 260
FAINT = 0.4
LONGEST_LABEL = 26
MARGIN = pd.Timedelta(days=20)
LINES = (("upper_ratio", "dot"), ("centre_ratio", "solid"), ("lower_ratio", "dot"))


def draw_control(points: pd.DataFrame, notes: pd.DataFrame, rules: dict[str, str], palette: Palette) -> Figure:
    """One trend: dots a month, limits stepped where they are new, rings and words where a rule is met.

    `points`: rows of queries/control_points.sql of one subject; `notes`: those of queries/annotations.sql about it;
    `rules`: code -> words. customdata holds the month (ISO).
    """
    figure = blank_figure(palette, HEIGHT)
    limited = points.dropna(subset=["centre_ratio"])
    for _, stretch in limited.groupby("stretch_ordinal"):
        _add_limits(figure, stretch, palette)
    _name_centre(figure, limited, palette)
    _add_points(figure, points, palette)
    _add_hits(figure, points, rules, palette, has_notes=len(notes) > 0)
    first, last = points["service_month"].min(), points["service_month"].max()
    for place, note in enumerate(each_row(notes)):
        _add_note(figure, note, place, palette, is_late=pd.Timestamp(note.annotation_date) > first + (last - first) / 2)
    tops = [points["point_ratio"].max(), points["upper_ratio"].max(), 0.1]
    top = min(1.0, max(float(value) for value in tops if not pd.isna(value)) * 1.05)
    if top == 1.0:
        figure.update_yaxes(tickvals=[0, 0.25, 0.5, 0.75, 1])
    span = [first - MARGIN, last + MARGIN]
    figure.update_xaxes(showgrid=False, tickformat="%b %y", nticks=6, range=span)
    figure.update_yaxes(range=[-0.03 * top, top * (1.25 if len(notes) else 1.12)], tickformat=".0%")
    figure.update_layout(margin={"r": 66, "t": 12})
    return figure


def _add_limits(figure: Figure, stretch: pd.DataFrame, palette: Palette) -> None:
    """The centre and the two limits of one stretch."""
    for column, dash in LINES:
        figure.add_trace(
            go.Scatter(
                x=stretch["service_month"], y=stretch[column], mode="lines", name=column, hoverinfo="skip",
                line={"color": palette.quiet, "dash": dash, "width": 1, "shape": "hvh"},
            )
        )  # fmt: skip


def _name_centre(figure: Figure, limited: pd.DataFrame, palette: Palette) -> None:
    """The newest center line, named beside the plot."""
    if limited.empty:
        return
    centre = limited["centre_ratio"].iloc[-1]
    figure.add_annotation(
        x=1, xref="paper", y=centre, text=f"center {centre:.0%}", showarrow=False, xanchor="left", xshift=4,
        font={"size": 12, "color": palette.quiet},
    )  # fmt: skip


def _add_points(figure: Figure, points: pd.DataFrame, palette: Palette) -> None:
    figure.add_trace(
        go.Scatter(
            x=points["service_month"], y=points["point_ratio"], mode="lines+markers", name="share",
            line={"color": palette.accent, "width": 1.5},
            marker={"size": 7, "opacity": [1.0 if complete else FAINT for complete in points["is_complete"]]},
            customdata=[[f"{month:%Y-%m-%d}"] for month in points["service_month"]],
            hovertext=[_describe(row) for row in each_row(points)], hoverinfo="text",
        )
    )  # fmt: skip


def _describe(row: Any) -> str:
    """The month with its share and n, and its limits where there are some."""
    share = format_share(row.numerator_value, row.denominator_value)
    words = f"{format_month(row.service_month)}: {share}"
    if not row.is_complete:
        return f"{words}<br>not yet complete"
    if pd.isna(row.upper_ratio):
        return words
    return f"{words}<br>center line {row.centre_ratio:.0%}, limits {row.lower_ratio:.0%} to {row.upper_ratio:.0%}"


def _add_hits(
    figure: Figure, points: pd.DataFrame, rules: dict[str, str], palette: Palette, *, has_notes: bool
) -> None:
    """A ring around every month that a rule is about; the words stand above the last one, where no point is, and below
    the two heights of notes.
    """
    hits = points[points["rule_codes"] != ""]
    if hits.empty:
        return
    figure.add_trace(
        go.Scatter(
            x=hits["service_month"], y=hits["point_ratio"], mode="markers", name="rule", hoverinfo="skip",
            marker={"symbol": "circle-open", "size": 14, "color": palette.text, "line": {"width": 2}},
            customdata=[[f"{month:%Y-%m-%d}"] for month in hits["service_month"]],
        )
    )  # fmt: skip
    last = hits.iloc[-1]
    is_early = last["service_month"] < points["service_month"].iloc[len(points) // 2]
    words = "<br>".join(rules.get(code, code) for code in str(last["rule_codes"]).split(","))
    side = {"xanchor": "left", "xshift": -7} if is_early else {"xanchor": "right", "xshift": 7}
    figure.add_annotation(
        x=last["service_month"], y=1, yref="paper", yanchor="top", yshift=-32 if has_notes else 0, text=words,
        showarrow=False, **side, font={"size": 12, "color": palette.text}, bgcolor=palette.ground,
    )  # fmt: skip


def _add_note(figure: Figure, note: Any, place: int, palette: Palette, *, is_late: bool) -> None:
    """What happened, as a labelled line; neighboring ones are at two heights, late ones to the left."""
    day = pd.Timestamp(note.annotation_date)
    figure.add_vline(x=day, line={"color": palette.quiet, "width": 1})
    text = str(note.annotation_text)
    shown = text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1] + "…"
    side = {"xanchor": "right", "xshift": -4} if is_late else {"xanchor": "left", "xshift": 4}
    figure.add_annotation(
        x=day, y=1, yref="paper", text=shown.replace("<", "&lt;"), showarrow=False, yanchor="top",
        yshift=-16 * (place % 2), font={"size": 12, "color": palette.text}, bgcolor=palette.ground, **side,
    )  # fmt: skip
