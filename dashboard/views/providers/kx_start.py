"""Where KX starts: marks by dollars before the threshold, the pattern that fits, patients and lines."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import draw_once, show_chart
from dashboard.components.export_scope import narrowed_to
from dashboard.components.line_list import Account, show_account
from dashboard.components.small_counts import without_small
from dashboard.components.table import show_table
from dashboard.lookups import add_names, read_rule
from dashboard.state.filters import Filters
from dashboard.views.providers.charts.kx_start import draw_starts, say_bin
from dashboard.views.providers.text import kx_start as words
from dashboard.warehouse import rows

BIN_CENTS = 5_000
KEPT = ("row_name",)
HIDDEN = ("beneficiary_key", "service_line_key")


def show_start(asked: Filters, _: pd.DataFrame) -> None:
    """Clinics and providers with the rule that fits; a mark or a row opens its patients, a patient the lines."""
    asked = replace(asked, calendar_year=_choose_year(asked))
    signatures = _name_rows(add_names(rows("kx_signatures", asked)))
    if not signatures["kx_accounts"].sum() and not signatures["institutional_kx_accounts"].sum():
        st.info("No patient has a KX line in these years.")
        return
    title = words.title_starts(signatures)
    bins = rows("kx_start_bins", asked, bin_cents=BIN_CENTS)
    figure = draw_once(draw_starts, signatures, bins, BIN_CENTS)
    mark = show_chart(title, figure, f"Marks by dollars. {title}", "kx_starts", is_selectable=True)
    st.caption(words.say_unknown(signatures, asked.calendar_year))
    table = words.arrange_signatures(signatures)
    fewest = read_rule("small_count_below")
    whole = without_small(table, "accounts", "kx_accounts", fewest, KEPT)
    row = show_table(table, "kx_signatures", alt="Where KX starts", is_selectable=True, whole=whole)
    _show_chosen(mark, None if row is None else str(signatures["row_key"].iloc[row]), signatures, asked)


def _choose_year(asked: Filters) -> int | None:
    """The year when the period lies in one, else all years: accounts are counted by year."""
    first, last = asked.period.start, asked.period.end
    return first.year if first and last and first.year == last.year else None


def _name_rows(signatures: pd.DataFrame) -> pd.DataFrame:
    """Rows with `is_clinic`, `row_key` (kind and NPI) and `row_name` with n of patients with KX."""
    named = signatures.copy()
    named["is_clinic"] = named["provider_npi"].isna()
    kinds = zip(named["is_clinic"], named["payee_npi"], named["provider_npi"], strict=True)
    named["row_key"] = [f"clinic {payee}" if is_clinic else f"provider {npi}" for is_clinic, payee, npi in kinds]
    names = zip(named["is_clinic"], named["payee_name"], named["provider_name"], named["kx_accounts"], strict=True)
    named["row_name"] = [
        f"{'Clinic ' if is_clinic else ''}{clinic if is_clinic else provider} ({count})"
        for is_clinic, clinic, provider, count in names
    ]
    return named


def _show_chosen(mark: list[Any], row_key: str | None, signatures: pd.DataFrame, asked: Filters) -> None:
    """The patients of a mark or of a row, whichever was chosen last; then the lines of one of them."""
    before = st.session_state.get("kx_start_offered")
    st.session_state["kx_start_offered"] = row_key
    if row_key is not None and (not mark or row_key != before):
        mark = [row_key, None, None]
    if mark:
        names = dict(zip(signatures["row_key"], signatures["row_name"], strict=True))
        _show_patients(mark, names.get(str(mark[0]), "").rpartition(" (")[0], asked)


def _show_patients(mark: list[Any], name: str, asked: Filters) -> None:
    """The patients behind a mark (row, amount, grade) or a whole row (amount and grade null), and one one's lines."""
    kind, _, npi = str(mark[0]).partition(" ")
    own = replace(asked, clinic=npi) if kind == "clinic" else replace(asked, provider=npi)
    low = None if mark[1] is None else int(mark[1])
    high, place = (None, "") if low is None else (low + BIN_CENTS, f", {say_bin(low, BIN_CENTS)}")
    found = add_names(_keep_grade(rows("kx_start_patients", own, from_cents=low, to_cents=high), mark[2]))
    title = words.title_patients(len(found), name, place)
    st.markdown(f"**{title}**".replace("$", "\\$"))
    with narrowed_to(**{kind.title(): name.removeprefix("Clinic ")}):
        row = show_table(found, "kx_start_patients", alt=title, is_selectable=True, hidden=HIDDEN)
    if row is None:
        return
    chosen = found.iloc[row]
    title = "Lines of this patient, threshold category and year, from all clinics and providers"
    account = Account(str(chosen["beneficiary_key"]), str(chosen["pool"]), int(chosen["calendar_year"]))
    show_account(title, "kx_start_lines", account)


def _keep_grade(found: pd.DataFrame, grade: str | None) -> pd.DataFrame:
    """Rows of one grade of marks; all for none."""
    if grade is None:
        return found
    is_known = found["prior_use_grade"] != "unknown"
    kept = {"institutional": found["is_institutional"], "known": is_known, "unknown": ~is_known}[grade]
    apart = found["is_institutional"] == (grade == "institutional")
    return found[kept & apart].reset_index(drop=True)
