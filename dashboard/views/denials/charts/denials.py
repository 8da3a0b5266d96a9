"""Draws denied dollars by outcome, month, clinic and category, and the history of one service."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.components.denial_labels import CATEGORY_NAMES, LEAD_NAMES
from dashboard.figure import Figure
from dashboard.formats import each_row, format_date, format_dollars, format_dollars_rounded, format_month
from dashboard.theme import Palette, blank_figure, name_marks

STATES = ("recovered", "open", "expired")
MILLISECONDS_A_DAY = 86_400_000
TICKS = tuple(factor * 10**power for power in range(2, 12) for factor in (10, 20, 25, 50))


def draw_strip(states: pd.DataFrame, palette: Palette) -> Figure:
    """One bar: what was lost, what is recoverable, what was recovered; together all that was denied.

    `states`: queries/denial_states.sql, in that order.
    """
    figure = blank_figure(palette, 74)
    for state in each_row(states):
        words = f"{LEAD_NAMES[state.state]} {format_dollars_rounded(state.expected_cents)}"
        figure.add_trace(
            go.Bar(
                name=state.state,
                x=[state.expected_cents],
                y=[""],
                orientation="h",
                marker={"color": _colours(palette)[state.state]},
                text=words,
                textposition="inside",
                insidetextanchor="middle",
                insidetextfont={"color": palette.ground, "size": 13},
                hovertemplate=f"{words}, n {state.services:,}<extra></extra>",
            )
        )
    figure.update_layout(barmode="stack", bargap=0.1, uniformtext={"minsize": 12, "mode": "hide"})
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure


def _colours(palette: Palette) -> dict[str, str]:
    return {
        "counted": palette.quiet, "recovered": palette.recovered, "open": palette.open, "expired": palette.expired,
        "duplicate": palette.quiet,
    }  # fmt: skip


def draw_months(rows: pd.DataFrame, palette: Palette) -> Figure:
    """Small bars by month of first denial, stacked by what became of the services.

    `rows`: queries/denial_months.sql, at least one. `customdata` of a bar is state and month (ISO).
    """
    months = list(pd.to_datetime(rows["first_denied_month"]))
    names = [format_month(month) for month in months]
    keys = [month.date().isoformat() for month in months]
    figure = _stacked(rows, names, keys, palette)
    for state, bar in zip(STATES, figure.data, strict=True):
        bar.update(x=months, y=rows[f"{state}_cents"], width=20 * MILLISECONDS_A_DAY)
    figure.update_xaxes(showgrid=False, nticks=6, tickangle=0, tickformat="%b\n%Y")
    highest = int(rows["expected_cents"].max())
    figure.update_yaxes(**_dollar_ticks(highest))
    return figure


def draw_categories(rows: pd.DataFrame, palette: Palette) -> Figure:
    """One bar a category, largest on top: queries/denial_categories.sql, at least one row. See draw_split."""
    names = [CATEGORY_NAMES[category] for category in rows["denial_category"]]
    return draw_split(rows, names, list(rows["denial_category"]), palette)


def draw_split(rows: pd.DataFrame, names: list[str], keys: list[str], palette: Palette) -> Figure:
    """One bar a row in the order given, stacked by what became of the services; its sum and n at its end.

    `rows`: services and expected, recovered, open and expired cents. `customdata` of a bar is state and key. Bars lie
    at their places and not at their names: where a sum stands at an NPI, plotly takes it for a number.
    """
    figure = _stacked(rows, names, keys, palette)
    places = list(range(len(names)))
    for state, bar in zip(STATES, figure.data, strict=True):
        bar.update(x=rows[f"{state}_cents"], y=places, orientation="h")
    highest = max(int(rows["expected_cents"].max()), 1)
    look = {"xanchor": "left", "xshift": 4, "showarrow": False, "font": {"color": palette.text, "size": 12}}
    sums = zip(rows["expected_cents"], rows["services"], places, strict=True)
    notes = [
        {"text": f"{format_dollars_rounded(cents)} · {services:,}", "x": int(cents), "y": place, "name": "sum"} | look
        for cents, services, place in sums
    ]
    figure.update_layout(height=76 + 30 * len(rows), bargap=0.3, annotations=[*figure.layout.annotations, *notes])
    figure.update_xaxes(visible=False, range=[0, highest * 1.45])
    labels = {"tickvals": places, "ticktext": names, "tickfont": {"color": palette.text}}
    figure.update_yaxes(range=[len(rows) - 0.5, -0.5], showgrid=False, zeroline=False, **labels)
    return figure


def _stacked(rows: pd.DataFrame, names: list[str], keys: list[str], palette: Palette) -> Figure:
    """One trace a state, recovered at the foot, then open, then expired; where they lie is the caller's."""
    figure = blank_figure(palette, 240)
    for state in STATES:
        cents = rows[f"{state}_cents"]
        hover = [f"{name}: {format_dollars(amount)} {state}" for name, amount in zip(names, cents, strict=True)]
        figure.add_trace(
            go.Bar(
                name=state,
                marker={"color": _colours(palette)[state]},
                customdata=[[state, key] for key in keys],
                text=hover,
                textposition="none",
                hovertemplate="%{text}<extra></extra>",
            )
        )
    figure.update_layout(barmode="stack", bargap=0.25)
    name_marks(figure, [(f"■ {state}", _colours(palette)[state]) for state in STATES])
    return figure


def _dollar_ticks(highest: int) -> dict[str, Any]:
    """At most five round dollar ticks from zero, as an axis in cents."""
    tick = next(each for each in TICKS if highest <= 4 * each)
    ticks = list(range(0, highest + tick, tick))
    return {"tickvals": ticks, "ticktext": [format_dollars_rounded(each) for each in ticks]}


def draw_life(events: pd.DataFrame, deadline: Any, palette: Palette) -> Figure:
    """The payer's answers to one service on a line of time: denials as rings, payments as dots, then the deadline.

    `events`: queries/denial_life.sql, at least one. `customdata` of a dot is the service line key.
    """
    figure = blank_figure(palette, 170)
    symbols = ["circle-open" if is_denied else "circle" for is_denied in events["is_denied"]]
    colours = [palette.warning if is_denied else palette.paid for is_denied in events["is_denied"]]
    figure.add_trace(
        go.Scatter(
            x=events["payment_date"],
            y=[0] * len(events),
            mode="lines+markers+text",
            line={"color": palette.line, "width": 2},
            marker={"size": 15, "symbol": symbols, "color": colours, "line": {"width": 2.5, "color": colours}},
            text=[f"<b>{_answer(row)}</b><br>{format_date(row.payment_date)}" for row in events.itertuples()],
            textposition=["top center" if place % 2 == 0 else "bottom center" for place in range(len(events))],
            customdata=events[["service_line_key"]].to_numpy(),
            hovertemplate="%{text}<extra></extra>",
            cliponaxis=False,
        )
    )
    if not pd.isna(deadline):
        _mark_deadline(figure, deadline, palette)
    figure.update_yaxes(visible=False, range=[-1, 1])
    figure.update_xaxes(showgrid=False, nticks=5, range=_padded(events["payment_date"], deadline))
    return figure


def _answer(row: Any) -> str:
    """One answer of the payer in a few words."""
    if row.is_denied:
        return f"denied {row.adjustment_group_code}-{row.adjustment_reason_code}"
    allowed = f"allowed {format_dollars_rounded(row.allowed_cents)}"
    return allowed if pd.isna(row.taken_back_date) else f"{allowed}, reversed {format_date(row.taken_back_date)}"


def _mark_deadline(figure: Figure, deadline: Any, palette: Palette) -> None:
    line = {"color": palette.open, "width": 2, "dash": "dash"}
    figure.add_shape(type="line", x0=deadline, x1=deadline, y0=-0.5, y1=0.5, line=line)
    figure.add_annotation(
        text=f"deadline<br>{format_date(deadline)}", x=deadline, y=0.5, yanchor="bottom", showarrow=False,
        font={"color": palette.open, "size": 13}, name="deadline",
    )  # fmt: skip


def _padded(days: "pd.Series[Any]", deadline: Any) -> list[Any]:
    """A span of time with room for the labels at both ends."""
    first, last = days.min(), days.max() if pd.isna(deadline) else max(days.max(), pd.Timestamp(deadline))
    room = max((last - first) * 0.3, pd.Timedelta(days=20))
    return [first - room, last + room]
