"""Draws exposure as intervals under named scenarios; axes are in cents, labels in dollars."""

import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import format_dollars_rounded, plain_text
from dashboard.theme import Palette, blank_figure
from pipelines.sampling.answer import Scenario

ROW_PIXELS = 40


def draw_exposure(scenarios: list[Scenario], palette: Palette) -> Figure:
    """One bar from the lower to the upper limit for each scenario, the own sample first and in the accent color."""
    figure = blank_figure(palette, 50 + ROW_PIXELS * len(scenarios))
    places = list(range(len(scenarios)))
    lows = [max(one["low_cents"], 0) for one in scenarios]
    widths = [max(one["high_cents"] - low, 0) for one, low in zip(scenarios, lows, strict=True)]
    colours = [palette.accent if place == 0 else palette.quiet for place in places]
    texts = [_describe(one) for one in scenarios]
    figure.add_trace(
        go.Bar(
            x=widths, base=lows, y=places, orientation="h", marker={"color": colours}, text=texts,
            textposition="outside", cliponaxis=False, customdata=[[plain_text(one["source"])] for one in scenarios],
            hovertemplate="%{text}<br>%{customdata[0]}<extra></extra>",
        )
    )  # fmt: skip
    names = [plain_text(one["name"]) for one in scenarios]
    figure.update_yaxes(tickvals=places, ticktext=names, range=[len(places) - 0.4, -0.6], showgrid=False)
    reach = max((one["high_cents"] for one in scenarios), default=0)
    figure.update_xaxes(range=[0, reach * 1.35 or 1], showticklabels=False, showgrid=False)
    figure.update_layout(bargap=0.5)
    return figure


def _describe(one: Scenario) -> str:
    low, high = format_dollars_rounded(max(one["low_cents"], 0)), format_dollars_rounded(one["high_cents"])
    return f"{low} to {high}"
