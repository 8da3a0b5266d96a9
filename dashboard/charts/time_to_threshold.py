"""The drawing table for time to threshold: the share of patients who crossed, and how many are still there."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.theme import Palette, blank_figure

DASHES = ("solid", "dash", "dot", "dashdot")
SAMPLES = ("──", "- - -", "····", "-·-·")
ROW_PIXELS = 18
AXIS_NAMES = {"days": "days since the first visit of the year", "visits": "visits of the year"}
STEPS = {"days": 30, "visits": 10}


def draw_incidence(rows: pd.DataFrame, clock: str, names: dict[str, str], palette: Palette) -> go.Figure:
    """Cumulative share who crossed, one stair a group, labelled at its end; beneath it how many were still at risk.

    `rows`: queries/time_incidence.sql, at least one. `clock` is 'days' or 'visits', `names` says each group
    in words. With one group the share whose
    care ended first is drawn too. `customdata` of a point is group and elapsed time.
    """
    figure = blank_figure(palette, 330 + ROW_PIXELS * (len(names) + 1))
    for index, group in enumerate(names):
        course = rows[rows["group_name"] == group]
        figure.add_trace(_crossed(course, group, clock, DASHES[index % len(DASHES)], palette))
    if len(names) == 1:
        figure.add_trace(_ended(rows, palette))
    _label_ends(figure, rows, names, palette)
    _lay_out(figure, rows, names, clock, palette)
    return figure


def count_at_risk(course: pd.DataFrame, elapsed: int) -> int:
    """How many of one group were still watched and had not crossed just before a day or visit."""
    later = course[course["elapsed"] >= elapsed]
    return int(later["at_risk"].iloc[0]) if len(later) else 0


def _crossed(course: pd.DataFrame, group: str, clock: str, dash: str, palette: Palette) -> go.Scatter:
    text = [
        f"by {'visit' if clock == 'visits' else 'day'} {row.elapsed}: <b>{row.crossed_ratio:.0%}</b> crossed<br>"
        f"{row.crossed_so_far:,} of {row.patients:,} so far, {row.ended_so_far:,} ended care, "
        f"{row.censored_so_far:,} no longer watched"
        for row in course.itertuples()
    ]
    return go.Scatter(
        x=[0, *course["elapsed"]],
        y=[0.0, *course["crossed_ratio"]],
        name=group,
        mode="lines+markers",
        line={"shape": "hv", "color": palette.over, "width": 2.4, "dash": dash},
        marker={"size": 5, "color": palette.over, "opacity": 0.01},
        customdata=[[group, 0], *([group, int(elapsed)] for elapsed in course["elapsed"])],
        text=["nobody crossed before the first visit", *text],
        hovertemplate="%{text}<extra></extra>",
    )


def _ended(course: pd.DataFrame, palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[0, *course["elapsed"]],
        y=[0.0, *course["ended_ratio"]],
        name="ended",
        mode="lines",
        hoverinfo="skip",
        line={"shape": "hv", "color": palette.quiet, "width": 1.4},
    )


def _label_ends(figure: go.Figure, rows: pd.DataFrame, names: dict[str, str], palette: Palette) -> None:
    """One stair is named at its end; of several, a key stands in the upper left, where no stair ever is."""
    ends = [(rows[rows["group_name"] == group].iloc[-1], name) for group, name in names.items()]
    if len(ends) == 1:
        last, name = ends[0]
        _label(figure, last["elapsed"], last["crossed_ratio"], f"<b>{name}</b>", palette.over)
        _label(figure, last["elapsed"], last["ended_ratio"], "care ended first", palette.quiet)
        return
    for line, (last, name) in enumerate(ends):
        figure.add_annotation(
            text=f"{SAMPLES[line % len(SAMPLES)]} <b>{name}</b> {last['crossed_ratio']:.0%}", x=0.01, xref="paper",
            xanchor="left", y=1, yref="paper", yanchor="top", yshift=-ROW_PIXELS * line, showarrow=False,
            font={"color": palette.over, "size": 13}, bgcolor=palette.ground, name="end",
        )  # fmt: skip


def _label(figure: go.Figure, across: float, share: float, words: str, colour: str) -> None:
    figure.add_annotation(
        text=f"{words} {share:.0%}", x=across, y=share, xanchor="right", yanchor="bottom", yshift=3, showarrow=False,
        font={"color": colour, "size": 13}, name="end",
    )  # fmt: skip


def _lay_out(figure: go.Figure, rows: pd.DataFrame, names: dict[str, str], clock: str, palette: Palette) -> None:
    reach = max(int(rows["elapsed"].max()), 1)
    ticks = list(range(0, reach + 1, _step(reach, STEPS[clock])))
    highest = max(float(rows["crossed_ratio"].max()), float(rows["ended_ratio"].max()) if len(names) == 1 else 0.0)
    figure.update_yaxes(
        range=[0, min(max(highest * (1.15 if len(names) == 1 else 1.6), 0.1), 1.05)], tickformat=".0%", fixedrange=True
    )
    figure.update_xaxes(
        range=[0, reach * 1.01], tickvals=ticks, title={"text": AXIS_NAMES[clock], "standoff": 6}, showgrid=False,
        fixedrange=True,
    )  # fmt: skip
    figure.update_layout(margin={"b": 64 + ROW_PIXELS * (len(names) + 1)})
    _count_beneath(figure, rows, names, ticks, palette)


def _step(reach: int, step: int) -> int:
    """A tick distance that leaves at most seven ticks, so that the counts beneath stay readable on a phone."""
    while reach // step > 6:
        step *= 2
    return step


def _count_beneath(
    figure: go.Figure, rows: pd.DataFrame, names: dict[str, str], ticks: list[int], palette: Palette
) -> None:
    """The number still at risk at each tick, one line a group."""
    figure.add_annotation(
        text="still coming, not yet crossed", x=0, xref="paper", xanchor="left", y=0, yref="paper", yanchor="top",
        yshift=-46, showarrow=False, font={"color": palette.quiet, "size": 12}, name="risk title",
    )  # fmt: skip
    for line, group in enumerate(names):
        course = rows[rows["group_name"] == group]
        for tick in ticks:
            name = f"{SAMPLES[line % len(SAMPLES)]} " if len(names) > 1 and tick == 0 else ""
            figure.add_annotation(
                text=f"{name}{count_at_risk(course, tick):,}", x=tick, y=0, yref="paper", yanchor="top",
                xanchor="left" if tick == 0 else "center", yshift=-62 - ROW_PIXELS * line, showarrow=False,
                font={"color": palette.text, "size": 12}, name="risk",
            )  # fmt: skip
