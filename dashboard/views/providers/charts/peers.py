"""Draws public peers: our KX share by procedure beside the band of Medicare contractors."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.figure import Figure
from dashboard.formats import each_row, format_share
from dashboard.theme import Palette, blank_figure, name_marks

ROW_HEIGHT = 30


def draw_peers(compared: pd.DataFrame, palette: Palette) -> Figure:
    """A gray band and a dot a procedure, most lines at the top; customdata holds the procedure.

    Rows of queries/procedure_kx.sql.
    """
    figure = blank_figure(palette, 96 + ROW_HEIGHT * len(compared))
    for row in each_row(compared.dropna(subset=["low_ratio"])):
        figure.add_trace(
            go.Scatter(
                x=[row.low_ratio, row.high_ratio], y=[row.procedure_code] * 2, mode="lines", name="band",
                line={"color": palette.line, "width": 14}, hoverinfo="text",
                hovertext=f"{row.procedure_code}: {row.low_ratio:.0%} to {row.high_ratio:.0%} between "
                f"{row.carriers_count:.0f} contractors ({row.services_count:,.0f} services)",
            )
        )  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=compared["kx_line_ratio"], y=compared["procedure_code"], mode="markers+text", name="own",
            marker={"color": palette.accent, "size": 11}, customdata=compared[["procedure_code"]].to_numpy(),
            text=[f"n {lines:,}" for lines in compared["lines"]], textposition="middle right", cliponaxis=False,
            textfont={"size": 12, "color": palette.quiet}, hoverinfo="text",
            hovertext=[
                f"{row.procedure_code}: {format_share(row.kx_lines, row.lines)} of our lines with KX"
                for row in each_row(compared)
            ],
        )
    )  # fmt: skip
    name_marks(figure, [("● our lines with KX", palette.accent), ("▬ between contractors", palette.quiet)])
    figure.update_xaxes(range=[-0.02, 1.12], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%")
    order = {"categoryorder": "array", "categoryarray": list(compared["procedure_code"])}
    figure.update_yaxes(autorange="reversed", showgrid=False, **order)
    return figure
