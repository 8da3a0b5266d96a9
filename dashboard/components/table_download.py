"""The downloads beneath a table: all of its rows, typed, with what they are narrowed to in file name and Filters sheet.

Rows are read when a button is pressed, which is outside the run of the page.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from dashboard.access_log import logged_export
from dashboard.components.export import Sheet, write_csv, write_workbook
from dashboard.components.export_scope import list_facts, name_file
from dashboard.components.headings import heading, read_meanings
from dashboard.components.labels import put_in_words
from dashboard.formats import as_date, format_count
from dashboard.warehouse import rows

KEY, ACCOUNT = "beneficiary_key", "patient_control_number"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK_ROWS = 1_048_575
TOO_LONG = f"CSV only: a workbook holds at most {WORKBOOK_ROWS:,} rows"
NEWEST = "from the patient's newest service line"


@dataclass(frozen=True)
class Whole:
    """All rows of a table: how many there are, and how they are read when a file is made."""

    count: int
    read: Callable[[], pd.DataFrame]


def leave_out(table: pd.DataFrame, hidden: tuple[str, ...]) -> pd.DataFrame:
    """The rows without the columns that are for the page alone; the patient key stays."""
    return table.drop(columns=[column for column in hidden if column in table and column != KEY])


def show_downloads(whole: Whole, name: str, alt: str) -> None:
    """The count of rows, and the same rows as files; they are made when the button is pressed."""
    build = rows("build_info").iloc[0]
    is_synthetic = bool(build["is_synthetic"])
    facts = list_facts()
    said = {"Table": alt, **facts, "Rows": f"{whole.count:,}", **_describe_build(build)}
    file_name = name_file(name, facts, is_synthetic=is_synthetic)
    makers = {"csv": (partial(make_csv, whole, is_synthetic), "text/csv")}
    if whole.count <= WORKBOOK_ROWS:
        makers["xlsx"] = (partial(make_workbook, whole, said), XLSX)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{name}_downloads"):
        st.caption(format_count(whole.count, "row"), width="content")
        for kind, (make, mime) in makers.items():
            make_logged = logged_export(name, whole.count, make=as_reader(make))
            st.download_button(
                kind.upper(), make_logged, f"{file_name}.{kind}", mime,
                key=f"{name}_{kind}", on_click="ignore", type="tertiary",
            )  # fmt: skip
        if len(makers) == 1:
            st.caption(TOO_LONG, width="content")


def _describe_build(build: "pd.Series[Any]") -> dict[str, str]:
    through = as_date(build["data_through_date"])
    return {
        "Data through": "" if through is None else f"{through:%Y-%m-%d}",
        "kxwatch version": str(build["version"]),
        "Synthetic data": "yes" if build["is_synthetic"] else "no",
    }


def make_csv(whole: Whole, is_synthetic: bool) -> bytes:
    """All rows as CSV."""
    return write_csv(put_in_words(add_accounts(whole.read())), is_synthetic=is_synthetic)


def make_workbook(whole: Whole, facts: dict[str, str]) -> bytes:
    """All rows as a workbook with what they are narrowed to and what each column means."""
    found = whole.read()
    table = put_in_words(add_accounts(found))
    headings = {column: heading(column) for column in map(str, table)}
    meanings = read_meanings()
    said = facts | ({heading(ACCOUNT): NEWEST} if ACCOUNT in table and ACCOUNT not in found else {})
    definitions = [(headings[column], column, meanings.get(column, "")) for column in headings]
    return write_workbook(Sheet(table, headings, list(said.items()), definitions))


def add_accounts(table: pd.DataFrame) -> pd.DataFrame:
    """Rows about patients with the account number beside the key: where none is known of the row, the newest one."""
    if KEY not in table or ACCOUNT in table:
        return table
    known = rows("patient_accounts", beneficiary_keys=tuple(sorted(set(table[KEY].dropna()))))
    accounts = dict(zip(known[KEY], known[ACCOUNT], strict=True))
    named = table.copy()
    named.insert(int(table.columns.get_loc(KEY)) + 1, ACCOUNT, [accounts.get(key) for key in table[KEY]])  # type: ignore[arg-type]
    return named


def as_reader(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """`make` for the person of this page, with their scope and masking, wherever it is called."""
    context = get_script_run_ctx()

    def make_for_reader() -> bytes:
        with ThreadPoolExecutor(1, initializer=partial(add_script_run_ctx, None, context)) as one:
            return one.submit(make).result()

    return make_for_reader
