"""The table of practices as CSV and XLSX, with what its columns mean."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.export import Sheet, write_csv, write_workbook
from dashboard.components.headings import heading
from dashboard.components.table_download import XLSX
from dashboard.formats import format_count

MEANINGS = {
    "expiring_cents": "Expected allowed amount of open missing-KX denials whose filing deadline is near",
    "needs_kx_patients": "Active patients whose newest final lines were denied for missing KX",
    "review_providers": "Providers on the review list of the newest year",
    "recoverable_cents": "Expected allowed amount of open missing-KX denials",
    "lost_cents": "Expected allowed amount of missing-KX denials whose filing deadline has passed",
    "refused_files": "Files that were refused since the data folder began",
}


def show_downloads(table: pd.DataFrame, today: Any, *, is_synthetic: bool) -> None:
    """The count of rows and the same rows as files; they are made when a button is pressed."""
    name = f"kxwatch-portfolio{'-synthetic' if is_synthetic else ''}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(format_count(len(table), "row"), width="content")
        makers = {
            "csv": ("text/csv", partial(write_csv, table, is_synthetic=is_synthetic)),
            "xlsx": (XLSX, partial(_write_workbook, table, str(today)[:10], is_synthetic=is_synthetic)),
        }
        for kind, (mime, make) in makers.items():
            st.download_button(
                kind.upper(), make, f"{name}.{kind}", mime, key=f"portfolio_{kind}", on_click="ignore", type="tertiary"
            )


def _write_workbook(table: pd.DataFrame, today: str, *, is_synthetic: bool) -> bytes:
    headings = {column: heading(column) for column in map(str, table)}
    facts = [("Counted on", today), ("Synthetic data", "yes" if is_synthetic else "no")]
    meanings = [(headings[column], column, MEANINGS.get(column, "")) for column in headings]
    return write_workbook(Sheet(table, headings, facts, meanings))
