"""Public peers: our share of lines with KX by procedure, beside what CMS publishes of all Medicare contractors."""

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, show_chart
from dashboard.components.table import show_table
from dashboard.state.filters import ALL, Filters
from dashboard.state.url_choice import Switch
from dashboard.views.providers.charts.peers import draw_peers
from dashboard.views.providers.text import peers as words
from dashboard.warehouse import rows

MOST_PROCEDURES = 12


def show_peers(asked: Filters, _: pd.DataFrame) -> None:
    """The band of the newest year and the chosen specialty, our dots, the table, and what it cannot say."""
    specialties = rows("peer_specialties")
    if specialties.empty:
        st.info(words.EMPTY)
        return
    compared = rows("procedure_kx", asked, specialty=_choose_specialty(specialties))
    title = words.title_peers(compared)
    year = specialties["calendar_year"].iloc[0]
    figure = draw_once(draw_peers, compared.head(MOST_PROCEDURES))
    show_chart(title, figure, f"Dots and bands. {title}.", "peers")
    st.caption(f"Public file, {'year not stated' if pd.isna(year) else int(year)}. {words.CAVEATS}")
    st.caption(words.say_carriers(compared))
    show_table(compared, "peers", alt="Our KX shares and the public ones by procedure", hidden=("carrier_numbers",))


def _choose_specialty(specialties: pd.DataFrame) -> str | None:
    """A specialty of the file, null for all of them together."""
    named = {code: words.name_specialty(code) for code in specialties["specialty_code"].dropna()}
    chosen = Switch("specialty", {ALL: words.name_specialty(None)} | named).show_list("Specialty", width=260)
    return None if chosen == ALL else chosen
