"""Draws the caseload on one dollar axis; axes are in cents, labels in dollars."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import POOL_NAMES, format_date, format_dollars, format_dollars_rounded
from dashboard.theme import Palette, blank_figure
from dashboard.views.crossings.charts.caseload_axis import (
    GROUPS,
    MARGIN,
    Note,
    choose_colours,
    count_groups,
    find_group,
    lay_out_dollars,
    mark_amount,
    mark_amounts,
    name_axis,
    name_pool,
)

GAP_CENTS = 5000
LEVEL_PIXELS = 11
STRIP_PIXELS = 46


def draw_caseload(rows: pd.DataFrame, palette: Palette) -> Figure:
    """Every patient and pool as a dot at the amount used in the year, stacked where amounts are alike.

    A ring is a patient whose prior use is unknown, a diamond one with known prior use. `customdata` of a dot is
    beneficiary key and pool. Rows: queries/crossing_patients.sql, at least one, of one calendar year.
    """
    stacked = _stack(rows)
    pools = [pool for pool in POOL_NAMES if pool in set(rows["pool"])]
    levels = [int(stacked.loc[stacked["pool"] == pool, "level"].max()) for pool in pools]
    figure = blank_figure(palette, 94 + sum(STRIP_PIXELS + LEVEL_PIXELS * level for level in levels))
    for index, pool in enumerate(pools):
        strip = stacked[stacked["pool"] == pool]
        parts = [(group, strip[strip["group"] == group]) for group in GROUPS]
        figure.add_traces([_dots(part, group, index, palette) for group, part in parts if len(part)])
    axes, names = _lay_out_strips(pools, levels, palette)
    amounts, lines, reach = mark_amounts(rows, palette)
    counts = count_groups(rows, reach, palette)
    notes = [*names, *amounts, *counts]
    figure.update_layout(**axes, xaxis=lay_out_dollars(reach), margin=MARGIN, annotations=notes, shapes=lines)
    return figure


def draw_nearest(rows: pd.DataFrame, palette: Palette) -> Figure:
    """Patients as bars up to the threshold: own dollars solid, known prior use hatched, unknown prior use marked.

    The first row stands on top. Rows: the first few of queries/crossing_patients.sql; `customdata` as above.
    """
    figure = blank_figure(palette, 60 + 26 * len(rows))
    places = list(range(len(rows)))
    colours = [choose_colours(palette)[find_group(status)] for status in rows["status"]]
    keys = rows[["beneficiary_key", "pool"]].to_numpy()
    hover = {"text": [_describe(row) for row in rows.itertuples()], "hovertemplate": "%{text}<extra></extra>"}
    shared = {"y": places, "orientation": "h", "customdata": keys, "textposition": "none", **hover}
    hatch = {"shape": "/", "fgcolor": colours, "bgcolor": palette.ground, "size": 5}
    figure.add_trace(go.Bar(x=rows["own_accrued_cents"], name="own", marker={"color": colours}, **shared))
    used_elsewhere = rows["accrued_cents"] - rows["own_accrued_cents"]
    edge = {"color": colours, "pattern": hatch, "line": {"color": colours, "width": 1}}
    figure.add_trace(go.Bar(x=used_elsewhere, name="prior use", marker=edge, **shared))
    names = [_name(row) for row in rows.itertuples()]
    figure.update_layout(barmode="stack", bargap=0.35, margin={"t": 8, "b": 28})
    figure.update_yaxes(
        tickvals=places, ticktext=names, range=[len(rows) - 0.4, -0.6], showgrid=False
    )  # fmt: skip
    threshold = int(rows["kx_threshold_cents"].iloc[0])
    reach = max(threshold, int(rows["accrued_cents"].max()))
    figure.update_xaxes(range=[0, reach * 1.03], showticklabels=False, showgrid=False)
    label, line = mark_amount(threshold, "right", palette, heavy=True)
    figure.update_layout(annotations=[label], shapes=[line])
    return figure


def _name(row: Any) -> str:
    unknown = " + ?" if row.prior_use_grade == "unknown" else ""
    return f"{row.patient_id} · {'PT+SLP' if row.pool == 'PT_SLP' else row.pool}{unknown}"


def _stack(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with group, symbol, hover and level: a dot sits on the lowest level of its pool that is free there."""
    stacked = rows.sort_values(["pool", "accrued_cents", "beneficiary_key"])
    levels: list[int] = []
    taken: dict[tuple[str, int], int] = {}
    for pool, amount in zip(stacked["pool"], stacked["accrued_cents"], strict=True):
        level = 1
        while amount - taken.get((pool, level), -GAP_CENTS) < GAP_CENTS:
            level += 1
        taken[pool, level] = int(amount)
        levels.append(level)
    people = list(stacked.itertuples())
    groups = [find_group(status) for status in stacked["status"]]
    symbols, hover = [_symbol(person) for person in people], [_describe(person) for person in people]
    return stacked.assign(level=levels, group=groups, symbol=symbols, hover=hover)


def _dots(part: pd.DataFrame, group: str, index: int, palette: Palette) -> dict[str, Any]:
    colour = choose_colours(palette)[group]
    marker = {"color": colour, "size": 9, "symbol": list(part["symbol"]), "line": {"width": 2, "color": colour}}
    return {
        "type": "scatter",
        "x": part["accrued_cents"],
        "y": part["level"],
        "yaxis": name_axis(index),
        "mode": "markers",
        "name": group,
        "customdata": part[["beneficiary_key", "pool"]].to_numpy(),
        "text": list(part["hover"]),
        "hovertemplate": "%{text}<extra></extra>",
        "marker": marker,
        "unselected": {"marker": {"opacity": 0.6}},
    }


def _symbol(row: Any) -> str:
    if row.prior_use_grade == "unknown":
        return "circle-open"
    return "diamond" if row.accrued_cents > row.own_accrued_cents else "circle"


def _describe(row: Any) -> str:
    """What the table says of one patient, for the hover."""
    parts = [f"<b>{format_dollars(row.accrued_cents)}</b> of {format_dollars_rounded(row.kx_threshold_cents)}"]
    if row.prior_use_grade == "unknown":
        parts.append("prior use unknown, so it may be more")
    elif row.prior_use_cents:
        parts.append(f"of which {format_dollars(row.prior_use_cents)} at other providers ({row.prior_use_grade})")
    if not pd.isna(row.kx_crossing_date):
        parts.append(f"crossed on {format_date(row.kx_crossing_date)}")
    elif not pd.isna(row.left_cents) and row.left_cents >= 0:
        parts.append(f"{format_dollars(row.left_cents)} remaining")
    return "<br>".join([*parts, f"last visit {format_date(row.last_service_date)}"])


def _lay_out_strips(pools: list[str], levels: list[int], palette: Palette) -> tuple[dict[str, Any], list[Note]]:
    """One strip a pool above one shared dollar axis: the axes, and the names of the pools at the left."""
    heights = [STRIP_PIXELS + LEVEL_PIXELS * level for level in levels]
    top, axes, names = 1.0, {}, []
    for index, (pool, level, height) in enumerate(zip(pools, levels, heights, strict=True)):
        bottom = max(top - height / sum(heights), 0.0)
        reach = level + STRIP_PIXELS / LEVEL_PIXELS
        axes[name_axis(index).replace("y", "yaxis")] = {"domain": [bottom, top], "visible": False, "range": [0, reach]}
        names.append(name_pool(pool, top, palette))
        top = bottom
    return axes, names
