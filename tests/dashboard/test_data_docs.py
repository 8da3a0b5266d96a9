"""The page of expectations: every expectation of the build, nothing loaded from elsewhere, no value of a person."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd

from dashboard.views.data_quality.data_docs import write_data_docs
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask

BUILD = pd.Series({"data_through_date": pd.Timestamp("2026-10-28"), "version": "1", "is_synthetic": False})


def test_the_page_offers_what_it_lists(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "data_quality")
    app.session_state["quality_table"] = "Expectations"
    app.run()
    assert not app.exception
    listed = next(table.value for table in app.dataframe if "judged_values" in table.value)
    assert listed["is_met"].all()
    assert {"source.service_line", "mart.line"} <= set(listed["table_name"])
    page = write_data_docs(listed, BUILD).decode("utf-8")
    assert page.count("<tr>") == len(listed) + listed["table_name"].nunique()
    assert f"{len(listed)} expectations, all met." in page


def test_the_page_holds_nobody_and_loads_nothing(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "data_quality")
    app.session_state["quality_table"] = "Expectations"
    app.run()
    listed = next(table.value for table in app.dataframe if "judged_values" in table.value)
    page = write_data_docs(listed, BUILD).decode("utf-8")
    assert not re.search(r"https?:|src=|href=|@import|url\(", page)
    told = ask(
        practice_home, "select unnest([patient_id, patient_name, beneficiary_key]) as person from mart.beneficiary"
    )
    assert [value for value in told["person"] if value and value in page] == []


def test_what_is_not_met_is_marked_and_text_stays_text() -> None:
    rows = pd.DataFrame(
        {
            "table_name": ["mart.line", "mart.line"],
            "column_names": ["pool", "<b>state</b>"],
            "expectation": ["are one of PT_SLP, OT", "are one of a & b"],
            "severity": ["critical", "warning"],
            "judged_values": [3, 500],
            "is_sample": [False, True],
            "is_met": [False, True],
            "unexpected_rows": [1_000, 0],
        }
    )
    page = write_data_docs(rows, BUILD).decode("utf-8")
    assert "2 expectations, 1 not met." in page
    assert '<tr class="not-met"><td>pool</td>' in page
    assert '<td class="number">1,000</td>' in page
    assert "&lt;b&gt;state&lt;/b&gt;" in page
    assert "500 (sample)" in page
    body = page[page.index("<table>") : page.index("</table>") + len("</table>")]
    assert len(ElementTree.fromstring(body).findall("tbody/tr")) == 2
