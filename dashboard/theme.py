"""Colors that mean something, and the plotly template that carries them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from dashboard.figure import Figure

FONT = "Source Sans, Source Sans Pro, system-ui, sans-serif"


@dataclass(frozen=True)
class Palette:
    """Colours of one theme; every one of them is readable as text on `ground` (a test computes it)."""

    ground: str
    text: str
    quiet: str
    line: str
    accent: str
    warning: str
    below: str
    crossing: str
    over: str
    paid: str
    recovered: str
    open: str
    expired: str


LIGHT = Palette(
    ground="#ffffff",
    text="#1c2430",
    quiet="#566070",
    line="#d9dee6",
    accent="#1b5e9e",
    warning="#b3261e",
    below="#2270be",
    crossing="#9a5b00",
    over="#3b1361",
    paid="#0b7a5a",
    recovered="#2270be",
    open="#9a5b00",
    expired="#33373e",
)
DARK = Palette(
    ground="#11161d",
    text="#e8ecf2",
    quiet="#a6b0be",
    line="#323a46",
    accent="#7ab8f5",
    warning="#ff8f80",
    below="#5a9bec",
    crossing="#f0b653",
    over="#f3dcff",
    paid="#3fbf93",
    recovered="#5a9bec",
    open="#f0b653",
    expired="#d5d9df",
)


def choose_palette(theme_type: str | None) -> Palette:
    """The palette of Streamlit's theme type ('light', 'dark'; light when unknown)."""
    return DARK if theme_type == "dark" else LIGHT


def name_marks(figure: Figure, marks: list[tuple[str, str]]) -> None:
    """Say above the plot which mark is what, each word in the colour of its mark: a legend that needs no look-up."""
    words = "   ".join(f'<span style="color:{colour}">{text}</span>' for text, colour in marks)
    figure.add_annotation(
        x=0, y=1, xref="paper", yref="paper", text=words, showarrow=False,
        xanchor="left", yanchor="bottom", yshift=6, font={"size": 13},
    )  # fmt: skip
    figure.update_layout(margin={"t": 34})


def blank_figure(palette: Palette, height: int) -> Figure:
    """An empty figure in house style: no legend, no toolbar, quiet grid, 13 px text."""
    layout = {"template": _template(palette), "height": height, "margin": {"l": 8, "r": 8, "t": 8, "b": 8}}
    return Figure(layout={**layout, "dragmode": False, "hovermode": "closest"})


def mark_months(figure: Figure, months: Iterable[Any], form: str, most: int = 6) -> None:
    """A time axis whose labels are months: each once where they are few, else about `most` of them."""
    known = sorted(set(months))
    figure.update_xaxes(tickformat=form, nticks=most, tickvals=known if len(known) <= most else None)


@lru_cache(maxsize=2)
def _template(palette: Palette) -> go.layout.Template:
    """Made once a theme; plotly validates every part of it."""
    axis = {
        "gridcolor": palette.line,
        "linecolor": palette.line,
        "showline": False,
        "zerolinecolor": palette.line,
        "automargin": True,
        # a chart is clicked, not moved: a finger on it scrolls the page
        "fixedrange": True,
        "tickfont": {"color": palette.quiet, "size": 12},
        "title": {"font": {"color": palette.quiet, "size": 13}},
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 13, "color": palette.text},
            "paper_bgcolor": palette.ground,
            "plot_bgcolor": palette.ground,
            "colorway": [palette.accent],
            "xaxis": axis,
            "yaxis": axis,
            "showlegend": False,
            # a clinic or provider without a name stands under its NPI, which is a name and no amount
            "autotypenumbers": "strict",
            "hoverlabel": {"bgcolor": palette.ground, "font": {"color": palette.text, "size": 13}},
        }
    )
