"""The page before the claim: each part answers its question, and says what to import where nothing is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.build import build
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.simulate.simulation import simulate_practice
from tests.dashboard.conftest import ShowPage
from tests.dashboard.page_builds import find_read
from tests.dashboard.sample_practice import ask
from tests.few_models import build_few

PAGE = "before_the_claim"


@pytest.fixture(scope="module")
def clinic_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small practice with documented units; nobody's eligibility was checked lately."""
    folder = tmp_path_factory.mktemp("clinic")
    simulate_practice(3000, 7, folder / "files", has_claims=True)
    paths = [folder / "files" / name for name in ("remittances", "documented_units")]
    with pytest.MonkeyPatch.context() as patched:
        build_few(patched, *find_read(PAGE))
        build(load_settings(folder / "home"), paths, None, QuietProgress())
    return folder / "home"


def _read(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(str(part.value) for part in [*app.title, *app.header, *app.markdown, *app.caption, *app.info])


def test_the_eligibility_checks_that_are_due_are_listed_nearest_first(show: ShowPage, clinic_home: Path) -> None:
    app = show(clinic_home, PAGE)
    due = ask(clinic_home, "from mart.eligibility_due")
    patients = due["beneficiary_key"].nunique()
    assert f"{patients:,} active patient" in _read(app)
    listed = app.dataframe[0].value
    below = listed.loc[listed["left_cents"] >= 0, "left_cents"]
    assert len(listed) == len(due) > 0
    assert list(below) == sorted(below)
    assert len(app.get("download_button")) == 2


def test_the_parts_of_an_export_answer_their_questions(show: ShowPage, clinic_home: Path) -> None:
    said = {
        part: _read(show(clinic_home, PAGE, view=part, period="all"))
        for part in ("documentation", "units", "diagnoses")
    }
    assert "overdue" in said["documentation"]
    assert "of services have the same units billed and documented" in said["units"]
    assert "Which diagnoses often cross" in said["diagnoses"]


def test_the_services_under_a_switch_are_as_many_as_it_counts(show: ShowPage, clinic_home: Path) -> None:
    app = show(clinic_home, PAGE, view="units", units="equal", period="all")
    count = ask(
        clinic_home, "select count(*) as services from mart.documented_service where documentation_category = 'equal'"
    )
    assert len(app.dataframe[0].value) == int(count["services"].iloc[0]) > 0


@pytest.mark.parametrize("part", ["documentation", "units", "diagnoses"])
def test_without_an_export_a_part_says_what_to_import(show: ShowPage, practice_home: Path, part: str) -> None:
    assert "import" in _read(show(practice_home, PAGE, view=part)).lower()
