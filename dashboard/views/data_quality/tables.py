"""The tables of the data quality page: files, payments, checks, exclusions and notes, one at a time."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from dashboard.components.export_scope import WHOLE_PRACTICE, narrowed_to
from dashboard.components.table import show_table
from dashboard.components.table_download import Whole
from dashboard.formats import format_count, format_dollars, format_month
from dashboard.state.filters import Filters
from dashboard.state.url_choice import Switch
from dashboard.views.data_quality.data_docs import write_data_docs
from dashboard.warehouse import rows

PAGE_ROWS = 500
FILTERED = "Payments"
ROSTER_HINT = (
    "Import a roster to give providers their names: a CSV or XLSX file with the columns `npi, name, discipline, "
    "clinic, active`. Discipline, clinic and active may be empty. The newest roster that names a provider is used."
)


def show_quality_tables(asked: Filters) -> None:
    """Show the table that is selected among TABLES, under the filters `asked`."""
    chosen = Switch("quality_table", dict(zip(TABLES, TABLES, strict=True)), "table").show("Details")
    with narrowed_to(**({} if chosen == FILTERED else WHOLE_PRACTICE)):
        TABLES[chosen](asked)


def _show_files(_: Filters) -> None:
    show_table(rows("file_list"), "files", alt="Imported files, refused ones first")


def _show_payments(asked: Filters) -> None:
    st.caption("Claim payments less provider adjustments equal the check or EFT, to the cent; differences first.")
    show_table(rows("payment_list", asked), "payments", alt="Payments with their sum of claims and adjustments")


def show_payments_of(asked: Filters, payee_npi: str, month: str) -> None:
    """The payments behind one mark of the time line: of one clinic in one month (ISO)."""
    first = date.fromisoformat(month)
    found = rows("payment_list", asked, payee_npi=payee_npi, period_start=first, period_end=first)
    total = format_dollars(int(found["payment_cents"].sum()))
    st.markdown(f"**Payments in {format_month(first)}**: {format_count(len(found), 'payment')}, {total}")
    show_table(found, "payments_of_month", alt="Payments of one clinic in one month")


def _show_checks(_: Filters) -> None:
    checks = rows("check_list")
    row = show_table(checks, "checks", alt="Checks of this build, open ones first", is_selectable=True)
    st.caption("Select a check to see its exceptions.")
    if row is not None:
        name = str(checks["check_name"].iloc[row])
        show_table(rows("check_offenders", check_name=name), "offenders", alt=f"What {name} found")


def _show_expectations(_: Filters) -> None:
    expectations = rows("expectation_list")
    if expectations.empty:
        st.caption("This data folder was built before expectations were recorded. The next build records them.")
        return
    st.caption("What each column may hold: code sets, formats, ranges, keys and links to other tables.")
    st.download_button(
        "Data docs (HTML)", partial(write_data_docs, expectations, rows("build_info").iloc[0]),
        "kxwatch-data-docs.html", "text/html", key="data_docs", on_click="ignore",
    )  # fmt: skip
    show_table(expectations, "expectations", alt="Expectations about the data, open ones first")


def _show_roster(_: Filters) -> None:
    st.caption(ROSTER_HINT)
    show_table(rows("roster_list"), "roster", alt="Providers of the roster and of the remittances")


def _show_set_aside(_: Filters) -> None:
    rules = rows("set_aside_rules")
    row = show_table(rules, "set_aside_rules", alt="Why rows were excluded", is_selectable=True)
    rule = None if row is None else str(rules["rule"].iloc[row])
    total = int(rules["set_aside_rows"].sum() if row is None else rules["set_aside_rows"].iloc[row])
    _show_paged("set_aside_list", "set_aside", total, "Excluded rows and claim payments", rule=rule)


def _show_notes(_: Filters) -> None:
    total = int(rows("quality_verdict").iloc[0]["file_notes"])
    _show_paged("file_note_list", "file_notes", total, "Notes on reading that change no figure")


def _show_paged(query_name: str, name: str, total: int, alt: str, **conditions: Any) -> None:
    """One page of a long table; the whole may have a hundred thousand rows."""
    pages = max(1, -(-total // PAGE_ROWS))
    number = st.pagination(pages, key=f"{name}_page") if pages > 1 else 1
    found = rows(query_name, **conditions, page_rows=PAGE_ROWS, offset_rows=(number - 1) * PAGE_ROWS)
    st.caption(f"Page {number} of {pages}; {total:,} total.")
    whole = Whole(total, partial(rows, query_name, **conditions, page_rows=total, offset_rows=0))
    show_table(found, name, alt=alt, whole=whole)


TABLES: dict[str, Callable[[Filters], None]] = {
    "Files": _show_files,
    "Payments": _show_payments,
    "Checks": _show_checks,
    "Expectations": _show_expectations,
    "Excluded": _show_set_aside,
    "Notes": _show_notes,
    "Providers": _show_roster,
}
