"""The chart of time to threshold: the share of patients who crossed, and how many were still in treatment."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import each_row, format_elapsed
from dashboard.theme import Palette, blank_figure

Note = dict[str, Any]
DASHES = ("solid", "dash", "dot", "dashdot")
SAMPLES = ("──", "- - -", "····", "-·-·")
ROW_PIXELS = 18
AXIS_NAMES = {
    "days": "days since the first visit of the year",
    "visits": "visits of the year",
    "calendar": "date (late starters join at their first visit)",
}
STEPS = {"days": 30, "visits": 10}
# The day of the year on which a month begins; every second one is enough for a telephone.
MONTHS = {1: "Jan", 60: "Mar", 121: "May", 182: "Jul", 244: "Sep", 305: "Nov"}


def draw_incidence(rows: pd.DataFrame, clock: str, palette: Palette) -> Figure:
    """Cumulative share who crossed with its 95% band, one stair a group; beneath it how many were still at risk.

    `rows`: points of queries/time_curve.sql with group_name and label, at least one. `clock` is 'days', 'visits' or
    'calendar'. With one group the share whose care ended first is drawn too. `customdata` of a point is group and
    elapsed time.
    """
    names = dict(zip(rows["group_name"].astype(str), rows["label"], strict=True))
    figure = blank_figure(palette, 330 + ROW_PIXELS * (len(names) + 1))
    for index, group in enumerate(names):
        curve = rows[rows["group_name"] == group]
        for limit in _band(curve, palette, opacity=0.2 if len(names) == 1 else 0.1):
            figure.add_trace(limit)
        figure.add_trace(_crossed(curve, group, clock, DASHES[index % len(DASHES)], palette))
    if len(names) == 1:
        figure.add_trace(_ended(rows, clock, palette))
    _lay_out(figure, rows, names, clock, palette)
    return figure


def count_at_risk(curve: pd.DataFrame, elapsed: int) -> int | None:
    """How many of one group were under way just before a tick; None before the curve begins."""
    here = curve[curve["elapsed"] == elapsed]
    if len(here):
        return int(here["at_risk"].iloc[0])
    return 0 if len(curve) and elapsed > curve["elapsed"].max() else None


def _band(curve: pd.DataFrame, palette: Palette, opacity: float) -> list[go.Scatter]:
    """Two invisible stairs with what is between them filled."""
    known = curve.dropna(subset=["crossed_lower_ratio"])
    red, green, blue = (int(palette.over[place : place + 2], 16) for place in (1, 3, 5))
    line = {"shape": "hv", "width": 0}
    plain: dict[str, Any] = {"x": known["elapsed"], "mode": "lines", "line": line, "hoverinfo": "skip", "name": "band"}
    fill = {"fill": "tonexty", "fillcolor": f"rgba({red}, {green}, {blue}, {opacity})"}
    return [
        go.Scatter(y=known["crossed_lower_ratio"], **plain),
        go.Scatter(y=known["crossed_upper_ratio"], **plain, **fill),
    ]


def _crossed(curve: pd.DataFrame, group: str, clock: str, dash: str, palette: Palette) -> go.Scatter:
    text = [
        f"by {format_elapsed(row.elapsed, clock)}: <b>{row.crossed_ratio:.0%}</b> crossed{_say_limits(row)}<br>"
        f"{row.crossed_so_far:,} of {row.patients:,} so far, {row.ended_so_far:,} ended care, "
        f"{row.censored_so_far:,} past their follow-up end"
        for row in each_row(curve)
    ]
    return go.Scatter(
        x=[_find_start(curve, clock), *curve["elapsed"]],
        y=[0.0, *curve["crossed_ratio"]],
        name=group,
        mode="lines+markers",
        line={"shape": "hv", "color": palette.over, "width": 2.4, "dash": dash},
        marker={"size": 5, "color": palette.over, "opacity": 0.01},
        customdata=[[group, 0], *([group, int(elapsed)] for elapsed in curve["elapsed"])],
        text=["nobody crossed before the curve begins", *text],
        hovertemplate="%{text}<extra></extra>",
    )


def _find_start(curve: pd.DataFrame, clock: str) -> int:
    """A curve over the calendar begins where enough are under way."""
    return int(curve["elapsed"].iloc[0]) if clock == "calendar" else 0


def _say_limits(row: Any) -> str:
    low, high = row.crossed_lower_ratio, row.crossed_upper_ratio
    return "" if pd.isna(low) else f" (95% interval {low:.0%} to {high:.0%})"


def _ended(curve: pd.DataFrame, clock: str, palette: Palette) -> go.Scatter:
    """A line from point to point: each point is exact, and of a provider there is not one for every end."""
    return go.Scatter(
        x=[_find_start(curve, clock), *curve["elapsed"]],
        y=[0.0, *curve["ended_ratio"]],
        name="ended",
        mode="lines",
        hoverinfo="skip",
        line={"color": palette.quiet, "width": 1.4},
    )


def _label_ends(rows: pd.DataFrame, names: dict[str, str], palette: Palette) -> list[Note]:
    """One stair is named at its end; of several, a key stands in the upper left, where no stair ever is."""
    ends = [(rows[rows["group_name"] == group].iloc[-1], name) for group, name in names.items()]
    if len(ends) == 1:
        last, name = ends[0]
        above = float(last[["crossed_ratio", "crossed_upper_ratio"]].max())
        crossed = _label(last["elapsed"], last["crossed_ratio"], f"<b>{name}</b>", palette.over) | {"y": above}
        return [crossed, _label(last["elapsed"], last["ended_ratio"], "care ended first", palette.quiet)]
    place = {"x": 0.01, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "top", "name": "end"}
    key = [f"{_sample(line)} <b>{name}</b> {last['crossed_ratio']:.0%}" for line, (last, name) in enumerate(ends)]
    return [
        place | {"yshift": -ROW_PIXELS * line, "bgcolor": palette.ground} | _text(words, palette.over, 13)
        for line, words in enumerate(key)
    ]


def _sample(line: int) -> str:
    """The dash of a stair as a sign in the text."""
    return SAMPLES[line % len(SAMPLES)]


def _text(words: str, colour: str, size: int) -> Note:
    return {"text": words, "showarrow": False, "font": {"color": colour, "size": size}}


def _label(across: float, share: float, words: str, colour: str) -> Note:
    place = {"x": across, "y": share, "xanchor": "right", "yanchor": "bottom", "yshift": 3, "name": "end"}
    return place | _text(f"{words} {share:.0%}", colour, 13)


def _lay_out(figure: Figure, rows: pd.DataFrame, names: dict[str, str], clock: str, palette: Palette) -> None:
    is_single = len(names) == 1
    reach = max(int(rows["elapsed"].max()), 1)
    ticks = _choose_ticks(reach, clock)
    highest = max(float(rows[["crossed_ratio", "crossed_upper_ratio"]].max().max()), 0.0)
    highest = max(highest, float(rows["ended_ratio"].max())) if is_single else highest
    top = min(max(highest * (1.15 if is_single else 1.6), 0.1), 1.05)
    title = {"text": AXIS_NAMES[clock], "standoff": 6}
    axis: Note = {"range": [0, reach * 1.01], "tickvals": ticks, "title": title, "showgrid": False}
    if clock == "calendar":
        axis["ticktext"] = [MONTHS[tick] for tick in ticks]
    figure.update_layout(
        yaxis={"range": [0, top], "tickformat": ".0%"},
        xaxis=axis,
        margin={"b": 64 + ROW_PIXELS * (len(names) + 1)},
        annotations=[*_label_ends(rows, names, palette), *_count_beneath(rows, list(names), ticks, palette)],
    )


def _choose_ticks(reach: int, clock: str) -> list[int]:
    """At most seven ticks, so that the counts beneath stay readable on a phone."""
    if clock == "calendar":
        return [tick for tick in MONTHS if tick <= reach]
    step = STEPS[clock]
    while reach < 2 * step and step > 5:
        step //= 2
    while reach // step > 6:
        step *= 2
    return list(range(0, reach + 1, step))


def _count_beneath(rows: pd.DataFrame, groups: list[str], ticks: list[int], palette: Palette) -> list[Note]:
    """The number still at risk at each tick, one line a group."""
    place = {"y": 0, "yref": "paper", "yanchor": "top"}
    head = {"x": 0, "xref": "paper", "xanchor": "left", "yshift": -46, "name": "risk title"}
    notes = [place | head | _text("still in treatment, not yet crossed", palette.quiet, 12)]
    for line, group in enumerate(groups):
        curve = rows[rows["group_name"] == group]
        for tick in ticks:
            count = count_at_risk(curve, tick)
            sign = f"{_sample(line)} " if len(groups) > 1 and tick == ticks[0] else ""
            spot = {"x": tick, "xanchor": "left" if tick == ticks[0] else "center", "yshift": -62 - ROW_PIXELS * line}
            words = _text(f"{sign}{'–' if count is None else f'{count:,}'}", palette.text, 12)
            notes.append(place | spot | {"name": "risk"} | words)
    return notes
