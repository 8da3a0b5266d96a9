"""The queue of claims: its sums are those of the open services, it says what to do and why, and names no patient."""

import csv
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fastexcel
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.casebook import ClaimWork
from dashboard.components.export import Sheet, write_csv, write_workbook
from dashboard.components.labels import put_in_words
from dashboard.views.denials.claim_work import put_together
from dashboard.views.denials.claims import CLAIMS, LINE_COLUMNS, arrange_claims, arrange_lines
from dashboard.views.denials.text.claims import NO_ROUTE, say_claim, say_claims, say_priority, say_what_to_do, say_work
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import TODAY, ask, ask_number, ask_query

OF_PATIENTS = {"patient_id", "patient_name", "beneficiary_key", "service_line_key"}
LINE: dict[str, Any] = {
    "modifier_to_add": "KX", "route_category": "clerical_error_reopening", "open_cents": 9_585,
    "estimated_cents": 9_585, "likely_cents": 2_949, "recovery_ratio": 0.3077, "pace_category": "missing_kx",
    "denial_category": "missing_kx",
}  # fmt: skip
CLAIM: dict[str, Any] = {
    "payer_claim_control_number": "2617", "lines": 2, "service_date": pd.Timestamp("2026-03-02"),
    "through_service_date": pd.Timestamp("2026-03-05"), "denial_category": "missing_kx", "modifier_to_add": "KX",
    "route_category": "clerical_error_reopening", "channel": "portal or phone", "routes": 1, "open_cents": 9_585,
    "deadline_date": pd.Timestamp("2027-04-08"), "days_left": 162, "likely_cents": 2_949,
}  # fmt: skip


def claims_of(app: AppTest) -> pd.DataFrame:
    found: pd.DataFrame = next(table.value for table in app.dataframe if "what_to_do" in table.value)
    return found


def read_words(app: AppTest) -> str:
    parts = [*app.header, *app.markdown, *app.caption, *app.info]
    return "\n".join(str(part.value) for part in parts).replace("\\$", "$")


@pytest.mark.parametrize("category", [None, "missing_kx", "documentation"])
def test_claims_and_their_lines_are_the_open_bar_to_the_cent(practice_home: Path, category: str | None) -> None:
    totals = ask_query(practice_home, "denial_totals", category=category).iloc[0]
    claims = ask_query(practice_home, "denial_claims", category=category)
    lines = ask_query(practice_home, "denial_claim_lines", category=category)
    assert claims["lines"].sum() == len(lines) == totals["open"] > 0
    assert claims["open_cents"].sum() == lines["open_cents"].sum() == totals["open_cents"]
    for claim in claims.itertuples():
        own = ask_query(practice_home, "denial_claim_lines", category=category, claim_key=claim.claim_key)
        assert (len(own), own["open_cents"].sum()) == (claim.lines, claim.open_cents)


def test_one_row_is_one_claim(practice_home: Path) -> None:
    claims = ask_query(practice_home, "denial_claims")
    known = "select count(distinct (payer_name, payee_npi, payer_claim_control_number)) from mart.denial_worklist"
    assert len(claims) == claims["claim_key"].nunique() == ask_number(practice_home, known)


def test_deadlines_count_from_today_and_a_passed_route_gives_way(practice_home: Path) -> None:
    claims = ask_query(practice_home, "denial_claims")
    dated = claims[claims["deadline_date"].notna()]
    assert ((dated["deadline_date"] - pd.Timestamp(TODAY)).dt.days == dated["days_left"]).all()
    after = ask_query(practice_home, "denial_claims", today=dated["deadline_date"].min().date() + timedelta(days=1))
    assert after["days_left"].dropna().min() >= 0
    assert len(after) == len(claims)


def test_headline_and_overview_count_as_the_queue_does(practice_home: Path) -> None:
    claims = ask_query(practice_home, "denial_claims", category="missing_kx")
    nearest = ask_query(practice_home, "denial_nearest", category="missing_kx").iloc[0]
    assert (nearest["claims"], nearest["open_cents"]) == (len(claims), claims["open_cents"].sum())
    assert nearest["nearest_deadline"] == claims["deadline_date"].min()
    decided = ask_query(practice_home, "decision_denials", soon_days=60).iloc[0]
    assert (decided["open_services"], decided["open_cents"]) == (nearest["services"], nearest["open_cents"])
    assert decided["nearest_deadline"] == nearest["nearest_deadline"]


def test_the_page_opens_with_the_queue_and_all_months(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", reason="every", tab="all")
    assert not app.exception
    listed = claims_of(app)
    lines = ask_number(practice_home, "select count(*) from mart.denial where is_loss and state = 'open'")
    assert listed["lines"].sum() == lines
    assert list(listed["place"]) == list(range(1, len(listed) + 1))
    assert f"{len(listed)} claims, $" in read_words(app)
    assert not OF_PATIENTS & set(listed)


def test_tab_order_and_claim_are_in_the_address(show: ShowPage, practice_home: Path) -> None:
    key = ask_query(practice_home, "denial_claims", category="missing_kx")["claim_key"].iloc[-1]
    app = show(practice_home, "denials", sort="deadline", claim=str(key))
    assert claims_of(app)["deadline_date"].dropna().is_monotonic_increasing
    assert next(table.value for table in app.dataframe if "reason_for_place" in table.value).shape[0] > 0
    assert "No work is recorded on this claim." in read_words(app)
    app.segmented_control(key="claims_tab").set_value("highest").run()
    assert app.query_params["tab"] in ("highest", ["highest"])
    assert claims_of(app)["deadline_date"].is_monotonic_increasing
    app.selectbox(key="claims_sort_highest").set_value("value").run()
    assert "sort" not in app.query_params
    assert claims_of(app)["open_cents"].is_monotonic_decreasing


def test_a_claim_that_is_not_open_says_so(show: ShowPage, practice_home: Path) -> None:
    assert "is not in the queue" in read_words(show(practice_home, "denials", tab="all", claim="nobody"))


def test_nothing_about_the_patient_even_when_identifiers_are_shown(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", reason="every", tab="all")
    app.toggle(key="identifiers_shown").set_value(True).run()
    said = claims_of(app).to_csv() + read_words(app)
    for column in ("patient_id", "patient_name", "beneficiary_key"):
        known = ask(practice_home, "from mart.beneficiary")[column].dropna()
        assert not [value for value in known if str(value) in said]


@pytest.fixture
def leaving(practice_home: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """What a biller takes away: the rows as the files hold them."""
    monkeypatch.setenv("KXWATCH_HOME", str(practice_home))
    listed = arrange_claims(ask_query(practice_home, "denial_claims"))
    return put_in_words(listed[list(CLAIMS.columns)])


def test_the_files_hold_what_a_biller_needs_and_no_patient(leaving: pd.DataFrame) -> None:
    assert not OF_PATIENTS & set(leaving)
    read = list(csv.DictReader(io.StringIO(write_csv(leaving, is_synthetic=True).decode("utf-8-sig"))))
    assert len(read) == len(leaving)
    assert {row["what_to_do"].startswith("Add KX if the chart supports it; ") for row in read} == {True, False}
    assert all(row["deadline_date"].count("-") == 2 for row in read if row["what_to_do"] != NO_ROUTE)


def test_the_workbook_is_typed_and_runs_nothing(leaving: pd.DataFrame) -> None:
    content = write_workbook(Sheet(leaving, {column: column for column in map(str, leaving)}, [], []))
    read = fastexcel.read_excel(content).load_sheet("Rows").to_pandas()
    for column in ("lines", "days_left", "open_cents"):
        assert read[column].dtype.kind in "fi", column
    for column in ("deadline_date", "service_date", "first_denied_date"):
        assert read[column].dtype.kind == "M", column
    assert {type(value) for value in read["payer_claim_control_number"]} == {str}
    assert round(read["open_cents"].sum() * 100) == leaving["open_cents"].sum()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [ElementTree.fromstring(parts.read(n)) for n in parts.namelist() if n.startswith("xl/worksheets/s")]
    assert not [sheet for sheet in sheets if sheet.findall(".//{*}f") or sheet.findall(".//{*}hyperlink")]


def test_lines_are_arranged_for_a_biller(practice_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KXWATCH_HOME", str(practice_home))
    lines = arrange_lines(ask_query(practice_home, "denial_claim_lines"))
    assert list(lines) == LINE_COLUMNS
    assert lines["reason_for_place"].str.len().min() > 0


def test_the_work_on_a_claim_is_that_of_its_newest_line() -> None:
    claims = pd.DataFrame({"service_line_key": ["a", "b", "c"], "claim_key": ["1", "1", "2"]})
    work = {
        "a": ClaimWork("a", worked_date=date(2026, 11, 2), worked_by="Ann", seen=4),
        "b": ClaimWork("b", worked_date=date(2026, 11, 9), sent_date=date(2026, 11, 9), worked_by="Bo", seen=9),
        "c": ClaimWork("c", worked_date=date(2026, 11, 3), worked_by="Ann", seen=5),
    }
    found = put_together(work, claims).set_index("claim_key")
    assert list(found["worked_by"]) == ["Bo", "Ann"]
    assert found.loc["1", "sent_date"] == pd.Timestamp("2026-11-09")
    assert list(found["sent_date"].isna()) == [False, True]
    assert say_work(found.loc["1"]) == "Worked on Nov 9, 2026 by Bo, sent on Nov 9, 2026."
    assert put_together({}, claims.head(0)).empty


def test_a_priority_is_given_with_its_reason() -> None:
    said = say_priority(pd.Series(LINE))
    assert said == "expected $95.85 × 31% of missing KX denials this old still recovered in time"
    assert say_priority(pd.Series(LINE | {"likely_cents": 0})).endswith("so low priority")
    assert "no estimate" in say_priority(pd.Series(LINE | {"estimated_cents": pd.NA}))
    assert "no correction route remains" in say_priority(pd.Series(LINE | {"route_category": None}))


def test_a_claim_is_said_as_one_tells_it() -> None:
    assert say_claim(pd.Series(CLAIM)) == (
        "Claim 2617: 2 lines of Mar 2, 2026 to Mar 5, 2026, denied for missing KX. Add KX if the chart supports it; "
        "clerical error reopening. Submit via: portal or phone, by Apr 8, 2027, 162 days left. $95.85 estimated."
    )
    assert say_claim(pd.Series(CLAIM | {"routes": 2})).endswith("Its lines have different routes: see each line.")
    closed = CLAIM | {"route_category": None, "deadline_date": pd.NaT, "lines": 1, "routes": 0}
    assert "No correction route remains; check the remark codes. $95.85" in say_claim(pd.Series(closed))
    assert say_what_to_do(pd.Series(CLAIM | {"modifier_to_add": None})) == "Clerical error reopening"


def test_claims_without_a_route_are_counted() -> None:
    listed = pd.DataFrame([CLAIM, CLAIM | {"route_category": None, "likely_cents": None}])
    said = say_claims(listed)
    assert said == (
        "At current recovery rates, about $29 is likely recoverable. No correction route remains for 1 claim."
    )
