"""The work list: its sums are those of the open services, it says why and what to do, and nothing about patients."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fastexcel
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.export import Sheet, write_csv, write_workbook
from dashboard.components.labels import put_in_words
from dashboard.views.denials.text.worklist import say_first, say_priority, say_worklist
from dashboard.views.denials.worklist import COLUMNS, arrange_worklist
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask, ask_number, ask_query

OF_PATIENTS = {"patient_id", "patient_name", "beneficiary_key", "patient_control_number", "service_line_key"}
SERVICE: dict[str, Any] = {
    "payer_claim_control_number": "2617", "line_number": 2, "procedure_code": "97110", "modifier_to_add": "KX",
    "route_category": "clerical_error_reopening", "channel": "portal or phone", "open_cents": 9_585,
    "route_last_date": pd.Timestamp("2027-04-08"), "route_days_left": 162, "estimated_cents": 9_585,
    "likely_cents": 2_949, "recovery_ratio": 0.3077, "pace_category": "missing_kx",
    "denial_category": "missing_kx", "has_notice": False,
}  # fmt: skip


def worklist_of(app: AppTest) -> pd.DataFrame:
    found: pd.DataFrame = next(table.value for table in app.dataframe if "priority_rank" in table.value)
    return found


def read_words(app: AppTest) -> str:
    return "\n".join(str(part.value) for part in [*app.header, *app.markdown, *app.caption, *app.info]).replace(
        "\\$", "$"
    )


@pytest.mark.parametrize("category", [None, "missing_kx", "documentation"])
def test_the_list_is_the_open_bar_to_the_cent(practice_home: Path, category: str | None) -> None:
    listed = ask_query(practice_home, "denial_worklist", category=category)
    totals = ask_query(practice_home, "denial_totals", category=category).iloc[0]
    assert len(listed) == totals["open"] > 0
    assert listed["open_cents"].sum() == totals["open_cents"]
    assert listed["priority_rank"].is_monotonic_increasing


def test_a_period_narrows_list_and_bar_alike(practice_home: Path) -> None:
    for month in ask(practice_home, "select distinct first_denied_month as m from mart.denial where state = 'open'")[
        "m"
    ]:
        listed = ask_query(practice_home, "denial_worklist", period_start=month, period_end=month)
        totals = ask_query(practice_home, "denial_totals", period_start=month, period_end=month).iloc[0]
        assert (len(listed), listed["open_cents"].sum()) == (totals["open"], totals["open_cents"])


def test_the_page_opens_with_the_work_list(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", period="all", reason="every")
    assert not app.exception
    listed = worklist_of(app)
    assert len(listed) == ask_number(practice_home, "select count(*) from mart.denial where is_loss and state = 'open'")
    assert "First: claim " + str(listed["payer_claim_control_number"].iloc[0]) in read_words(app)
    assert listed["reason_for_place"].str.len().min() > 0
    assert not OF_PATIENTS & set(listed)


def test_nothing_about_the_patient_even_when_identifiers_are_shown(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", period="all", reason="every")
    app.toggle(key="identifiers_shown").set_value(True).run()
    said = worklist_of(app).to_csv() + read_words(app)
    for column in ("patient_id", "patient_name", "beneficiary_key"):
        known = ask(practice_home, "from mart.beneficiary")[column].dropna()
        assert not [value for value in known if str(value) in said]


@pytest.fixture
def leaving(practice_home: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """What a biller takes away: the rows as the files hold them."""
    monkeypatch.setenv("KXWATCH_HOME", str(practice_home))
    return put_in_words(arrange_worklist(ask_query(practice_home, "denial_worklist")))


def test_the_files_hold_what_a_biller_needs_and_no_patient(leaving: pd.DataFrame) -> None:
    assert list(leaving) == COLUMNS
    assert not OF_PATIENTS & set(leaving)
    read = list(csv.DictReader(io.StringIO(write_csv(leaving, is_synthetic=True).decode("utf-8-sig"))))
    assert len(read) == len(leaving)
    assert {row["modifier_to_add"] for row in read} == {"", "KX"}
    assert all(row["estimate_basis"].startswith("estimate: ") for row in read if row["estimated_dollars"])
    assert all(row["route_last_date"].count("-") == 2 for row in read if row["route_category"])


def test_the_workbook_is_typed_and_runs_nothing(leaving: pd.DataFrame) -> None:
    content = write_workbook(Sheet(leaving, {column: column for column in COLUMNS}, [], []))
    read = fastexcel.read_excel(content).load_sheet("Rows").to_pandas()
    for column in ("priority_rank", "line_number", "route_days_left", "open_cents", "charge_cents"):
        assert read[column].dtype.kind in "fi", column
    for column in ("route_last_date", "first_denied_date", "deadline_date"):
        assert read[column].dtype.kind == "M", column
    assert {type(value) for value in read["payer_claim_control_number"]} == {str}
    assert round(read["open_cents"].sum() * 100) == leaving["open_cents"].sum()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [ElementTree.fromstring(parts.read(n)) for n in parts.namelist() if n.startswith("xl/worksheets/s")]
    assert not [sheet for sheet in sheets if sheet.findall(".//{*}f") or sheet.findall(".//{*}hyperlink")]


def test_a_place_is_given_with_its_reason() -> None:
    said = say_priority(pd.Series(SERVICE))
    assert said == "expected $95.85 × 31% of missing KX denials this old still recovered in time"
    assert say_priority(pd.Series(SERVICE | {"likely_cents": 0})).endswith("so low priority")
    assert "no estimate" in say_priority(pd.Series(SERVICE | {"estimated_cents": pd.NA}))
    assert "no correction route remains" in say_priority(pd.Series(SERVICE | {"route_category": None}))


def test_the_first_step_is_said_as_one_tells_it() -> None:
    assert say_first(pd.Series(SERVICE)) == (
        "First: claim 2617, line 2 (97110): add KX if the chart supports it; clerical error reopening, "
        "portal or phone, file by Apr 8, 2027, 162 days left; expected $95.85."
    )


def test_services_without_a_way_are_counted() -> None:
    listed = pd.DataFrame([SERVICE, SERVICE | {"route_category": None, "likely_cents": None}])
    said = say_worklist(listed)
    assert said.startswith("**2 open services, $191.70 expected.** At current recovery rates, about $29 is")
    assert said.endswith("No correction route remains for 1 service, listed last.")
