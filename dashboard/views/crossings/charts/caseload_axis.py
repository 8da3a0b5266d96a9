"""The dollar axis that both drawings of the caseload share: amounts of the year, groups of patients, their counts."""

from typing import Any

import pandas as pd

from dashboard.formats import POOL_NAMES, format_dollars_rounded
from dashboard.theme import Palette

Note = dict[str, Any]
GROUPS = {"below": ("below",), "approaching": ("approaching",), "over": ("over_kx", "over_medical_review")}
MARGIN = {"l": 8, "r": 8, "t": 44, "b": 42}


def find_group(status: str) -> str:
    """The group that a status of queries/crossing_patients.sql belongs to."""
    return next(group for group, statuses in GROUPS.items() if status in statuses)


def choose_colours(palette: Palette) -> dict[str, str]:
    """The colour of each group."""
    return {"below": palette.below, "approaching": palette.crossing, "over": palette.over}


def name_axis(index: int) -> str:
    """What plotly calls the upward axis of the strip with this place, counted from zero."""
    return "y" if index == 0 else f"y{index + 1}"


def write_note(words: str, colour: str, size: int) -> Note:
    """Words without an arrow; the place is added by who asks."""
    return {"text": words, "showarrow": False, "font": {"color": colour, "size": size}}


def name_pool(pool: str, top: float, palette: Palette) -> Note:
    """The name of a pool at the left of its strip, whose upper edge is `top`."""
    place = {"x": 0, "xref": "paper", "xanchor": "left", "y": top - 0.01, "yref": "paper", "yanchor": "top"}
    return place | write_note(f"<b>{POOL_NAMES[pool]}</b>", palette.text, 13)


def lay_out_dollars(reach: int) -> dict[str, Any]:
    """The axis of dollars; `mark_amounts` labels it."""
    return {"range": [0, reach], "showticklabels": False, "showgrid": False, "zeroline": True}


def mark_amounts(rows: pd.DataFrame, palette: Palette) -> tuple[list[Note], list[Note], int]:
    """The amounts of the year as labels and lines, and how far the axis reaches."""
    first = rows.iloc[0]
    review = None if pd.isna(first["medical_review_cents"]) else int(first["medical_review_cents"])
    threshold = int(first["kx_threshold_cents"])
    marks = [
        mark_amount(0, "left", palette),
        mark_amount(int(first["alert_cents"]), "right", palette),
        mark_amount(threshold, "left", palette, heavy=True),
        *([] if review is None else [mark_amount(review, "left", palette, row=1)]),
    ]
    reach = int(max(rows["accrued_cents"].max(), review or threshold) * 1.06)
    return [label for label, _ in marks], [line for _, line in marks], reach


def mark_amount(cents: int, side: str, palette: Palette, *, heavy: bool = False, row: int = 0) -> tuple[Note, Note]:
    """A label and its line; labels in two rows, because on a phone the threshold and the next amount would touch."""
    colour = palette.text if heavy else palette.quiet
    words = f"<b>{format_dollars_rounded(cents)}</b>" if heavy else format_dollars_rounded(cents)
    place = {"x": cents, "y": 0, "yref": "paper", "yanchor": "top", "xanchor": side, "yshift": -15 * row}
    span = {"type": "line", "x0": cents, "x1": cents, "y0": 0, "y1": 1, "yref": "paper"}
    look = {"color": colour, "width": 2 if heavy else 1, "dash": "solid" if heavy else "dot"}
    line = span | {"layer": "above" if heavy else "below", "line": look}
    return place | {"name": "amount"} | write_note(words, colour, 12), line


def count_groups(rows: pd.DataFrame, reach: int, palette: Palette) -> list[Note]:
    """Above the axis how many patients lie in each part: where it begins, the last at its end, so that none touch."""
    alert = int(rows["alert_cents"].iloc[0])
    places = {"below": (0, "left"), "approaching": (alert, "left"), "over": (reach, "right")}
    colours = choose_colours(palette)
    notes = []
    for group, statuses in GROUPS.items():
        number, (cents, side) = int(rows["status"].isin(statuses).sum()), places[group]
        place = {"x": cents, "xanchor": side, "align": side, "y": 1, "yref": "paper", "yanchor": "bottom"}
        notes.append(place | {"name": "count"} | write_note(f"<b>{number:,}</b><br>{group}", colours[group], 13))
    return notes
