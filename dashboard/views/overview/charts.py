"""Draws the four trends of the overview, over the last two years."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import each_row, format_dollars_rounded, format_month, format_share
from dashboard.theme import Palette, blank_figure, mark_months, name_marks

HEIGHT = 190
FAINT = 0.45


@dataclass(frozen=True)
class Share:
    """The columns of a share: what is counted, of how many, and the one by the other."""

    part: str
    whole: str
    ratio: str


EARLY = Share("early_kx_lines", "kx_lines", "early_kx_ratio")
RECOVERED = Share("recovered_services", "denied_services", "recovered_ratio")


def draw_crossings(trend: pd.DataFrame, palette: Palette) -> Figure:
    """Bars: patients and pools that crossed the KX threshold, by month. Rows of trends.read_trends()."""
    hover = [f"{format_month(row.trend_month)}: {row.crossings} crossed" for row in each_row(trend)]
    figure = _bars(trend, [("crossings", palette.crossing)], [hover], palette)
    _add_typical(figure, list(trend.loc[trend["is_complete"], "crossings"]), palette, str)
    return figure


def draw_leakage(trend: pd.DataFrame, palette: Palette) -> Figure:
    """Stacked bars in cents, labels in dollars: missing-KX denials by month of first denial, expired beneath open."""
    hovers = [
        [
            f"{format_month(row.trend_month)}: {format_dollars_rounded(row.expired_cents)} expired"
            for row in each_row(trend)
        ],
        [f"{format_month(row.trend_month)}: {format_dollars_rounded(row.open_cents)} open" for row in each_row(trend)],
    ]
    figure = _bars(trend, [("expired_cents", palette.expired), ("open_cents", palette.open)], hovers, palette)
    name_marks(figure, [("■ open", palette.open), ("■ expired", palette.expired)])
    top = int((trend["expired_cents"] + trend["open_cents"]).max())
    figure.update_yaxes(tickvals=[0, top], ticktext=["$0", format_dollars_rounded(top)])
    return figure


def draw_below_share(trend: pd.DataFrame, palette: Palette) -> Figure:
    """Line: share of KX lines that are early, by month of service; a month without KX lines is a gap."""
    figure = _shares(trend, EARLY, "KX lines early", palette.below, palette)
    _add_usual_share(figure, trend, EARLY, palette)
    return figure


def draw_recovery(trend: pd.DataFrame, palette: Palette) -> Figure:
    """Line: share of missing-KX denials recovered by now, by month of first denial; young months are still running."""
    figure = _shares(trend, RECOVERED, "services recovered", palette.recovered, palette)
    _add_usual_share(figure, trend, RECOVERED, palette)
    return figure


def _bars(
    trend: pd.DataFrame, columns: Sequence[tuple[str, str]], hovers: Sequence[list[str]], palette: Palette
) -> Figure:
    """Bars by month; the month that is still filling is faint."""
    figure = blank_figure(palette, HEIGHT)
    strength = [1.0 if complete else FAINT for complete in trend["is_complete"]]
    for (column, colour), hover in zip(columns, hovers, strict=True):
        marker = {"color": colour, "opacity": strength}
        figure.add_trace(
            go.Bar(
                x=trend["trend_month"],
                y=trend[column],
                marker=marker,
                customdata=_months(trend),
                hovertext=hover,
                hoverinfo="text",
                name=column,
            )
        )
    figure.update_layout(barmode="stack", bargap=0.25)
    if not trend[[name for name, _ in columns]].to_numpy().any():
        figure.update_yaxes(range=[0, 1], tickvals=[0])
    _lay_out_months(figure, trend)
    return figure


def _shares(trend: pd.DataFrame, share: Share, words: str, colour: str, palette: Palette) -> Figure:
    """A line of shares with a dot a month; hover gives n."""
    figure = blank_figure(palette, HEIGHT)
    pairs = list(zip(trend["trend_month"], trend[share.part], trend[share.whole], strict=True))
    shares = trend[share.ratio].astype(object).where(trend[share.ratio].notna(), None)
    figure.add_trace(
        go.Scatter(
            x=trend["trend_month"],
            y=list(shares),
            mode="lines+markers",
            name=words,
            line={"color": colour, "width": 2},
            customdata=_months(trend),
            marker={"size": 6, "opacity": [1.0 if complete else FAINT for complete in trend["is_complete"]]},
            hovertext=[f"{format_month(month)}: {format_share(some, all_)} {words}" for month, some, all_ in pairs],
            hoverinfo="text",
        )
    )
    figure.update_yaxes(range=[-0.03, 1.05], tickformat=".0%", tickvals=[0, 0.5, 1])
    _lay_out_months(figure, trend)
    return figure


def _add_usual_share(figure: Figure, trend: pd.DataFrame, share: Share, palette: Palette) -> None:
    """The median of the complete months that have a share."""
    known = trend.loc[trend["is_complete"], share.ratio].dropna()
    _add_typical(figure, list(known), palette, lambda share: f"{share:.0%}")


def _months(trend: pd.DataFrame) -> list[list[str]]:
    """The month of each mark (ISO), so that a click opens its rows."""
    return [[f"{month:%Y-%m-%d}"] for month in trend["trend_month"]]


def _lay_out_months(figure: Figure, trend: pd.DataFrame) -> None:
    """Margins are fixed here: four pictures that measure themselves twice keep a person waiting."""
    figure.update_xaxes(showgrid=False, automargin=False)
    mark_months(figure, trend["trend_month"], "%b %y")
    figure.update_yaxes(nticks=4, automargin=False)
    figure.update_layout(margin={"l": 48, "b": 26})


def _add_typical(figure: Figure, values: list[Any], palette: Palette, write: Any) -> None:
    """The median of the complete months, as a labelled line: what a usual month looks like."""
    if not values:
        return
    middle = pd.Series(values).median()
    text = write(int(middle)) if float(middle).is_integer() and middle > 1 else write(middle)
    figure.add_hline(
        y=middle,
        line={"color": palette.quiet, "dash": "dot", "width": 1},
    )
    figure.add_annotation(
        x=1, xref="paper", y=middle, text=f"median<br>{text}", showarrow=False, xanchor="left", xshift=4,
        align="left", font={"size": 12, "color": palette.quiet},
    )  # fmt: skip
    figure.update_layout(margin={"r": 58})
