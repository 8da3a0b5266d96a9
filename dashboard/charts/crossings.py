"""The drawing table for crossings: a caseload on one dollar axis. Axes count in cents, labels say dollars."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.formats import POOL_NAMES, format_date, format_dollars, format_dollars_rounded
from dashboard.theme import Palette, blank_figure

GAP_CENTS = 5000
LEVEL_PIXELS = 11
STRIP_PIXELS = 46
GROUPS = {"below": ("below",), "approaching": ("approaching",), "over": ("over_kx", "over_medical_review")}


def draw_caseload(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Every patient and pool as a dot at the amount used in the year, stacked where amounts are alike.

    A ring is a patient whose prior use is unknown, a diamond one with known use elsewhere. `customdata` of a dot is
    beneficiary key and pool. Rows: queries/crossing_patients.sql, at least one, of one calendar year.
    """
    stacked = _stack(rows)
    pools = [pool for pool in POOL_NAMES if pool in set(rows["pool"])]
    levels = [int(stacked.loc[stacked["pool"] == pool, "level"].max()) for pool in pools]
    figure = blank_figure(palette, 94 + sum(STRIP_PIXELS + LEVEL_PIXELS * level for level in levels))
    for index, pool in enumerate(pools):
        strip = stacked[stacked["pool"] == pool]
        for group, statuses in GROUPS.items():
            figure.add_trace(_dots(strip[strip["status"].isin(statuses)], group, index, palette))
    _lay_out_strips(figure, pools, levels, palette)
    _mark_amounts(figure, rows, palette)
    return figure


def draw_nearest(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Patients as bars up to the threshold: own dollars solid, known prior use hatched, unknown prior use marked.

    The first row stands on top. Rows: the first few of queries/crossing_patients.sql; `customdata` as above.
    """
    figure = blank_figure(palette, 60 + 26 * len(rows))
    places = list(range(len(rows)))
    colours = [_colours(palette)[_group(status)] for status in rows["status"]]
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
        tickvals=places, ticktext=names, range=[len(rows) - 0.4, -0.6], showgrid=False, fixedrange=True
    )  # fmt: skip
    threshold = int(rows["kx_threshold_cents"].iloc[0])
    reach = max(threshold, int(rows["accrued_cents"].max()))
    figure.update_xaxes(range=[0, reach * 1.03], showticklabels=False, showgrid=False, fixedrange=True)
    _mark_amount(figure, threshold, "right", palette, heavy=True)
    return figure


def _name(row: Any) -> str:
    unknown = " + ?" if row.prior_use_grade == "unknown" else ""
    return f"{row.patient_id} · {'PT+SLP' if row.pool == 'PT_SLP' else row.pool}{unknown}"


def _group(status: str) -> str:
    return next(group for group, statuses in GROUPS.items() if status in statuses)


def _colours(palette: Palette) -> dict[str, str]:
    return {"below": palette.below, "approaching": palette.crossing, "over": palette.over}


def _stack(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with `level`: each dot sits on the lowest level of its pool that is free at its amount."""
    stacked = rows.sort_values(["pool", "accrued_cents", "beneficiary_key"])
    levels: list[int] = []
    taken: dict[tuple[str, int], int] = {}
    for pool, amount in zip(stacked["pool"], stacked["accrued_cents"], strict=True):
        level = 1
        while amount - taken.get((pool, level), -GAP_CENTS) < GAP_CENTS:
            level += 1
        taken[pool, level] = int(amount)
        levels.append(level)
    return stacked.assign(level=levels)


def _axis(index: int) -> str:
    return "y" if index == 0 else f"y{index + 1}"


def _dots(strip: pd.DataFrame, group: str, index: int, palette: Palette) -> go.Scatter:
    colour = _colours(palette)[group]
    return go.Scatter(
        x=strip["accrued_cents"],
        y=strip["level"],
        yaxis=_axis(index),
        mode="markers",
        name=group,
        customdata=strip[["beneficiary_key", "pool"]].to_numpy(),
        text=[_describe(row) for row in strip.itertuples()],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "color": colour,
            "size": 9,
            "symbol": [_symbol(row) for row in strip.itertuples()],
            "line": {"width": 2, "color": colour},
        },
        unselected={"marker": {"opacity": 0.6}},
    )


def _symbol(row: Any) -> str:
    if row.prior_use_grade == "unknown":
        return "circle-open"
    return "diamond" if row.accrued_cents > row.own_accrued_cents else "circle"


def _describe(row: Any) -> str:
    """What the table says of one patient, for the hover."""
    parts = [f"<b>{format_dollars(row.accrued_cents)}</b> of {format_dollars_rounded(row.kx_threshold_cents)}"]
    if row.prior_use_grade == "unknown":
        parts.append("prior use unknown: it may be more")
    elif row.prior_use_cents:
        parts.append(f"of which {format_dollars(row.prior_use_cents)} elsewhere ({row.prior_use_grade})")
    if not pd.isna(row.kx_crossing_date):
        parts.append(f"crossed on {format_date(row.kx_crossing_date)}")
    elif row.left_cents >= 0:
        parts.append(f"{format_dollars(row.left_cents)} left")
    return "<br>".join([*parts, f"last visit {format_date(row.last_service_date)}"])


def _lay_out_strips(figure: go.Figure, pools: list[str], levels: list[int], palette: Palette) -> None:
    """One strip a pool, the names of the pools at the left, all above one shared dollar axis."""
    heights = [STRIP_PIXELS + LEVEL_PIXELS * level for level in levels]
    top = 1.0
    for index, (pool, level, height) in enumerate(zip(pools, levels, heights, strict=True)):
        bottom = max(top - height / sum(heights), 0.0)
        reach = level + STRIP_PIXELS / LEVEL_PIXELS
        name = "yaxis" if index == 0 else f"yaxis{index + 1}"
        figure.update_layout({name: {"domain": [bottom, top], "visible": False, "range": [0, reach]}})
        figure.add_annotation(
            text=f"<b>{POOL_NAMES[pool]}</b>", x=0, xref="paper", xanchor="left", y=top - 0.01, yref="paper",
            yanchor="top", showarrow=False, font={"color": palette.text, "size": 13},
        )  # fmt: skip
        top = bottom


def _mark_amounts(figure: go.Figure, rows: pd.DataFrame, palette: Palette) -> None:
    """The amounts of the year as labelled lines, and above them how many patients lie between."""
    first = rows.iloc[0]
    alert, threshold = int(first["alert_cents"]), int(first["kx_threshold_cents"])
    review = first["medical_review_cents"]
    reach = int(max(rows["accrued_cents"].max(), threshold if pd.isna(review) else review) * 1.06)
    figure.update_xaxes(range=[0, reach], showticklabels=False, showgrid=False, zeroline=True, fixedrange=True)
    _mark_amount(figure, 0, "left", palette, heavy=False)
    _mark_amount(figure, alert, "right", palette, heavy=False)
    _mark_amount(figure, threshold, "left", palette, heavy=True)
    if not pd.isna(review):
        _mark_amount(figure, int(review), "left", palette, heavy=False, row=1)
    _count_groups(figure, rows, [0, alert, threshold, reach], palette)


def _mark_amount(figure: go.Figure, cents: int, side: str, palette: Palette, *, heavy: bool, row: int = 0) -> None:
    """A labelled line; labels in two rows, because on a phone the threshold and the next amount would touch."""
    colour = palette.text if heavy else palette.quiet
    figure.add_shape(
        type="line", x0=cents, x1=cents, y0=0, y1=1, yref="paper", layer="above" if heavy else "below",
        line={"color": colour, "width": 2 if heavy else 1, "dash": "solid" if heavy else "dot"},
    )  # fmt: skip
    label = f"<b>{format_dollars_rounded(cents)}</b>" if heavy else format_dollars_rounded(cents)
    figure.add_annotation(
        text=label, x=cents, y=0, yref="paper", yanchor="top", xanchor=side, yshift=-15 * row, showarrow=False,
        font={"color": colour, "size": 12}, name="amount",
    )  # fmt: skip


def _count_groups(figure: go.Figure, rows: pd.DataFrame, edges: list[int], palette: Palette) -> None:
    figure.update_layout(margin={"t": 44, "b": 42})
    for (group, statuses), left, right in zip(GROUPS.items(), edges[:-1], edges[1:], strict=True):
        number = int(rows["status"].isin(statuses).sum())
        figure.add_annotation(
            text=f"<b>{number:,}</b><br>{group}", x=(left + right) / 2, y=1, yref="paper", yanchor="bottom",
            showarrow=False, font={"color": _colours(palette)[group], "size": 13}, name="count",
        )  # fmt: skip
