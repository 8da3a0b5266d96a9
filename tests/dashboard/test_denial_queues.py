"""Refunds and patients who need KX next, as queues over a practice of one patient; the tab that an owner sees first."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import accounts
from dashboard.views.crossings.caseload import find_group
from dashboard.views.denials.text.refunds import say_refund
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask_query


def read_words(app: AppTest) -> str:
    assert not app.exception, app.exception
    parts = [*app.header, *app.markdown, *app.caption, *app.info]
    return "\n".join(str(part.value) for part in parts).replace("\\$", "$")


def test_a_patient_in_treatment_needs_kx_next_and_opens_to_the_denied_lines(show: ShowPage, one_patient: Path) -> None:
    account = ask_query(one_patient, "kx_next_patients").iloc[0]
    app = show(one_patient, "denials", view="kx-next", record=str(account["account_key"]))
    said = read_words(app)
    assert "**Still in treatment: 1 patient.** The newest lines were denied for missing KX (CO-119)." in said
    assert "1 patient-threshold record, $" in said
    assert (
        "PT and SLP 2026: 3 newest lines denied for missing KX, last on Jan 20, 2026. Last visit Jan 12, 2026" in said
    )
    queue, lines = (table.value for table in app.dataframe)
    assert list(queue["denied_missing_lines"]) == [len(lines)] == [3]


def test_a_card_of_the_overview_counts_the_patients_of_the_group_that_it_opens(
    one_patient: Path, practice_home: Path
) -> None:
    groups = {"missing_patients": "missing", "approaching": "approaching", "over_medical_review": "over_medical"}
    counted = 0
    for home in (one_patient, practice_home):
        asked = {"calendar_year": 2026, "since_date": date(2026, 1, 1)}
        card = ask_query(home, "decision_patients", **asked).iloc[0]
        patients = ask_query(home, "crossing_patients", **asked)
        found = {figure: find_group(patients, group)["beneficiary_key"].nunique() for figure, group in groups.items()}
        assert {figure: int(card[figure]) for figure in groups} == found
        counted += sum(found.values())
    assert counted > 0


def test_nobody_needs_kx_next_is_said(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", view="kx-next")
    shown = len(ask_query(practice_home, "kx_next_patients"))
    assert ("nobody is known to need KX" in read_words(app)) == (shown == 0)


def test_a_refund_is_one_row_a_claim_and_opens_its_lines(show: ShowPage, one_patient: Path) -> None:
    claim_row = ask_query(one_patient, "refund_claims").iloc[0]
    app = show(one_patient, "denials", view="refunds", refund=str(claim_row["claim_key"]))
    said = read_words(app)
    assert "**1 claim, $150.00** assigned to patients. Select a row to open it." in said
    assert "$150.00 on 1 line assigned to the patient on Jan 20, 2026, 283 days ago." in said
    assert [len(table.value) for table in app.dataframe] == [1, 1]
    later = claim_row.astype("object")
    later["recovered_lines"] = 2
    assert say_refund(later).endswith("2 lines were allowed later: what the patient paid for them must be refunded.")


def test_the_biller_sees_two_claims_and_an_owner_the_summary(
    show: ShowPage, one_patient: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = show(one_patient, "denials")
    assert app.segmented_control(key="part").value == "worklist"
    assert "2 expire later. **2 claims, $0.00** estimated" in read_words(app)
    owner = accounts.Account("rosa", "owner", (), "1")
    monkeypatch.setattr("dashboard.views.denials.tabs.find_viewer", lambda: owner)
    app = show(one_patient, "denials")
    assert app.segmented_control(key="part").value == "summary"
    assert "view" not in app.query_params
    assert "By clinic: " in read_words(app)
