"""The time page as a person opens it: each clock, amount and comparison, and what it says where there is little."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.state.filters import ALL_MONTHS, Filters
from dashboard.views.time_to_threshold.accounts import list_accounts
from tests.builders import claim, line, remittance
from tests.dashboard.conftest import ShowPage
from tests.dashboard.page_builds import build_for
from tests.dashboard.sample_practice import ask_query

PAGE = "time_to_threshold"


def words(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(
        str(element.value) for element in [*app.title, *app.header, *app.markdown, *app.caption, *app.info]
    )


@pytest.mark.parametrize("clock", ["days", "visits", "calendar"])
@pytest.mark.parametrize("threshold", ["kx", "medical_review"])
def test_each_clock_and_amount_has_its_answer(practice_home: Path, show: ShowPage, clock: str, threshold: str) -> None:
    app = show(practice_home, PAGE, period="all")
    app.segmented_control(key="clock").set_value(clock)
    app.segmented_control(key="threshold").set_value(threshold).run()
    row = ask_query(practice_home, "time_summary", clock=clock, threshold=threshold, compare="all").iloc[0]
    assert f"{int(row['crossed']):,} of {int(row['patients']):,} patients crossed" in words(app)
    amount = "the KX threshold" if threshold == "kx" else "the medical review threshold"
    assert amount in words(app)
    assert f"Crossed: {int(row['crossed'])} patients." in words(app)


@pytest.mark.parametrize("compare", ["pool", "clinic", "provider", "year"])
def test_curves_can_be_compared(practice_home: Path, show: ShowPage, compare: str) -> None:
    app = show(practice_home, PAGE, period="all")
    app.segmented_control(key="curves").set_value(compare).run()
    said = words(app)
    assert said.count(" crossed so far") > 1
    assert "log-rank test" in said or "Too few crossings to compare" in said


def test_every_outcome_lists_as_many_as_it_counts(practice_home: Path, show: ShowPage) -> None:
    show(practice_home, PAGE)
    for clock in ("days", "calendar"):
        asked = Filters(ALL_MONTHS, clock=clock)
        row = ask_query(practice_home, "time_summary", **asked.parameters()).iloc[0]
        for outcome in ("crossed", "ended", "censored", "left_before", "passed_elsewhere", "too_new"):
            assert len(list_accounts(asked, outcome)) == row[outcome]


def test_the_payer_filter_is_said_to_have_no_part(practice_home: Path, show: ShowPage) -> None:
    plain = show(practice_home, PAGE)
    payer = str(plain.selectbox(key="payer").options[-1])
    filtered = show(practice_home, PAGE)
    filtered.selectbox(key="payer").select(payer).run()
    assert "The payer filter does not apply here" in words(filtered)
    assert "The payer filter" not in words(plain)


def test_the_method_names_the_plain_figure(practice_home: Path, show: ShowPage) -> None:
    app = show(practice_home, PAGE, period="all")
    app.session_state["method_time_to_threshold_fold"] = True
    app.run()
    assert "What plain Kaplan-Meier would say here" in words(app)


def small_home(folder: Path, *days: str, allowed: int = 10_000, on: str = "2026-06-01") -> Path:
    lines = [claim(f"I{number}", line(on=day, allowed=allowed)) for number, day in enumerate(days)]
    build_for(folder / "home", {"a.835": remittance(*lines, on=on)}, PAGE)
    return folder / "home"


@pytest.mark.parametrize(
    ("days", "allowed", "said"),
    [
        (["2026-01-05", "2026-01-07"], 10_000, "No crossing of the KX threshold so far (1 patient followed)."),
        (["2026-01-05", "2026-01-07"], 200_000, "Half of 1 patient crossed the KX threshold by day 2."),
        ([], 0, "No curve yet"),
    ],
)
def test_one_account_is_a_sentence(
    tmp_path: Path, one_line_home: Path, show: ShowPage, days: list[str], allowed: int, said: str
) -> None:
    """Without days: the one line of 15 days before the data end."""
    app = show(small_home(tmp_path, *days, allowed=allowed) if days else one_line_home, PAGE)
    assert said in words(app)
    for compare in ("pool", "clinic", "provider", "year"):
        app.segmented_control(key="curves").set_value(compare).run()
        assert said in words(app)
    app.segmented_control(key="clock").set_value("calendar").run()
    assert "Too few of 1 patient were in treatment" in words(app) or "No curve yet" in words(app)


def test_an_address_carries_amount_clock_and_curves(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "time_to_threshold", clock="visits", curves="pool", threshold="nonsense")
    assert app.segmented_control(key="clock").value == "visits"
    app.segmented_control(key="threshold").set_value("medical_review").run()
    chosen = {name: app.query_params[name] for name in ("clock", "curves", "threshold")}
    assert chosen == {"clock": "visits", "curves": "pool", "threshold": "medical_review"}
    app.segmented_control(key="clock").set_value("days").run()
    assert "clock" not in app.query_params
