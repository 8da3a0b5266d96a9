"""Public peers: our share of lines with KX by procedure, beside what CMS publishes of all Medicare contractors."""

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, show_chart
from dashboard.components.table import show_table
from dashboard.state.filters import Filters
from dashboard.views.providers.charts.peers import draw_peers
from dashboard.views.providers.text import peers as words
from dashboard.warehouse import rows

MOST_PROCEDURES = 12


def show_peers(asked: Filters, _: pd.DataFrame) -> None:
    """The band of the newest year and the chosen specialty, our dots, the table, and what it cannot say."""
    bands = rows("peer_bands")
    if bands.empty:
        st.info(words.EMPTY)
        return
    newest = bands[bands["calendar_year"].eq(bands["calendar_year"].max())]
    newest = newest if len(newest) else bands
    band = _choose_specialty(newest)
    compared = compare(rows("procedure_kx", asked), band)
    title = words.title_peers(compared)
    year = newest["calendar_year"].iloc[0]
    figure = draw_once(draw_peers, compared.head(MOST_PROCEDURES))
    show_chart(title, figure, f"Dots and bands. {title}.", "peers")
    st.caption(f"Public file of {'a year it does not say' if pd.isna(year) else int(year)}. {words.CAVEATS}")
    st.caption(words.say_carriers(compared))
    show_table(compared, "peers", alt="Our KX shares and the public ones by procedure", hidden=("carrier_numbers",))


def compare(own: pd.DataFrame, band: pd.DataFrame) -> pd.DataFrame:
    """Our procedures, most lines first, with the columns of the band; a procedure without a band has blanks."""
    compared = own.merge(band.drop(columns=["specialty_code", "calendar_year"]), on="procedure_code", how="left")
    compared.insert(3, "kx_line_ratio", compared["kx_lines"] / compared["lines"])
    return compared


def _choose_specialty(bands: pd.DataFrame) -> pd.DataFrame:
    codes = [None, *sorted(bands["specialty_code"].dropna().unique())]
    chosen = st.selectbox("Specialty", codes, format_func=words.name_specialty, key="peer_specialty", width=260)
    return bands[bands["specialty_code"].isna() if chosen is None else bands["specialty_code"] == chosen]
