"""Draws the funnel: each provider's share of patients with KX against the limits of chance."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.components.labels import FUNNEL_WORDS
from dashboard.figure import Figure
from dashboard.formats import each_row, format_ratio, format_share
from dashboard.theme import Palette, blank_figure
from dashboard.views.providers.text.funnel import is_spread

MARK_WORDS = {"listed": "", "explained": ": expected", "unjudged": ": cannot be judged", "above": "", "other": ""}
LIMITS = (("inner", "95%", "dash"), ("outer", "99.8%", "solid"))
# Where a name may stand beside its dot, the first free place first: shift of its middle across (in widths) and up.
PLACES = {"top center": (0, 1), "bottom center": (0, -1), "middle right": (0.6, 0), "middle left": (-0.6, 0)}
# About how much of the axes a letter and a line of text take.
LETTER_WIDTH, TEXT_HEIGHT = 0.008, 0.06


def draw_funnel(rates: pd.DataFrame, cell: "pd.Series[Any]", palette: Palette) -> Figure:
    """One dot a provider: patients across, share with KX upwards, within 95% and 99.8% limits; customdata is the NPI.

    Rows of queries/provider_rates.sql with provider_name and `mark` (listed, unjudged, explained, above, other), and
    the row of queries/provider_funnel.sql. Limits stand at each provider's number of patients and are joined by lines;
    wider ones are drawn where providers differ.
    """
    figure = blank_figure(palette, 360)
    by_size = rates.drop_duplicates("rated_beneficiaries").sort_values("rated_beneficiaries")
    if len(rates) > 1:
        for name, label, dash in LIMITS:
            _add_limit(figure, by_size, cell, (name, label, dash), palette)
        _add_centre(figure, cell, palette)
    for is_named, colour, symbol, some in _kinds(_place_names(rates), palette):
        figure.add_trace(_dots(some, is_named, colour, symbol))
    figure.update_yaxes(
        range=[-0.06, 1.14], tickformat=".0%", tickvals=[0, 0.25, 0.5, 0.75, 1], title="share of patients"
    )
    most = int(rates["rated_beneficiaries"].max())
    figure.update_xaxes(range=[0, most * 1.16 + 1], title="patients of the provider")
    return figure


def _add_limit(
    figure: Figure, by_size: pd.DataFrame, cell: "pd.Series[Any]", limit: tuple[str, str, str], palette: Palette
) -> None:
    name, label, dash = limit
    sizes, centre = by_size["rated_beneficiaries"], float(cell["rate_ratio"])
    low, high = (by_size[f"{name}_{side}_ratio"] for side in ("low", "high"))
    figure.add_trace(_limit_lines(sizes, low, high, label, (palette.quiet, dash)))
    if is_spread(cell):
        spread = np.sqrt(float(cell["overdispersion_factor"]))
        wide_low, wide_high = (np.clip(centre + spread * (shares - centre), 0, 1) for shares in (low, high))
        figure.add_trace(_limit_lines(sizes, wide_low, wide_high, f"{label} wider", (palette.line, dash)))
    figure.add_annotation(
        x=int(sizes.iloc[-1]), y=float(by_size[f"{name}_high_ratio"].iloc[-1]), text=label, showarrow=False,
        xanchor="left", xshift=4, yshift=0 if name == "outer" else -8, font={"color": palette.quiet, "size": 12},
    )  # fmt: skip


def _limit_lines(sizes: Any, low: Any, high: Any, name: str, look: tuple[str, str]) -> go.Scatter:
    """The lower and the upper line of one limit, as one trace with a gap."""
    colour, dash = look
    return go.Scatter(
        x=[*sizes, None, *sizes],
        y=[*low, None, *high],
        mode="lines",
        line={"color": colour, "width": 1.5, "dash": dash},
        hoverinfo="skip",
        name=name,
    )


def _add_centre(figure: Figure, cell: "pd.Series[Any]", palette: Palette) -> None:
    share = format_share(int(cell["rated_kx_beneficiaries"]), int(cell["rated_beneficiaries"]))
    figure.add_hline(
        y=float(cell["rate_ratio"]),
        line={"color": palette.quiet, "dash": "dot", "width": 1},
        annotation={"text": f"all: {share}", "font": {"color": palette.quiet, "size": 12}, "bgcolor": palette.ground},
        annotation_position="bottom right",
    )


def _place_names(rates: pd.DataFrame) -> pd.DataFrame:
    """The rows from left to right with `place`: where a name covers no other name, if there is such a place."""
    ordered = rates.sort_values(["rated_beneficiaries", "provider_npi"])
    most, taken = int(rates["rated_beneficiaries"].max()), list[_Box]()
    places = []
    for row in each_row(ordered):
        boxes = {place: _Box.beside(row, most, shift) for place, shift in PLACES.items()}
        free = [place for place, box in boxes.items() if not any(box.covers(other) for other in taken)]
        places.append(free[0] if free else "top center")
        if row.mark != "other":
            taken.append(boxes[places[-1]])
    return ordered.assign(place=places)


@dataclass(frozen=True)
class _Box:
    """Where a name stands: its middle and its width, in parts of the axes."""

    across: float
    up: float
    width: float

    @classmethod
    def beside(cls, row: Any, most: int, shift: tuple[float, float]) -> "_Box":
        width = LETTER_WIDTH * len(_name(row))
        across = row.rated_beneficiaries / (most * 1.16 + 1)
        return cls(across + shift[0] * width, row.rate_ratio + shift[1] * TEXT_HEIGHT, width)

    def covers(self, other: "_Box") -> bool:
        is_near = abs(self.across - other.across) < (self.width + other.width) / 2
        return is_near and abs(self.up - other.up) < TEXT_HEIGHT


def _kinds(rates: pd.DataFrame, palette: Palette) -> list[tuple[bool, str, str, pd.DataFrame]]:
    """On the list, not judged, expected, above a limit, and all others: all but the last are named."""
    looks = {
        "listed": (True, palette.warning, "diamond"),
        "unjudged": (True, palette.quiet, "diamond-open"),
        "explained": (True, palette.over, "circle"),
        "above": (True, palette.crossing, "circle"),
        "other": (False, palette.quiet, "circle-open"),
    }
    kinds = [(*look, rates[rates["mark"] == mark]) for mark, look in looks.items()]
    return [kind for kind in kinds if len(kind[3])]


def _dots(some: pd.DataFrame, is_named: bool, colour: str, symbol: str) -> go.Scatter:
    ordered = some.sort_values(["rated_beneficiaries", "provider_npi"])
    return go.Scatter(
        x=ordered["rated_beneficiaries"],
        y=ordered["rate_ratio"],
        mode="markers+text" if is_named else "markers",
        text=[_name(row) for row in each_row(ordered)] if is_named else None,
        textposition=list(ordered["place"]) if is_named else None,
        textfont={"color": colour, "size": 13},
        marker={"symbol": symbol, "color": colour, "size": 11, "line": {"width": 2, "color": colour}},
        customdata=ordered[["provider_npi"]].to_numpy(),
        hovertext=[_describe(row) for row in each_row(ordered)],
        hoverinfo="text",
        cliponaxis=False,
    )


def _name(row: Any) -> str:
    return f"{str(row.provider_name).split(',')[0]}{MARK_WORDS[row.mark]}"


def _describe(row: Any) -> str:
    share = format_share(row.rated_kx_beneficiaries, row.rated_beneficiaries)
    limits = f"{format_ratio(row.outer_low_ratio)} to {format_ratio(row.outer_high_ratio)}"
    others = "" if pd.isna(row.others_ratio) else f"<br>peers: {format_ratio(row.others_ratio)}"
    place = FUNNEL_WORDS[row.funnel_category]
    return f"{row.provider_name}<br>{share} of patients{others}<br>99.8% limits: {limits}<br>{place}"
