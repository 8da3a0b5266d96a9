"""Official measures, trends and peers on the providers page: each number opens to rows that add up to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views.providers.control_charts import OPENING
from dashboard.views.providers.official_rows import LINES, PATIENTS
from tests.builders import claim, line, remittance
from tests.dashboard.conftest import ShowPage
from tests.dashboard.page_builds import build_for
from tests.dashboard.sample_practice import ask, ask_query

SAYS = {
    "measures": "Comparative Billing Reports of CMS",
    "trend": "What happened?",
    "peers": "Physician/Supplier Procedure Summary",
}


def read_words(app: AppTest) -> str:
    return "\n".join(str(part.value) for part in [*app.header, *app.markdown, *app.caption, *app.info]).replace(
        "\\$", "$"
    )


@pytest.mark.parametrize("part", SAYS)
def test_a_part_opens_from_its_address(show: ShowPage, practice_home: Path, part: str) -> None:
    app = show(practice_home, "providers", period="all", view=part)
    assert not app.exception
    assert not app.error
    assert SAYS[part] in read_words(app)


def test_the_band_of_the_sample_is_drawn_with_its_caveats(show: ShowPage, sample_home: Path) -> None:
    app = show(sample_home, "providers", period="all", view="peers")
    assert not app.exception
    assert "two modifier positions" in read_words(app)
    assert "Contractors in the band: 90001" in read_words(app)


def test_one_month_has_no_limits_and_says_why(show: ShowPage, sample_home: Path) -> None:
    app = show(sample_home, "providers", period="all", view="trend")
    assert not app.exception
    assert "Limits need 10 complete months" in read_words(app)


def test_lines_without_any_provider_number_are_said_and_no_crash(show: ShowPage, tmp_path: Path) -> None:
    nobody = remittance(claim("I1", line("97110", "GP KX"), provider=""), npi="")
    build_for(tmp_path / "home", {"one.835": nobody}, "providers")
    for part in SAYS:
        assert not show(tmp_path / "home", "providers", period="all", view=part).exception


@pytest.mark.parametrize("subject", ["clinic", "provider"])
def test_every_clinic_and_provider_has_a_trend_of_its_own(show: ShowPage, practice_home: Path, subject: str) -> None:
    known = ask(
        practice_home,
        "select distinct subject_npi from mart.control_point "
        "where subject_category = $it and measure_name = 'early_kx_patients'",
        it=subject,
    )
    app = show(practice_home, "providers", period="all", view="trend")
    app.segmented_control(key="control_subject").set_value(subject).run()
    assert not app.exception
    assert len(app.multiselect(key=f"control_names_{subject}").options) == len(known)


def test_the_card_says_what_cannot_be_known_and_has_no_score(show: ShowPage, practice_home: Path) -> None:
    said = read_words(show(practice_home, "providers", period="all", view="measures"))
    assert "**Newly enrolled.** Cannot be known from your files. The first service in these files is on" in said
    assert "**Type of medical condition treated.** Cannot be known from your files" in said
    assert "95% interval" in said
    assert "score" not in said.lower()


def test_the_lines_behind_a_measure_add_up_to_it(practice_home: Path) -> None:
    months = {"period_start": "2025-01-01", "period_end": "2025-12-01"}
    measures = ask_query(practice_home, "official_measures", period_code="2025").set_index(
        ["provider_npi", "measure_code"]
    )
    for npi in ask(practice_home, "select distinct provider_npi from mart.provider_beneficiary_kx")["provider_npi"]:
        if npi not in measures.index.get_level_values(0):
            continue
        of = {code: ask_query(practice_home, "official_line_total", provider_npi=npi, **months, **LINES[code]).iloc[0]
              for code in LINES}  # fmt: skip
        own = measures.loc[npi]
        assert own["numerator_value"]["cbr_kx_beneficiaries"] == of["cbr_kx_beneficiaries"]["beneficiaries"]
        assert own["denominator_value"]["cbr_minutes_per_visit"] == of["cbr_minutes_per_visit"]["visits"]
        assert (
            own["numerator_value"]["cbr_allowed_per_beneficiary"] == of["cbr_allowed_per_beneficiary"]["allowed_cents"]
        )
        assert own["numerator_value"]["oei_kx_services"] == round(of["oei_kx_services"]["paid_units"])
        assert own["numerator_value"]["statute_denials"] == of["statute_denials"]["lines"]
        assert own["numerator_value"]["oei_over_threshold"] == of["oei_over_threshold"]["beneficiaries"]


@pytest.mark.parametrize("code", PATIENTS)
def test_the_patients_behind_a_measure_are_as_many_as_it_says(practice_home: Path, code: str) -> None:
    measures = ask_query(practice_home, "official_measures", period_code="2025").set_index(
        ["measure_code", "provider_npi"]
    )
    side = "denominator_value" if code == "oei_several_providers" else "numerator_value"
    months = {"period_start": "2025-01-01", "period_end": "2025-12-01"}
    for npi, counted in measures.loc[code][side].items():
        found = ask_query(practice_home, "official_patients", provider_npi=npi, **{PATIENTS[code]: True}, **months)
        assert len(found) == counted


@pytest.mark.parametrize("measure", OPENING)
def test_the_lines_behind_a_point_add_up_to_it(practice_home: Path, measure: str) -> None:
    points = ask_query(practice_home, "control_points", measure_name=measure, subject_category="provider")
    assert len(points)
    for point in points.head(12).itertuples():
        asked = {"provider_npi": point.subject_npi, "service_month": point.service_month, **OPENING[measure]}
        lines = ask_query(practice_home, "line_list", **asked, page_rows=10_000, offset_rows=0)
        keys = tuple(lines["service_line_key"])
        people = ask(
            practice_home,
            "select beneficiary_key from mart.line where list_contains($keys, service_line_key)",
            keys=list(keys),
        )
        counted = people["beneficiary_key"].nunique() if measure == "early_kx_patients" else len(lines)
        assert counted == point.numerator_value


def test_the_lines_of_a_long_day_add_up_to_its_minutes(practice_home: Path) -> None:
    days = ask_query(practice_home, "long_days")
    for day in days.head(20).itertuples():
        lines = ask_query(practice_home, "long_day_lines", provider_npi=day.provider_npi, service_date=day.service_date)
        assert (lines["timed_minutes"].sum(), len(lines)) == (day.timed_minutes, day.timed_lines)
        assert lines["beneficiary_key"].nunique() == day.beneficiaries


def test_the_overview_draws_shares_of_lines_without_limits(practice_home: Path, show: ShowPage) -> None:
    app = show(practice_home, "overview")
    assert not app.exception
    charts = str([chart.proto for chart in app.get("plotly_chart")])
    assert ("median" in charts, "upper_ratio" in charts) == (True, False)
