"""Where KX starts: marks, words and the opened patients equal the tables."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.theme import DARK, LIGHT
from dashboard.views.providers.charts.kx_start import draw_starts, say_bin
from dashboard.views.providers.text.kx_start import say_signature, say_unknown, title_starts
from tests.builders import claim, line, remittance
from tests.dashboard.conftest import ShowPage
from tests.dashboard.page_builds import build_for
from tests.dashboard.sample_practice import ask, ask_number

COUNTS = {"accounts": 60, "kx_accounts": 50, "known_kx_accounts": 5, "explained_accounts": 45, "asked_accounts": 50,
          "always_on_accounts": 1, "at_threshold_accounts": 2, "after_denial_accounts": 3,
          "fixed_distance_accounts": 45, "institutional_accounts": 0}  # fmt: skip


def row(key: str, signature: str, **more: Any) -> dict[str, Any]:
    plain = {"row_key": key, "row_name": f"{key} (50)", "is_clinic": key.startswith("clinic"),
             "signature_category": signature, "distance_low_cents": 39_900, "distance_high_cents": 42_400}  # fmt: skip
    return plain | COUNTS | more


SIGNATURES = pd.DataFrame([row("clinic 1", "fixed_distance"), row("provider 2", "mixed"), row("provider 3", "too_few")])
BINS = pd.DataFrame(
    [("clinic 1", "unknown", 40_000, 9), ("clinic 1", "known", 40_000, 4), ("provider 2", "unknown", -5_000, 1),
     ("provider 9", "unknown", 0, 3)],
    columns=["row_key", "grade", "bin_cents", "kx_accounts"],
)  # fmt: skip


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_marks_stand_before_and_after_the_threshold_by_grade(palette: Any) -> None:
    unknown, apart, known, bracket = draw_starts(SIGNATURES, BINS, 5_000, palette).data
    assert (list(known.x), list(known.y)) == ([-425.0], ["clinic 1 (50)"])
    assert (list(unknown.x), list(unknown.y)) == ([-425.0, 25.0], ["clinic 1 (50)", "provider 2 (50)"])
    assert unknown.marker.color == palette.quiet
    assert list(unknown.customdata[0]) == ["clinic 1", 40_000, "unknown"]
    assert len(apart.x) == 0
    assert (list(bracket.x), bracket.text[1].strip()) == ([-424.0, -399.0], "$399 to $424")


def test_a_larger_count_has_a_larger_mark() -> None:
    marks = draw_starts(SIGNATURES, BINS, 5_000, LIGHT).data[0].marker.size
    assert marks[0] > marks[1]


@pytest.mark.parametrize(
    ("low", "said"),
    [(40_000, "$400 to $450 before the threshold"), (-5_000, "$0 to $50 after the threshold"),
     (0, "$0 to $50 before the threshold")],
)  # fmt: skip
def test_a_bin_is_said_in_dollars(low: int, said: str) -> None:
    assert say_bin(low, 5_000) == said


def test_each_signature_is_a_sentence_with_its_share() -> None:
    said = [say_signature(one) for one in SIGNATURES.itertuples()]
    assert said == [
        "KX starts about $399 to $424 before the threshold, in 90% (45 of 50) patients.",
        "No consistent pattern for KX on 50 patients: 2 at the threshold, 3 after a CO-119 denial, 1 from the start, "
        "45 at a fixed dollar amount ($399 to $424 before).",
        "KX on 50 patients: too few to name a pattern.",
    ]
    assert (
        title_starts(SIGNATURES)
        == "KX starts before the threshold, in a consistent pattern, at 1 of 1 clinic and with 0 of 2 providers"
    )


def test_institutional_patients_are_told_apart() -> None:
    assert say_unknown(SIGNATURES, 2026).endswith("Prior use was known for 10% (5 of 50) with KX.")
    apart = SIGNATURES.assign(institutional_accounts=7)
    assert "7 institutional patients shown separately" in say_unknown(apart, None)


def test_the_table_of_the_page_is_that_of_the_warehouse(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "providers", period="2026", view="start")
    assert not app.exception
    shown = next(table.value for table in app.dataframe if "finding_said" in table.value)
    where = "calendar_year = 2026 and (payee_npi is null or provider_npi is null)"
    assert len(shown) == ask_number(practice_home, f"select count(*) from mart.kx_signature where {where}")
    clinics = shown[shown["row_name"].str.startswith("Clinic ")]
    kx = ask_number(
        practice_home,
        "select count(*) from mart.kx_start where has_kx and calendar_year = 2026 and not is_institutional",
    )
    assert clinics["kx_accounts"].sum() == kx


def test_the_marks_of_a_row_add_up_to_its_patients(practice_home: Path) -> None:
    told = ask(practice_home, "select provider_npi, kx_accounts from mart.kx_signature"
                              " where payee_npi is null and calendar_year is null and kx_accounts > 0")  # fmt: skip
    for npi, count in told.itertuples(index=False):
        counted = "select count(*) from mart.kx_start where has_kx and provider_npi = $npi"
        assert ask_number(practice_home, counted, npi=npi) == count


def test_nobody_with_kx_is_said_and_nothing_is_drawn(show: ShowPage, tmp_path: Path) -> None:
    files = {"one.835": remittance(claim("I1", line("97110", "GP"), line("97140", "GP")))}
    build_for(tmp_path / "home", files, "providers")
    app = show(tmp_path / "home", "providers", period="all", view="start")
    assert not app.exception
    assert any("No patient has a KX line" in info.value for info in app.info)
    app = show(tmp_path / "home", "providers", period="all")
    assert not app.exception
    assert any("One provider: no peers to compare" in part.value for part in app.markdown)
