"""Lists the service lines behind a number; their count and sum equal the number that was clicked."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypedDict

import pandas as pd
import streamlit as st

from dashboard.components.evidence.panel import show_evidence
from dashboard.components.export_scope import ALL_MONTHS, narrowed_to
from dashboard.components.table import show_table
from dashboard.components.table_download import Whole, leave_out
from dashboard.formats import format_count, format_dollars
from dashboard.lookups import add_names, provider_name
from dashboard.state.filters import Filters, read_filters
from dashboard.warehouse import rows

# As many as paper shows of one table, so that the year of a patient prints whole.
PAGE_ROWS = 400
HIDDEN = ("service_line_key", "beneficiary_key")


class Conditions(TypedDict, total=False):
    """What a line has to be, each null when absent.

    `position` is 'below' or 'over', `is_early` early KX, `is_far` before the alert amount, `is_starting` the first
    service in `service_month`, `is_judged` not of a year that is not covered.
    """

    beneficiary_key: str | None
    service_month: date | None
    has_kx: bool | None
    position: str | None
    kx_finding: str | None
    is_early: bool | None
    is_far: bool | None
    is_starting: bool | None
    is_judged: bool | None


class Lines(Conditions, total=False):
    """Conditions, and what stands instead of a filter: null widens it to everything, what is absent leaves it."""

    provider_npi: str | None
    payee_npi: str | None
    payer_name: str | None
    pool: str | None
    period_start: date | None
    period_end: date | None


@dataclass(frozen=True)
class Account:
    """One patient's threshold category and year."""

    beneficiary_key: str
    pool: str
    calendar_year: int


def show_account(title: str, name: str, account: Account) -> None:
    """All lines of an account, whatever is filtered."""
    first, last = date(account.calendar_year, 1, 1), date(account.calendar_year, 12, 1)
    own: Lines = {"beneficiary_key": account.beneficiary_key, "pool": account.pool}
    everyone: Lines = {"provider_npi": None, "payee_npi": None, "payer_name": None}
    show_lines(title, name, {**own, **everyone, "period_start": first, "period_end": last})


def show_lines(title: str, name: str, wanted: Lines) -> None:
    """List final, accruing lines under the filters and as `wanted`, page by page; choosing one opens its evidence."""
    asked, parameters = read_filters(), dict.fromkeys(Conditions.__optional_keys__) | wanted
    total = rows("line_total", asked, **parameters).iloc[0]
    count = int(total["lines"])
    st.markdown(f"**{title}**: {format_count(count, 'line')}, {format_dollars(total['allowed_cents'])} allowed")
    if count == 0:
        return
    pages = -(-count // PAGE_ROWS)
    number = st.pagination(pages, key=f"{name}_page") if pages > 1 else 1
    found = rows("line_list", asked, **parameters, page_rows=PAGE_ROWS, offset_rows=(number - 1) * PAGE_ROWS)
    whole = Whole(count, partial(_read_all, asked, parameters, count))
    with narrowed_to(**_name_conditions(wanted)):
        chosen = show_table(add_names(found), name, alt=title, is_selectable=True, hidden=HIDDEN, whole=whole)
    if chosen is not None:
        show_evidence(str(found["service_line_key"].iloc[chosen]))


def _read_all(asked: Filters, parameters: dict[str, object], count: int) -> pd.DataFrame:
    """Every line of the list, for its downloads."""
    return leave_out(add_names(rows("line_list", asked, **parameters, page_rows=count, offset_rows=0)), HIDDEN)


def _name_conditions(wanted: Lines) -> dict[str, str]:
    """What a list of lines narrows or widens, in words; a patient is named by the key alone."""
    facts: dict[str, str] = {}
    everything = {"provider_npi": "All providers", "payee_npi": "All clinics", "payer_name": "All payers"}
    names = {"provider_npi": "Provider", "payee_npi": "Clinic", "payer_name": "Payer", "pool": "Threshold category"}
    for condition, value in wanted.items():
        if condition == "provider_npi" and value:
            facts["Provider"] = provider_name(str(value))
        elif condition in names:
            facts[names[condition]] = str(value) if value else everything.get(condition, "PT+SLP and OT")
        elif condition == "beneficiary_key" and value:
            facts["Patient key"] = str(value)
        elif condition in ("period_start", "service_month"):
            facts |= _name_period(wanted)
    return facts


def _name_period(wanted: Lines) -> dict[str, str]:
    if month := wanted.get("service_month"):
        return {"Period": f"{month:%Y-%m}"}
    first, last = wanted.get("period_start"), wanted.get("period_end")
    return {"Period": f"{first:%Y-%m} to {last:%Y-%m}" if first and last else ALL_MONTHS}
