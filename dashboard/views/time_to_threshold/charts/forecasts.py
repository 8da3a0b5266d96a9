"""Charts of the forecasts: dots of probability, and how often what was forecast occurred."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import format_date, format_dollars
from dashboard.theme import Palette, blank_figure, name_marks
from dashboard.views.time_to_threshold.text.forecasts import format_chance, name_patient

ROW_PIXELS = 26


def draw_next(rows: pd.DataFrame, palette: Palette) -> Figure:
    """A row a patient, likeliest first: the dot is the chance within 30 days, the line goes from 14 to 60 days.

    `rows`: queries/crossing_forecasts.sql with patient_id, at least one, all told. `customdata` is beneficiary key,
    pool and calendar year.
    """
    figure = blank_figure(palette, 84 + ROW_PIXELS * len(rows))
    places = list(range(len(rows)))
    for place, row in zip(places, rows.itertuples(), strict=True):
        figure.add_shape(
            type="line", x0=row.within_14_ratio, x1=row.within_60_ratio, y0=place, y1=place,
            line={"color": palette.crossing, "width": 3}, opacity=0.55, layer="below",
        )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=rows["within_30_ratio"], y=places, mode="markers", name="within 30 days",
            marker={"size": 11, "color": palette.crossing},
            customdata=rows[["beneficiary_key", "pool", "calendar_year"]].to_numpy(),
            text=[_describe(row) for row in rows.itertuples()], hovertemplate="%{text}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(annotations=[_label(place, row, palette) for place, row in enumerate(rows.itertuples())])
    names = [name_patient(row) for row in rows.itertuples()]
    figure.update_yaxes(tickvals=places, ticktext=names, range=[len(rows) - 0.4, -0.6], showgrid=False)
    figure.update_yaxes(zeroline=False)
    figure.update_xaxes(range=[0, 1.32], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    name_marks(figure, [("● within 30 days", palette.crossing), ("━ from 14 to 60 days", palette.crossing)])
    return figure


def _label(place: int, row: Any, palette: Palette) -> dict[str, Any]:
    return {
        "x": max(float(row.within_60_ratio), float(row.within_30_ratio)), "y": place, "xanchor": "left", "xshift": 9,
        "text": format_chance(row.within_30_ratio), "showarrow": False, "font": {"size": 13, "color": palette.text},
        "name": "chance",
    }  # fmt: skip


def _describe(row: Any) -> str:
    return (
        f"<b>{name_patient(row)}</b><br>{format_dollars(row.missing_cents)} left after {row.visits} visits, "
        f"the last known on {format_date(row.last_service_date)}<br>"
        f"within 14, 30, 60 days: {format_chance(row.within_14_ratio)}, {format_chance(row.within_30_ratio)}, "
        f"{format_chance(row.within_60_ratio)}<br>may have crossed already: {format_chance(row.within_0_ratio)}"
    )


def draw_reliability(rows: pd.DataFrame, palette: Palette) -> Figure:
    """Bands of forecast probability: across what was said, upward the share that came with its interval and its n.

    `rows`: queries/forecast_reliability.sql, at least one. `customdata` is the two ends of the band.
    """
    figure = blank_figure(palette, 360)
    figure.add_shape(type="line", x0=0, y0=0, x1=1, y1=1, line={"color": palette.quiet, "dash": "dot", "width": 1.4})
    spread = {
        "type": "data", "symmetric": False, "color": palette.accent, "thickness": 1.6, "width": 0,
        "array": (rows["came_high_ratio"] - rows["came_ratio"]).tolist(),
        "arrayminus": (rows["came_ratio"] - rows["came_low_ratio"]).tolist(),
    }  # fmt: skip
    text = [
        f"said {row.forecast_ratio:.0%} on average, {row.came_ratio:.0%} came<br>{row.crossings:,} of {row.forecasts:,}"
        f" forecasts<br>95% interval {row.came_low_ratio:.0%} to {row.came_high_ratio:.0%}"
        for row in rows.itertuples()
    ]
    figure.add_trace(
        go.Scatter(
            x=rows["forecast_ratio"], y=rows["came_ratio"], mode="markers", name="came", error_y=spread,
            marker={"size": 10, "color": palette.accent}, text=text, hovertemplate="%{text}<extra></extra>",
            customdata=rows[["band_from_ratio", "band_to_ratio"]].to_numpy(),
        )
    )  # fmt: skip
    figure.update_layout(annotations=[_count(row, palette) for row in rows.itertuples()])
    axis = {"range": [-0.02, 1.04], "tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1]}
    figure.update_xaxes(title={"text": "forecast", "standoff": 6}, **axis)
    figure.update_yaxes(**(axis | {"range": [-0.02, 1.12]}))
    name_marks(figure, [("● share that came, with 95% interval", palette.accent), ("··· as forecast", palette.quiet)])
    return figure


def _count(row: Any, palette: Palette) -> dict[str, Any]:
    return {
        "x": float(row.forecast_ratio), "y": 1.06, "yanchor": "middle", "text": f"{row.forecasts:,}",
        "showarrow": False,        "font": {"size": 12, "color": palette.quiet}, "name": "count",
    }  # fmt: skip
