"""One patient's page: the running amount of a threshold category and year, and its lines."""

import pandas as pd
import streamlit as st

from dashboard.components.chart import read_palette, show_chart
from dashboard.components.evidence.panel import show_evidence
from dashboard.components.line_list import Account, show_account
from dashboard.components.print_download import show_print
from dashboard.components.table import show_table
from dashboard.formats import POOL_NAMES, format_count, format_dollars
from dashboard.lookups import add_names
from dashboard.state.url_choice import Switch, go_to, read_address
from dashboard.views.crossings.charts.patient import draw_steps
from dashboard.views.crossings.text import (
    say_crossing,
    say_crossing_line,
    say_needs_kx,
    say_orders,
    say_position,
    say_prior_use,
    say_uncovered,
)
from dashboard.warehouse import rows

HIDDEN = ("service_line_key", "order_basis", "prior_use_grade", "prior_use_needed_cents")


def read_chosen_patient() -> str | None:
    """The beneficiary key that the address asks for."""
    return read_address("patient")


def choose_patient(beneficiary_key: str, pool: str, calendar_year: int) -> None:
    """Open a patient's page; the address carries a key that means nothing outside this home."""
    go_to({"patient": beneficiary_key, "account": f"{pool}-{calendar_year}"})
    st.rerun()


def show_patient(beneficiary_key: str) -> None:
    """The step chart of one pool and year, the crossing in a sentence, and the lines with their evidence."""
    st.button("← All patients", on_click=_leave, type="tertiary")
    if rows("patient_names", beneficiary_keys=(beneficiary_key,)).empty:
        st.title("Patient", anchor=False)
        st.info("This patient is not in the current data. The link may be from another data folder.")
        return
    named = add_names(pd.DataFrame({"beneficiary_key": [beneficiary_key]})).iloc[0]
    st.title(f"{named['patient_name']} · {named['patient_id']}", anchor=False)
    accounts = rows("patient_pools", beneficiary_key=beneficiary_key, order_basis="received")
    if accounts.empty:
        st.header("No line of this patient counts toward a KX threshold.", anchor=False)
    else:
        year = accounts.iloc[_choose_account(accounts)]
        _show_prints(beneficiary_key, year)
        _show_year(beneficiary_key, year)
    _show_uncounted(beneficiary_key)


def _show_prints(beneficiary_key: str, year: pd.Series) -> None:
    """The patient file and the review packet of the chosen threshold category and year."""
    account = f"--pool={year['pool']}", f"--year={int(year['calendar_year'])}"
    with st.container(horizontal=True):
        show_print("Print the patient file", "patient-file", "patient", beneficiary_key, *account)
        show_print("Print the review packet", "review-packet", "packet", beneficiary_key, *account)


def _leave() -> None:
    go_to({"patient": None, "account": None})


def _choose_account(accounts: pd.DataFrame) -> int:
    """The pool and year that the address asks for, else the newest; a switch where there are several."""
    codes = [f"{row['pool']}-{row['calendar_year']}" for _, row in accounts.iterrows()]
    if len(codes) == 1:
        return 0
    words = {code: f"{POOL_NAMES[code.rpartition('-')[0]]} {code.rpartition('-')[2]}" for code in codes}
    return codes.index(Switch("account", words).show("Threshold category and year"))


def _show_year(beneficiary_key: str, year: pd.Series) -> None:
    account = Account(beneficiary_key, str(year["pool"]), int(year["calendar_year"]))
    positions = rows("patient_positions", **vars(account))
    _say_year(beneficiary_key, year, positions)
    lines = format_count(int(year["lines"]), "line")
    title = f"{format_dollars(year['own_accrued_cents'])} allowed at this practice on {lines}"
    alt = f"Steps of the running allowed amount. {say_position(year)} {say_crossing(year, positions)}"
    dot = show_chart(title, draw_steps(positions, year, read_palette()), alt, "steps", is_selectable=True)
    st.caption(
        "Solid: order received by Medicare. Light: date of service. "
        "Filled dots: KX (blue: below the threshold). Small dots: no KX. Rings: denied. Select a point to see its "
        "evidence."
    )
    if dot:
        show_evidence(str(dot[0]), "steps")
    with st.expander("View data, in both orders"):
        show_table(positions, "patient_steps", alt="Running amount line by line, in both orders", hidden=HIDDEN)
    _show_prior_use(account)
    title = "Lines of this year and threshold category, all clinics and providers of the practice"
    show_account(title, "patient_lines", account)


def _show_prior_use(account: Account) -> None:
    """Every eligibility response about the patient, with its file and segment."""
    answers = rows("prior_use_answers", **vars(account))
    if len(answers):
        with st.expander(f"Prior-use source: {format_count(len(answers), 'answer')}"):
            show_table(answers, "prior_use_answers", alt="Prior-use answers with file and segment")


def _say_year(beneficiary_key: str, year: pd.Series, positions: pd.DataFrame) -> None:
    """Position, crossing, order and prior use in words."""
    st.header(say_position(year), anchor=False)
    words = [say_needs_kx(year), say_crossing(year, positions)]
    if not pd.isna(year["kx_crossing_line_key"]):
        words.append(say_crossing_line(rows("evidence_line", service_line_key=year["kx_crossing_line_key"]).iloc[0]))
    others = rows("patient_pools", beneficiary_key=beneficiary_key, order_basis="service_date")
    same = (others["pool"] == year["pool"]) & (others["calendar_year"] == year["calendar_year"])
    words += [say_orders(year, others[same].iloc[0]), say_prior_use(year), say_uncovered(year)]
    st.markdown(" ".join(word for word in words if word))


def _show_uncounted(beneficiary_key: str) -> None:
    """Lines that count toward no threshold, of all years: other payers' answers, and services that are not therapy."""
    found = rows("patient_uncounted", beneficiary_key=beneficiary_key)
    if found.empty:
        return
    title = f"Not counted toward a threshold: {format_count(len(found), 'line')}"
    st.markdown(f"**{title}**, all years. Only therapy lines (GP, GO or GN) that Medicare Part B processed count.")
    named = add_names(found)
    chosen = show_table(named, "patient_uncounted", alt=title, is_selectable=True, hidden=HIDDEN)
    if chosen is not None:
        show_evidence(str(found["service_line_key"].iloc[chosen]), "uncounted")
