"""Draws a large caseload on the same dollar axis: patients counted by amount instead of one mark each."""

from collections import Counter

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import POOL_NAMES, format_count, format_dollars_rounded
from dashboard.theme import Palette, blank_figure
from dashboard.views.crossings.charts.caseload_axis import (
    GROUPS,
    MARGIN,
    choose_colours,
    count_groups,
    find_group,
    lay_out_dollars,
    mark_amounts,
    name_axis,
    name_pool,
)

# More marks than this lie over each other, and a browser takes a second to draw them.
MOST_MARKS = 1000
STEP_CENTS = 10_000
PANEL_PIXELS = 150
GAP = 0.12


def draw_caseload_bars(rows: pd.DataFrame, palette: Palette) -> Figure:
    """How many patients used how much of the year: a bar for each STEP_CENTS, one panel a pool.

    Rows: queries/crossing_patients.sql, at least one, of one calendar year.
    """
    pools = [pool for pool in POOL_NAMES if pool in set(rows["pool"])]
    figure = blank_figure(palette, 94 + PANEL_PIXELS * len(pools))
    amounts, lines, reach = mark_amounts(rows, palette)
    notes = [*amounts, *count_groups(rows, reach, palette)]
    for index, pool in enumerate(pools):
        strip = rows[rows["pool"] == pool]
        figure.add_traces([_bars(strip, group, index, palette) for group in GROUPS])
        top = 1 - index * (1 / len(pools))
        axis = {"domain": [top - 1 / len(pools), top - GAP], "nticks": 3, "rangemode": "tozero"}
        figure.update_layout({name_axis(index).replace("y", "yaxis"): axis})
        notes.append(name_pool(pool, top, palette))
    figure.update_layout(
        barmode="stack", bargap=0.1, xaxis=lay_out_dollars(reach), margin=MARGIN, annotations=notes, shapes=lines
    )
    return figure


def _bars(strip: pd.DataFrame, group: str, index: int, palette: Palette) -> go.Bar:
    amounts = strip.loc[[find_group(status) == group for status in strip["status"]], "accrued_cents"]
    counts = sorted(Counter(int(amount) // STEP_CENTS * STEP_CENTS for amount in amounts).items())
    return go.Bar(
        x=[start + STEP_CENTS // 2 for start, _ in counts],
        y=[number for _, number in counts],
        width=0.9 * STEP_CENTS,
        yaxis=name_axis(index),
        name=group,
        marker={"color": choose_colours(palette)[group]},
        hovertext=[_describe(start, number) for start, number in counts],
        hoverinfo="text",
        textposition="none",
    )


def _describe(start: int, number: int) -> str:
    least, most = format_dollars_rounded(start), format_dollars_rounded(start + STEP_CENTS)
    return f"{format_count(number, 'patient')} from {least} to under {most}"
