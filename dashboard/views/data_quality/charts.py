"""Draws when remittances arrived, and the disposition of every line."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import each_row, format_count, format_dollars_rounded, format_month
from dashboard.theme import Palette, blank_figure, mark_months

BALANCE = {
    "standing_in_pool": "final, counts toward a threshold",
    "standing_in_no_pool": "final, non-threshold",
    "taken_back": "reversed",
    "reversal": "reversals",
    "superseded": "replaced by later adjudication",
    "set_aside": "excluded, with a reason",
    "after_as_of": "after the as-of date",
}
ROW_HEIGHT = 30
MOST_CLINICS = 25


def pick_clinics(months: pd.DataFrame) -> list[str]:
    """The clinics that are drawn, at most MOST_CLINICS: first those with a month without payments, newest first."""
    absent = months[months["payments"] == 0].sort_values(["payment_month", "payee_name"], ascending=[False, True])
    return list(dict.fromkeys([*absent["payee_name"], *sorted(months["payee_name"])]))[:MOST_CLINICS]


def draw_arrivals(months: pd.DataFrame, palette: Palette) -> Figure:
    """One row a clinic, one mark a month: a filled square where payments arrived, a warning cross where none did.

    Rows of queries/payment_months.sql with payee_name, of which those of `pick_clinics` are drawn; customdata holds the
    clinic's NPI and the month (ISO).
    """
    clinics = sorted(pick_clinics(months), reverse=True)
    months = months[months["payee_name"].isin(clinics)]
    figure = blank_figure(palette, 60 + ROW_HEIGHT * len(clinics))
    arrived, absent = months[months["payments"] > 0], months[months["payments"] == 0]
    figure.add_trace(_marks(arrived, "payments arrived", "square", palette.accent))
    figure.add_trace(_marks(absent, "no payment", "x", palette.warning))
    figure.update_yaxes(categoryorder="array", categoryarray=clinics, showgrid=False, tickfont={"color": palette.text})
    figure.update_xaxes(showgrid=False)
    mark_months(figure, months["payment_month"], "%b %Y", most=8)
    return figure


def _marks(some: pd.DataFrame, words: str, symbol: str, colour: str) -> go.Scatter:
    return go.Scatter(
        x=some["payment_month"],
        y=some["payee_name"],
        mode="markers",
        name=words,
        marker={"symbol": symbol, "color": colour, "size": 10},
        customdata=[[row.payee_npi, f"{row.payment_month:%Y-%m-%d}"] for row in each_row(some)],
        hovertext=[
            f"{row.payee_name}<br>{format_month(row.payment_month)}: {format_count(row.payments, 'payment')}, "
            f"{format_count(row.claim_payments, 'claim payment')}, {format_dollars_rounded(row.payment_cents)}"
            for row in each_row(some)
        ],
        hoverinfo="text",
    )


def draw_line_balance(rows: pd.DataFrame, palette: Palette) -> Figure:
    """A bar of all lines read, and beneath it each part beginning where the one before ended, so that they add up.

    Rows of queries/line_balance.sql.
    """
    counts = dict(zip(rows["category"], rows["service_lines"], strict=True))
    parts = [int(counts.get(category, 0)) for category in BALANCE]
    starts = [sum(parts[:place]) for place in range(len(parts))]
    total = sum(parts)
    figure = blank_figure(palette, 40 + ROW_HEIGHT * (len(parts) + 1))
    colours = [palette.quiet, palette.accent, *[palette.quiet] * 4, palette.warning, palette.quiet]
    figure.add_trace(
        go.Bar(
            x=[total, *parts],
            base=[0, *starts],
            y=["lines read", *BALANCE.values()],
            orientation="h",
            marker={"color": colours},
            hovertext=[f"{words}: {count:,}" for words, count in _pairs(total, parts)],
            hoverinfo="text",
        )
    )
    for words, count in _pairs(total, parts):
        figure.add_annotation(
            x=1.01, xref="paper", y=words, text=f"{count:,}", showarrow=False, xanchor="left", font={"size": 13}
        )
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": palette.text, "size": 13})
    figure.update_xaxes(showgrid=False, showticklabels=False, range=[0, max(total, 1)])
    figure.update_layout(bargap=0.35, margin={"r": 70})
    return figure


def _pairs(total: int, parts: list[int]) -> list[tuple[str, int]]:
    return list(zip(["lines read", *BALANCE.values()], [total, *parts], strict=True))
