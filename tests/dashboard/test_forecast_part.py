"""The tab 'Forecast' of the time page: with a record behind it, and without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.builders import claim, line, remittance
from tests.dashboard.conftest import ShowPage
from tests.dashboard.page_builds import build_for
from tests.dashboard.sample_practice import ask, ask_number, ask_query
from tests.inference.practice import write_practice

PAGE = "time_to_threshold"


@pytest.fixture(scope="module")
def told_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("told") / "home"
    build_for(home, {"practice.csv": write_practice()}, PAGE)
    return home


def read_words(app: AppTest) -> str:
    return "\n".join(str(part.value) for part in [*app.header, *app.markdown, *app.caption, *app.info])


def test_the_list_is_that_of_the_mart_and_the_record_stands_beside_it(show: ShowPage, told_home: Path) -> None:
    app = show(told_home, PAGE, view="next")
    assert not app.exception
    open_patients = ask_number(told_home, "select count(*) from mart.crossing_forecast where amount_category = 'kx'")
    words = read_words(app)
    assert f"Of {open_patients} active patients, about" in words
    assert "Past forecasts: " in words
    assert "occurred; of those of" in words
    listed = next(table.value for table in app.dataframe if "chance_30" in table.value)
    assert len(listed) == open_patients


def test_the_other_amount_has_a_list_and_a_record_of_its_own(show: ShowPage, told_home: Path) -> None:
    app = show(told_home, PAGE, view="next")
    app.segmented_control(key="amount").set_value("medical_review").run()
    assert not app.exception
    assert "the medical review threshold within 30 days" in read_words(app)


def test_without_enough_crossings_it_says_so_and_shows_no_chance(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, PAGE, view="next")
    assert not app.exception
    assert "cannot be forecast yet" in read_words(app)
    assert "none is shown" in read_words(app)
    assert all("chance_30" not in table.value for table in app.dataframe)


def test_nobody_under_a_filter_is_an_empty_state(show: ShowPage, told_home: Path) -> None:
    assert not show(told_home, PAGE, view="next", clinic="1999000023", pool="OT", provider="1999000015").exception


def test_the_forecasts_behind_a_dot_are_as_many_as_it_counts(told_home: Path) -> None:
    bands = ask(told_home, "select * from mart.forecast_reliability where amount_category = 'kx'")
    for band in bands.itertuples():
        found = ask_query(
            told_home, "forecast_outcomes", amount="kx", horizon=band.horizon_days, band_from=band.band_from_ratio,
            band_to=band.band_to_ratio,
        )  # fmt: skip
        assert (len(found), int(found["is_within"].sum())) == (band.forecasts, band.crossings)


def test_the_record_by_quarter_adds_up_to_the_score(told_home: Path) -> None:
    score = ask(told_home, "select * from mart.forecast_score where amount_category = 'kx' and horizon_days = 30").iloc[
        0
    ]
    quarters = ask_query(told_home, "forecast_quarters", amount="kx", horizon=30)
    assert list(quarters["calendar_quarter"]) == [1, 2, 3, 4]
    assert (quarters["forecasts"].sum(), quarters["crossings"].sum()) == (score["forecasts"], score["crossings"])
    assert quarters["expected_factor"].sum() == pytest.approx(score["expected_factor"])


def test_where_payments_come_later_than_thirty_days_the_page_says_so(show: ShowPage, tmp_path: Path) -> None:
    home = tmp_path / "home"
    build_for(home, {"late.835": remittance(claim("I1", line(on="2026-01-05")), on="2026-03-20")}, PAGE)
    app = show(home, PAGE, view="next")
    assert not app.exception
    assert "the newest date of service reported is Jan 5, 2026, 74 days before" in read_words(app)
