"""Crossings, time to threshold and denials as a person opens them: by default, with a choice, with nothing left."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask, ask_number

PAGES = {"crossings": "patients crossed", "time_to_threshold": "crossed", "denials": " lost, $"}


def words(app: AppTest) -> str:
    assert not app.exception, app.exception
    return " ".join(element.value for element in [*app.header, *app.markdown, *app.title, *app.info, *app.warning])


@pytest.mark.parametrize(("page", "answer"), list(PAGES.items()))
def test_a_page_answers_with_numbers_and_a_figure(practice_home: Path, show: ShowPage, page: str, answer: str) -> None:
    app = show(practice_home, page)
    assert answer in words(app)
    assert len(app.get("plotly_chart")) >= 1
    assert len(app.dataframe) >= 1


@pytest.mark.parametrize("page", list(PAGES))
def test_nothing_under_a_filter_says_what_to_lift(practice_home: Path, show: ShowPage, page: str) -> None:
    provider = ask(
        practice_home,
        "select provider_npi from mart.provider where provider_npi not in (select provider_npi from mart.denial) "
        "and provider_npi not in (select provider_npi from mart.crossing_provider where pool = 'OT')",
    )["provider_npi"]
    app = show(practice_home, page, provider=str(provider.iloc[0]), pool="OT")
    assert "Clear the provider or the threshold category filter" in words(app)
    assert not app.get("plotly_chart")


def chosen_patient(practice_home: Path) -> tuple[str, str]:
    found = ask(
        practice_home,
        "select beneficiary_key, pool, calendar_year from mart.threshold_crossing "
        "where order_basis = 'received' and kx_crossing_date is not null order by lines desc limit 1",
    ).iloc[0]
    return str(found["beneficiary_key"]), f"{found['pool']}-{found['calendar_year']}"


def test_a_link_opens_one_patient(practice_home: Path, show: ShowPage) -> None:
    patient, account = chosen_patient(practice_home)
    app = show(practice_home, "crossings", patient=patient, account=account)
    shown = words(app)
    assert "over the KX threshold" in shown
    assert "Crossing line:" in shown
    assert len(app.get("plotly_chart")) == 1


def test_a_patient_is_named_only_when_asked(practice_home: Path, show: ShowPage) -> None:
    patient, account = chosen_patient(practice_home)
    known = ask(practice_home, "select * from mart.beneficiary where beneficiary_key = $patient", patient=patient).iloc[
        0
    ]
    app = show(practice_home, "crossings", patient=patient, account=account)
    assert known["patient_id"] not in words(app)
    app.toggle(key="identifiers_shown").set_value(True).run()
    assert known["patient_id"] in words(app)


def test_a_patient_of_another_home_is_said_to_be_unknown(practice_home: Path, show: ShowPage) -> None:
    app = show(practice_home, "crossings", patient="nobody")
    assert "not in the current data" in words(app)


def test_a_patient_of_another_payer_has_a_page_with_all_lines(practice_home: Path, show: ShowPage) -> None:
    """Search finds every patient; one of an HMO has no account, but lines that a person may ask about."""
    found = ask(
        practice_home,
        "select beneficiary_key, count(*) as lines from mart.line where beneficiary_key not in "
        "(select beneficiary_key from mart.threshold_crossing) group by all order by all",
    ).iloc[0]
    app = show(practice_home, "crossings", patient=found["beneficiary_key"])
    assert "No line of this patient counts toward a KX threshold." in words(app)
    assert "not in the current data" not in words(app)
    assert len(app.title) == 1
    assert [len(table.value) for table in app.dataframe] == [found["lines"]]


def test_lines_that_do_not_count_stand_under_the_years_of_a_patient(practice_home: Path, show: ShowPage) -> None:
    found = ask(
        practice_home,
        "select beneficiary_key, count(*) filter (where pool is null) as uncounted from mart.line "
        "group by all having bool_or(pool is null) and bool_or(pool is not null) order by all",
    ).iloc[0]
    app = show(practice_home, "crossings", patient=found["beneficiary_key"])
    assert f"Not counted toward a threshold: {found['uncounted']} line" in words(app)
    assert len(app.dataframe[-1].value) == found["uncounted"]


def test_the_reason_stands_in_the_address(practice_home: Path, show: ShowPage) -> None:
    assert "Documentation denials: $" in words(show(practice_home, "denials", reason="documentation"))


def test_older_denials_are_in_the_lead_and_the_queue_whatever_the_period(practice_home: Path, show: ShowPage) -> None:
    one = show(practice_home, "denials", period="2026-09", reason="every")
    every = show(practice_home, "denials", period="all", reason="every")
    assert one.header[0].value == every.header[0].value
    assert "$0 lost" not in one.header[0].value
    assert [len(table.value) for table in one.dataframe] == [len(table.value) for table in every.dataframe]


def test_the_groups_of_the_caseload_are_lists(practice_home: Path, show: ShowPage) -> None:
    app = show(practice_home, "crossings")
    year = 2026
    crossed = ask_number(
        practice_home,
        "select count(*) from mart.threshold_crossing where order_basis = 'received' and calendar_year = $year "
        "and kx_crossing_date is not null",
        year=year,
    )
    app.segmented_control(key="group").set_value("crossed").run()
    assert f"{crossed} patients, " in words(app)
