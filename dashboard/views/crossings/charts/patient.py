"""Draws one patient's running allowed amount of a pool and year, in both orders, as steps."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import KX_FINDING_NAMES, format_date, format_dollars, format_dollars_rounded
from dashboard.theme import Palette, blank_figure

STEP_CENTS = 50_000


def draw_steps(positions: pd.DataFrame, year: pd.Series, palette: Palette) -> Figure:
    """The running amount by date: order received solid, order of service faint; KX filled dots, denials rings.

    `positions`: queries/patient_positions.sql, at least one row. `year`: the row of queries/patient_pools.sql of the
    same patient, pool and year. `customdata` of a dot is the service line key. The y axis counts in cents.
    """
    received = positions[positions["order_basis"] == "received"]
    figure = blank_figure(palette, 400)
    figure.add_trace(_prior_use(received, palette))
    figure.add_trace(_steps(positions[positions["order_basis"] == "service_date"], "by service date", palette))
    figure.add_trace(_steps(received, "as received", palette))
    figure.add_trace(_allowed_dots(received[~received["is_denied"] & ~received["has_kx"]], palette))
    figure.add_trace(_kx_dots(received[~received["is_denied"] & received["has_kx"]], palette))
    figure.add_trace(_denied_rings(received[received["is_denied"]], palette))
    _mark_thresholds(figure, positions, year, palette)
    _mark_crossing(figure, received, year, palette)
    return figure


def _steps(part: pd.DataFrame, name: str, palette: Palette) -> go.Scatter:
    """A stair that starts at the amount before the first line."""
    first = part.head(1)
    faint = name != "as received"
    return go.Scatter(
        x=[*first["order_date"], *part["order_date"]],
        y=[*first["accrued_before_cents"], *part["accrued_after_cents"]],
        mode="lines",
        name=name,
        hoverinfo="skip",
        line={"shape": "hv", "color": palette.quiet if faint else palette.text, "width": 1.2 if faint else 2.2},
        opacity=0.55 if faint else 1,
    )


def _prior_use(received: pd.DataFrame, palette: Palette) -> go.Scatter:
    """What was used at other providers, as a hatched floor beneath the steps; flat zero where nothing is known."""
    return go.Scatter(
        x=received["order_date"],
        y=received["prior_use_cents"].fillna(0),
        name="prior use",
        mode="lines",
        hoverinfo="skip",
        line={"shape": "hv", "width": 0},
        fill="tozeroy",
        fillcolor="rgba(0,0,0,0)",
        fillpattern={"shape": "/", "fgcolor": palette.quiet, "bgcolor": palette.ground, "size": 6, "fgopacity": 0.6},
    )


def _dots(part: pd.DataFrame, name: str, marker: dict[str, Any]) -> go.Scatter:
    return go.Scatter(
        x=part["order_date"],
        y=part["accrued_after_cents"],
        mode="markers",
        name=name,
        customdata=part[["service_line_key"]].to_numpy(),
        text=[_describe(row) for row in part.itertuples()],
        hovertemplate="%{text}<extra></extra>",
        marker=marker,
        unselected={"marker": {"opacity": 0.7}},
    )


def _describe(row: Any) -> str:
    amount = "denied" if row.is_denied else f"{format_dollars(row.allowed_cents)} allowed"
    return (
        f"<b>{format_dollars(row.accrued_after_cents)}</b> after this line<br>service {format_date(row.service_date)}, "
        f"{amount}<br>{KX_FINDING_NAMES[row.kx_finding]}"
    )


def _allowed_dots(part: pd.DataFrame, palette: Palette) -> go.Scatter:
    return _dots(part, "no KX", {"size": 4, "color": palette.quiet})


def _kx_dots(part: pd.DataFrame, palette: Palette) -> go.Scatter:
    colours = {"below": palette.below, "crossing": palette.crossing, "above": palette.over}
    return _dots(part, "KX", {"size": 8, "color": [colours[position] for position in part["kx_position"]]})


def _denied_rings(part: pd.DataFrame, palette: Palette) -> go.Scatter:
    ring = {"width": 2, "color": palette.warning}
    return _dots(part, "denied", {"size": 13, "symbol": "circle-open", "color": palette.warning, "line": ring})


def _mark_thresholds(figure: Figure, positions: pd.DataFrame, year: pd.Series, palette: Palette) -> None:
    """Both amounts of the year as labelled lines, and an axis in round dollars that always shows the threshold."""
    amounts = [("KX threshold", year["kx_threshold_cents"], palette.text)]
    amounts += [("Medical review", year["medical_review_cents"], palette.quiet)]
    for words, cents, colour in amounts:
        if pd.isna(cents):
            continue
        figure.add_shape(
            type="line", x0=0, x1=1, xref="paper", y0=int(cents), y1=int(cents), layer="below",
            line={"color": colour, "width": 1.4, "dash": "dash"},
        )  # fmt: skip
        figure.add_annotation(
            text=f"{words} {format_dollars_rounded(cents)}", x=0, xref="paper", xanchor="left", y=int(cents),
            yanchor="bottom", showarrow=False, font={"color": colour, "size": 12}, name="amount",
        )  # fmt: skip
    shown = [int(cents) for _, cents, _ in amounts if not pd.isna(cents)]
    reach = max(int(positions["accrued_after_cents"].max()), *shown) * 1.08
    ticks = list(range(0, int(reach), STEP_CENTS))
    figure.update_yaxes(
        range=[0, reach], tickvals=ticks, ticktext=[format_dollars_rounded(tick) for tick in ticks]
    )  # fmt: skip
    figure.update_xaxes(showgrid=False, tickformat="%b %-d\n%Y")


def _mark_crossing(figure: Figure, received: pd.DataFrame, year: pd.Series, palette: Palette) -> None:
    """A line down from the dot that took the amount over the threshold, named by the day of its service."""
    days = received["order_date"]
    middle = days.min() + (days.max() - days.min()) / 2
    for row in received[received["service_line_key"] == year["kx_crossing_line_key"]].itertuples():
        words = "crossed no later than" if row.prior_use_grade == "unknown" else "crossed on"
        label = f"<b>{words}<br>{format_date(row.service_date)}</b><br>received {format_date(row.order_date)}"
        line = {"color": palette.crossing, "width": 1.4, "dash": "dot"}
        figure.add_shape(
            type="line", x0=row.order_date, x1=row.order_date, y0=0, y1=int(row.accrued_after_cents), line=line
        )  # fmt: skip
        figure.add_annotation(
            text=label, x=row.order_date, y=0, yanchor="bottom",
            xanchor="right" if row.order_date > middle else "left", xshift=-4 if row.order_date > middle else 4,
            showarrow=False, font={"color": palette.crossing, "size": 13}, bgcolor=palette.ground, name="crossing",
        )  # fmt: skip
