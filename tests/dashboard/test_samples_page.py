"""The samples page as a person opens it: draws, shows a review with its exposure, and keeps the targeted list apart."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import viewer
from dashboard.accounts import Account
from dashboard.components.sample_command import SampleAnswer, change_sample, fetch_worksheet, read_sample
from dashboard.theme import LIGHT
from dashboard.views.samples.charts import draw_exposure
from dashboard.views.samples.filling import list_fillable
from dashboard.views.samples.text import REASONS as OFFERED
from pipelines.cli import run
from pipelines.sampling.answer import DrawnUnit, Scenario
from pipelines.sampling.review import REASONS
from tests.dashboard.conftest import ShowPage
from tests.sampling.filled import Grid, fill

PAGE = "samples"
AUDITED = 12
# Cents that the chart supports, null before a review, and whether the record is missing.
FILLED = ((None, None), (0, False), (1_250, False), (0, True))


@pytest.fixture
def home(practice_home: Path, tmp_path: Path) -> Path:
    """A home of its own: samples are written into it."""
    shutil.copytree(practice_home, tmp_path / "home")
    return tmp_path / "home"


def words(app: AppTest) -> str:
    assert not app.exception
    parts = [*app.title, *app.header, *app.markdown, *app.caption, *app.info, *app.success, *app.error]
    return "\n".join(str(part.value) for part in parts)


def open_part(app: AppTest, part: str) -> AppTest:
    app.segmented_control(key="part").set_value(part).run()
    return app


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_a_sample_is_drawn_on_the_page(show: ShowPage, home: Path) -> None:
    app = show(home, PAGE)
    assert "No sample drawn yet." in words(app)
    open_part(app, "draw")
    app.text_input(key="sample_new_name").set_value("--help")
    press(app, "Draw sample")
    assert "cannot name a sample" in words(app)
    app.text_input(key="sample_new_name").set_value("first")
    app.selectbox(key="sample_unit").set_value("claim")
    app.text_input(key="sample_size").set_value("12")
    app.text_input(key="sample_seed").set_value("77")
    press(app, "Draw sample")
    assert "Drew 12 of" in words(app)
    assert "1 sample, waiting for review: first." in words(app)
    open_part(app, "reviews")
    assert "seed 77" in words(app)
    assert "Not reviewed yet" in words(app)
    press(app, "Verify")
    assert "The stored sample is the one that its seed draws" in words(app)


def test_a_review_shows_rate_amounts_and_exposure(show: ShowPage, home: Path, tmp_path: Path) -> None:
    def find_nothing_paid(grid: Grid) -> None:
        grid[1][AUDITED] = 0.0

    common = ["--home", str(home)]
    assert run(["sample", "draw", "first", "--unit", "claim", "--size", "12", *common]) == 0
    assert run(["sample", "worksheet", "first", "--out", str(tmp_path / "w.xlsx"), *common]) == 0
    (tmp_path / "w.xlsx").write_bytes(fill((tmp_path / "w.xlsx").read_bytes(), find_nothing_paid))
    assert run(["sample", "import", "first", str(tmp_path / "w.xlsx"), *common]) == 0
    app = show(home, PAGE)
    said = words(app)
    assert "1 of 12 units overpaid: error rate 8.3%, 95% interval" in said
    assert "If extrapolated over the frame, this sample means" in said
    assert "Net financial error rate" in said
    assert len(app.get("plotly_chart")) == 1


def test_the_targeted_list_says_that_it_feeds_no_estimate(show: ShowPage, home: Path) -> None:
    said = words(open_part(show(home, PAGE), "targeted"))
    assert "It never feeds an error rate or an estimate." in said
    assert "**Risk-targeted list**: " in said


def test_exposure_is_drawn_as_intervals() -> None:
    own: Scenario = {
        "name": "This sample",
        "source": "own",
        "low_cents": -500,
        "point_cents": 4_000,
        "high_cents": 9_000,
    }
    published: Scenario = {**own, "name": "A review", "low_cents": 2_000, "high_cents": 4_000}
    (bars,) = draw_exposure([own, published], LIGHT).data
    assert (list(bars.base), list(bars.x), list(bars.text)) == ([0, 2_000], [9_000, 2_000], ["$0 to $90", "$20 to $40"])
    assert list(bars.marker.color) == [LIGHT.accent, LIGHT.quiet]


def test_the_page_offers_the_reasons_that_the_command_takes() -> None:
    assert [one.lower() for one in REASONS] == list(OFFERED)


def test_units_to_fill_in_show_an_earlier_review() -> None:
    unit: DrawnUnit = {
        "order": 1, "stratum": "all", "unit_key": "k", "codes": "97110", "paid_cents": 1_250, "note": None,
        "first_service_date": "2026-01-05", "last_service_date": "2026-01-05", "reason": "", "audited_cents": None,
        "is_missing": None,
    }  # fmt: skip
    shown = list_fillable({**unit, "audited_cents": cents, "is_missing": is_missing} for cents, is_missing in FILLED)
    assert list(shown["audited"]) == ["", "0.00", "12.50", ""]
    assert set(shown["paid"]) == {"12.50"}
    assert list(shown["is_missing"]) == [False, False, False, True]


def test_a_process_of_its_own_answers_what_this_one_does(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input, standard output and messages: all other tests of these pages run the commands here."""
    monkeypatch.setenv("KXWATCH_HOME", str(home))
    assert change_sample("draw", "--unit", "claim", "--size", "5", name="first").is_done

    def ask() -> tuple[SampleAnswer, int, str, bytes]:
        sheet = fetch_worksheet("first")
        return change_sample("record", content=b"[]", name="first"), sheet.exit_code, sheet.message, sheet.content[:2]

    here = ask()
    monkeypatch.setattr("dashboard.components.sample_command.subprocess", subprocess)
    assert here == ask()
    assert (here[0].exit_code, here[1], here[3]) == (2, 0, b"PK")


@pytest.mark.parametrize("role", ["owner", "biller"])
def test_a_role_without_samples_gets_no_answer(practice_home: Path, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    monkeypatch.setenv("KXWATCH_HOME", str(practice_home))
    monkeypatch.setattr(viewer, "find_viewer", lambda: Account("pat", role, (), "1"))
    assert "does not include samples" in read_sample("list").message
    answer = fetch_worksheet("first")
    assert (answer.is_done, answer.content) == (False, b"")
    assert not change_sample("draw", name="first").is_done
