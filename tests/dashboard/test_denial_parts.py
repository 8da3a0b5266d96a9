"""The parts of the denials page: each opens from its address, and what it lists equals the marts."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views.denials.below_threshold import PRIOR_USE_COLUMNS, write_prior_use
from pipelines.sources.recognition import read_source
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask, ask_number, ask_query

SAYS = {
    "worklist": "At current recovery rates",
    "kx-next": "missing KX",
    "summary": "By clinic",
    "services": "By month of first denial",
    "recovery": "recovered within",
    "causes": "Missing-KX denials by provider",
    "under-limit": "missing-KX denials",
    "refunds": "PR-119",
    "measures": "Not available from 835 data",
}


def read_words(app: AppTest) -> str:
    return "\n".join(str(part.value) for part in [*app.header, *app.markdown, *app.caption, *app.info]).replace(
        "\\$", "$"
    )


def table_with(app: AppTest, column: str) -> pd.DataFrame:
    found: pd.DataFrame = next(table.value for table in app.dataframe if column in table.value)
    return found


@pytest.mark.parametrize("part", SAYS)
def test_a_part_opens_from_its_address(show: ShowPage, practice_home: Path, part: str) -> None:
    app = show(practice_home, "denials", period="all", view=part)
    assert not app.exception
    assert not app.error
    assert SAYS[part] in read_words(app)
    assert app.segmented_control(key="part").value == part


def test_an_unknown_part_is_the_queue(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", period="all", view="nothing")
    assert app.segmented_control(key="part").value == "worklist"
    assert "view" not in app.query_params


def test_the_chosen_part_stands_in_the_address(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", period="all")
    app.segmented_control(key="part").set_value("causes").run()
    assert app.query_params["view"] in ("causes", ["causes"])
    assert "cause_name" in app.dataframe[0].value
    trait = app.dataframe[0].value["denied_services"].sum()
    assert trait == ask_number(
        practice_home, "select count(*) from mart.denial where is_loss and denial_category = 'missing_kx'"
    )


def test_only_the_chosen_part_is_drawn(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", period="all", view="refunds")
    assert [list(table.value)[:2] for table in app.dataframe] == [["place", "patient_share_cents"]]


@pytest.mark.parametrize("category", [None, "missing_kx"])
def test_curves_count_every_denied_service_once(practice_home: Path, category: str | None) -> None:
    curves = ask_query(practice_home, "recovery_curves", category=category)
    totals = ask_query(practice_home, "denial_totals", category=category).iloc[0]
    for _, day in curves.groupby("since_days"):
        assert day["denied_services"].sum() == totals["services"]
        assert (day["at_risk_services"] + day["censored_services"] == day["denied_services"]).all()


def test_days_to_recovery_are_those_of_the_mart(practice_home: Path) -> None:
    days = ask_query(practice_home, "recovery_days").iloc[0]
    found = sorted(ask(practice_home, "select days_to_recover from mart.denial where state = 'recovered'").iloc[:, 0])
    assert days["recovered_services"] == len(found) > 0
    assert days["median_days"] in found
    assert sum(day <= days["ninetieth_days"] for day in found) >= 0.9 * len(found)


def test_every_cause_opens_to_what_it_counts(practice_home: Path) -> None:
    causes = ask_query(practice_home, "denial_causes")
    assert len(causes) > 7
    for cause in causes.itertuples():
        listed = ask_query(
            practice_home, "denial_of_cause", cause_dimension=cause.cause_dimension, cause_value=cause.cause_value
        )
        assert len(listed) == cause.denied_services
        assert listed["expected_allowed_cents"].sum() == cause.expected_allowed_cents


def test_each_trait_splits_all_missing_kx_dollars(practice_home: Path) -> None:
    totals = ask_query(practice_home, "denial_totals", category="missing_kx").iloc[0]
    for _, trait in ask_query(practice_home, "denial_causes").groupby("cause_dimension"):
        assert trait["expected_allowed_cents"].sum() == totals["expected_cents"]
        assert trait["denied_services"].sum() == totals["services"]


def test_every_missing_kx_denial_is_explained_or_not(practice_home: Path) -> None:
    found = ask_query(practice_home, "denial_explanations")
    assert len(found) == ask_query(practice_home, "denial_totals", category="missing_kx").iloc[0]["services"]
    neither = found["explained_by"] == "neither"
    assert found.loc[neither, "implied_prior_use_cents"].min() > 0
    assert found.loc[~neither, "implied_prior_use_cents"].isna().all()


@pytest.mark.parametrize("filtered", ["payee_npi", "provider_npi", "payer_name"])
def test_filters_split_explanations_and_refunds_without_rest(practice_home: Path, filtered: str) -> None:
    values = ask(practice_home, f"select distinct {filtered} as value from mart.denial")["value"]
    for query_name in ("denial_explanations", "refund_check", "denial_candidates"):
        whole = len(ask_query(practice_home, query_name))
        assert sum(len(ask_query(practice_home, query_name, **{filtered: value})) for value in values) == whole


@pytest.mark.parametrize("filtered", ["payee_npi", "provider_npi", "payer_name"])
def test_filters_split_causes_without_rest(practice_home: Path, filtered: str) -> None:
    values = ask(practice_home, f"select distinct {filtered} as value from mart.denial")["value"]
    parts = [ask_query(practice_home, "denial_causes", **{filtered: value}) for value in values]
    whole = ask_query(practice_home, "denial_causes")
    for column in ("denied_services", "expected_allowed_cents", "open_cents"):
        assert sum(part[column].sum() for part in parts) == whole[column].sum()


def test_lead_clinics_and_months_are_the_same_dollars(practice_home: Path) -> None:
    totals = ask_query(practice_home, "denial_totals").iloc[0]
    states = ask_query(practice_home, "denial_states").set_index("state")
    assert {state: states.loc[state, "services"] for state in states.index} == {
        state: totals[state] for state in ("expired", "open", "recovered")
    }
    for query_name in ("denial_clinics", "denial_clinic_months"):
        split = ask_query(practice_home, query_name)
        assert (split["services"].sum(), split["open_cents"].sum()) == (totals["services"], totals["open_cents"])
    for state in states.index:
        assert states.loc[state, "expected_cents"] == totals[f"{state}_cents"]


def test_who_needs_kx_next_is_counted_as_on_crossings(practice_home: Path) -> None:
    listed = ask_query(practice_home, "kx_next_patients")
    counts = ask_query(practice_home, "crossing_counts", calendar_year=2026).iloc[0]
    assert len(listed) == counts["needs_kx_now"]
    for account in listed.itertuples():
        lines = ask_query(
            practice_home, "kx_next_lines", beneficiary_key=account.beneficiary_key, pool=account.pool,
            calendar_year=account.calendar_year,
        )  # fmt: skip
        assert lines["open_cents"].sum() == account.open_cents


def test_refunds_are_the_mart_to_the_cent(show: ShowPage, practice_home: Path) -> None:
    listed = table_with(show(practice_home, "denials", period="all", view="refunds"), "patient_share_cents")
    assert listed["lines"].sum() == ask_number(practice_home, "select count(*) from mart.refund_check") > 0
    cents = ask_number(practice_home, "select cast(sum(patient_share_cents) as bigint) from mart.refund_check")
    assert round(listed["patient_share_cents"].sum() * 100) == cents
    assert all("•••" in patient for patient in listed["patient_id"])


def test_the_prior_use_file_is_taken_by_its_reader(practice_home: Path) -> None:
    implied = ask_query(practice_home, "implied_prior_use")
    assert len(implied) == ask_number(practice_home, "select count(*) from mart.implied_prior_use") > 0
    content = write_prior_use(implied, is_synthetic=False)
    header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert header == PRIOR_USE_COLUMNS == [*header[:6], "origin"]
    source = read_source(content, 1, "0" * 64, "implied-prior-use.csv", ())
    assert (source.kind, source.set_aside) == ("prior_use", 0)
    assert source.tables["prior_use"].num_rows == len(implied)


def test_the_prior_use_file_waits_until_patients_may_be_named(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", period="all", view="under-limit")
    assert "It changes no figure by itself" in read_words(app)
    assert "eligibility response" in read_words(app)
    assert "turn on 'Show patient identifiers'" in read_words(app)
    app.toggle(key="identifiers_shown").set_value(True).run()
    assert "turn on 'Show patient identifiers'" not in read_words(app)


def test_each_order_lists_what_it_counts(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "denials", period="all", view="under-limit")
    for kind, count in (
        ask(practice_home, "select explained_by, count(*) from mart.denial_explanation group by all")
    ).itertuples(index=False):
        app.segmented_control(key="explained").set_value(kind).run()
        assert len(table_with(app, "received_before_cents")) == count
        assert f"{count} service" in read_words(app)


def test_measures_are_shown_with_n_and_denominator(show: ShowPage, practice_home: Path) -> None:
    shown = table_with(show(practice_home, "denials", view="measures"), "measured_ratio")
    rate = shown[shown["measure_name"] == "first_remit_denial_rate"].iloc[0]
    known = ask(
        practice_home,
        "from mart.denial_kpi where measure_name = 'first_remit_denial_rate' and kpi_month = $month",
        month=rate["newest_month"],
    ).iloc[0]
    assert rate["n_count"] == known["denominator_value"]
    assert rate["measured_ratio"] == known["numerator_value"] / known["denominator_value"]
    assert shown["denominator"].str.len().min() > 0
    assert set(shown["data_through_date"]) == set(ask(practice_home, "from mart.build_info")["data_through_date"])
    names = ask(practice_home, "select distinct measure_name from mart.denial_kpi")["measure_name"]
    assert set(shown["measure_name"]) == set(names)


def test_the_first_remit_rate_opens_the_services_it_counts(practice_home: Path) -> None:
    months = ask(
        practice_home, "from mart.denial_kpi where measure_name = 'denials_overturned' order by kpi_month desc limit 6"
    )
    for month in months.itertuples():
        day = month.kpi_month
        listed = ask_query(practice_home, "denial_services", state="counted", period_start=day, period_end=day)
        assert len(listed) == month.denominator_value
        assert (listed["state"] == "recovered").sum() == month.numerator_value


def test_what_cannot_be_had_is_listed_with_what_is_needed(show: ShowPage, practice_home: Path) -> None:
    missing = table_with(show(practice_home, "denials", view="measures"), "what_is_needed")
    assert len(missing) == ask_number(practice_home, "select count(*) from mart.kpi_not_available") > 0
    assert not [words for words in missing["shown_instead"] if words.startswith("first_")]


def test_a_life_tells_its_steps_and_ways(practice_home: Path) -> None:
    key = ask(practice_home, "select service_line_key from mart.denial_worklist order by priority_rank").iloc[0, 0]
    service = ask_query(practice_home, "denial_service", service_line_key=key).iloc[0]
    ways = ask_query(practice_home, "denial_deadlines", service_line_key=key)
    first = ask(practice_home, "from mart.denial_worklist where service_line_key = $key", key=key).iloc[0]
    assert service["state"] == "open"
    assert list(ways.loc[ways["is_first_open"], "last_date"]) == [first["route_last_date"]]
    recovered = ask(practice_home, "select service_line_key from mart.denial where state = 'recovered' limit 5")
    for line in recovered["service_line_key"]:
        links = ask_query(practice_home, "denial_links", service_line_key=line)
        assert links["link_category"].str.startswith("recovered").any()
        assert set(links["link_strength"]) <= {"strong", "weak"}
