"""Draws how fast denied services are recovered, by quarter of first denial and overall."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import each_row, format_share
from dashboard.theme import Palette, blank_figure

MOST_QUARTERS = 4
YEAR_DAYS = 365


def draw_recovery_curves(curves: pd.DataFrame, pace: pd.DataFrame, palette: Palette) -> Figure:
    """Share recovered by days since the first denial: the newest quarters thin, all of them as one bold curve.

    `curves`: queries/recovery_curves.sql, `pace`: queries/recovery_pace.sql. A quarter ends where a service of it has
    not been watched that long yet: the curve of all counts those as long as they were watched (Kaplan-Meier).
    """
    figure = blank_figure(palette, 340)
    whole = curves[curves["is_whole"]]
    for quarter in sorted(set(whole["cohort_quarter"]))[-MOST_QUARTERS:]:
        _add_quarter(figure, name_quarter(quarter), whole[whole["cohort_quarter"] == quarter], palette)
    _add_all(figure, pace, palette)
    figure.update_xaxes(
        range=[0, YEAR_DAYS * 1.4], tickvals=[0, 90, 180, 270, 365], title="days since the first denial",
        showgrid=False,
    )  # fmt: skip
    figure.update_yaxes(range=[-0.03, 1.03], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1])
    return figure


def name_quarter(quarter: object) -> str:
    """2026-04-01 as 'Q2 2026'."""
    day = pd.Timestamp(str(quarter))
    return f"Q{day.quarter} {day.year}"


def _add_quarter(figure: Figure, name: str, rows: pd.DataFrame, palette: Palette) -> None:
    shares = list(rows["recovered_ratio"])
    hover = [
        f"{name}, day {row.since_days}: {format_share(row.recovered_services, row.at_risk_services)} recovered"
        for row in each_row(rows)
    ]
    figure.add_trace(
        go.Scatter(
            x=rows["since_days"], y=shares, name=name, mode="lines+markers", hovertext=hover, hoverinfo="text",
            line={"color": palette.quiet, "width": 1.5, "shape": "hv"}, marker={"size": 4},
        )
    )  # fmt: skip
    figure.add_annotation(
        x=rows["since_days"].iloc[-1], y=shares[-1], text=f"{name} · n {int(rows['denied_services'].iloc[-1]):,}",
        xanchor="left", xshift=5, showarrow=False, name="quarter", font={"color": palette.quiet, "size": 12},
        bgcolor=palette.ground,
    )  # fmt: skip


def _add_all(figure: Figure, pace: pd.DataFrame, palette: Palette) -> None:
    if pace.empty:
        return
    shares = [0.0, *(1 - pace["remaining_ratio"])]
    days = [0, *pace["to_days"]]
    at_risk = [*pace["at_risk_services"], int(pace["at_risk_services"].iloc[-1])]
    hover = [
        f"all, day {day}: {share:.0%} recovered ({count:,} still followed)"
        for day, share, count in zip(days, shares, at_risk, strict=True)
    ]
    figure.add_trace(
        go.Scatter(
            x=days, y=shares, name="all", mode="lines", hovertext=hover, hoverinfo="text",
            line={"color": palette.recovered, "width": 3, "shape": "hv"},
        )
    )  # fmt: skip
    figure.add_annotation(
        x=days[-1], y=shares[-1], xanchor="left", xshift=5, showarrow=False, name="all",
        text=f"<b>all · n {int(pace['at_risk_services'].iloc[0]):,}</b>",
        font={"color": palette.recovered, "size": 13},
    )  # fmt: skip
