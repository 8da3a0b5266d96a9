"""Every download of every page holds all rows of what is asked, says what it is narrowed to, and names no patient."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import fastexcel
import pytest
import streamlit as st

from dashboard.components.table_download import ACCOUNT, KEY
from tests.dashboard.conftest import ShowPage
from tests.dashboard.every_query import list_identifiers
from tests.dashboard.sample_practice import ask_number, ask_text

TABS: dict[str, list[dict[str, str]]] = {
    "overview": [{}],
    "crossings": [{"period": "2026"}],
    "providers": [{"view": view} for view in ("patterns", "start", "measures", "course", "peers")],
    "time_to_threshold": [{}, {"view": "next"}],
    "denials": [
        {"view": view} for view in ("worklist", "kx-next", "services", "causes", "under-limit", "refunds", "measures")
    ],
    "before_the_claim": [{"view": view} for view in ("prior-use", "eligibility", "documentation")],
    "cases": [{"view": view} for view in ("cases", "queue", "notices")],
    "data_quality": [
        {"table": table} for table in ("Files", "Payments", "Checks", "Expectations", "Excluded", "Notes", "Providers")
    ],
}
# A batch of questions to the payer, in the columns that clearinghouses read.
INPUT = "eligibility-due"
FACTS = {"Table", "Period", "Clinic", "Provider", "Threshold category", "Payer", "Rows", "Data through"}


@dataclass
class Files:
    """The files behind every button that a page drew: name -> content."""

    found: dict[str, bytes] = field(default_factory=dict)

    def record(self, _label: str, data: Any, file_name: str, *_: Any, **__: Any) -> bool:
        """Stands where st.download_button stands, and presses the button at once."""
        if file_name.endswith((".csv", ".xlsx")) and callable(data):
            self.found[file_name] = data()
        return False


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    made = Files()
    monkeypatch.setattr("streamlit.download_button", made.record)
    monkeypatch.setattr("streamlit.expander", partial(st.expander, expanded=True))  # what is folded is a download too
    return made


def pair_files(found: dict[str, bytes]) -> Iterator[tuple[str, list[list[str]], Any]]:
    """The name of each table, its CSV as rows with the header, and its workbook."""
    for name, content in found.items():
        if name.endswith(".csv") and name.replace(".csv", ".xlsx") in found:
            text = content.decode("utf-8-sig")
            book = fastexcel.read_excel(found[name.replace(".csv", ".xlsx")])
            yield name, list(csv.reader(io.StringIO(text, newline=""))), book


def read_facts(book: Any) -> dict[str, str]:
    sheet = book.load_sheet("Filters", dtypes="string").to_pandas()
    return dict(zip(sheet["What"], sheet["Value"], strict=True))


def test_every_download_is_whole_says_its_filters_and_names_nobody(
    show: ShowPage, practice_home: Path, files: Files
) -> None:
    for view, addresses in TABS.items():
        for address in addresses:
            app = show(practice_home, view, **{"period": "all", **address})
            assert not app.exception, (view, address)
    identifiers = list_identifiers(practice_home)
    pairs = list(pair_files(files.found))
    assert len(pairs) > 30
    for name, rows, book in pairs:
        facts = read_facts(book)
        assert (name[:8], name[-14:]) == ("kxwatch-", "-synthetic.csv")
        assert facts.keys() >= FACTS, name
        assert int(facts["Rows"].replace(",", "")) == len(rows) - 1 == book.load_sheet("Rows").height, name
        assert INPUT in name or "patient_id" not in rows[0] or {KEY, ACCOUNT} <= set(rows[0]), name
        said = files.found[name].decode("utf-8-sig") + "".join(facts.values())
        assert not [value for value in identifiers if value in said], name


def test_a_provider_chosen_on_the_page_is_named_and_all_lines_are_there(
    show: ShowPage, practice_home: Path, files: Files
) -> None:
    busiest = "select provider_npi from mart.line where pool = 'PT_SLP' group by all order by count(*) desc"
    npi = ask_text(practice_home, busiest)
    show(practice_home, "providers", period="all", pool="PT_SLP", chosen=npi)
    lines = ask_number(
        practice_home, "select count(*) from mart.line where pool = 'PT_SLP' and provider_npi = $npi", npi=npi
    )
    assert lines > 400
    name, rows, book = next(pair for pair in pair_files(files.found) if "-lines-" in pair[0] and "early" not in pair[0])
    assert len(rows) - 1 == book.load_sheet("Rows").height == lines
    facts = read_facts(book)
    assert facts["Provider"] not in ("", "All providers")
    words = facts["Provider"].split(",")[0].lower()
    assert words in name
    assert "pt-and-slp" in name
    assert facts["Threshold category"] == "PT and SLP"
