"""What the documented units say stands beside a person's answers, and exceptions of a month have words."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.views.cases.documentation import say_documentation
from dashboard.views.month.panels import name_exception
from tests.builders import claim, line, remittance
from tests.dashboard.conftest import ShowPage
from tests.dashboard.page_builds import build_for
from tests.dashboard.sample_practice import ask, ask_query
from tests.dashboard.test_pages import read_words
from tests.documented import documented, visit

NAMES = {"last_name": "SAMPLE", "first_name": "ADA"}
PATIENT = {"cpt_code": "97110", "units": "1"}


@pytest.fixture(scope="module")
def documented_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A patient over the threshold, with an evaluation, a progress note and daily notes."""
    home = tmp_path_factory.mktemp("documented") / "home"
    first = claim("A1", line(on="2026-01-05", allowed=250_000), **NAMES)
    second = claim("A2", line(modifiers="GP KX", on="2026-01-12", units="3"), **NAMES)
    days = [("2026-01-05", "Initial Examination"), ("2026-01-12", "Progress Note"), ("2026-01-14", "Daily Note")]
    units = documented(*(visit(day, kind, **PATIENT) for day, kind in days))
    build_for(home, {"one.835": remittance(first, second, on="2026-02-20"), "units.csv": units}, "cases")
    return home


def test_dates_and_units_come_from_the_export(documented_home: Path) -> None:
    case = ask(documented_home, "from mart.review_case where case_category = 'kx_crossing'").iloc[0]
    about = {"beneficiary_key": case["beneficiary_key"], "pool": "PT_SLP", "calendar_year": 2026}
    said = say_documentation(ask_query(documented_home, "case_documentation", **about))
    assert said == {
        "plan_of_care": "Documented units: plan of care dated Jan 5, 2026, 9 days before the newest documented visit.",
        "progress_report": "Documented units: newest report on Jan 12, 2026, 1 treatment day since.",
        "re_evaluation": (
            "Documented units: evaluations, re-evaluations and progress reports on Jan 5, 2026, Jan 12, 2026."
        ),
        "minutes_and_units": "Documented units: 1 service billed with more units than documented.",
    }
    assert say_documentation(ask_query(documented_home, "case_documentation", **about | {"pool": "OT"})) == {}


def test_the_checklist_shows_them_beside_the_answers(show: ShowPage, documented_home: Path) -> None:
    key = ask(documented_home, "from mart.review_case where case_category = 'kx_crossing'")["case_key"].iloc[0]
    app = show(documented_home, "cases", case=str(key))
    assert not app.exception
    assert "newest report on Jan 12, 2026" in " ".join(caption.value for caption in app.caption)
    assert "no longer than 180 days after identification (42 CFR 401.305)" in read_words(app)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("excluded", "orphan_reversal", "orphan reversal"), ("", "reversal without original claim")),
        (("check", "one_row_a_line", "Each line once"), ("", "Each line once")),
        (("refused_file", "a.835", "not readable"), ("a.835", "not readable")),
    ],
)
def test_an_exception_of_a_month_has_words_and_no_code(told: tuple[str, str, str], said: tuple[str, str]) -> None:
    assert name_exception(*told) == said
