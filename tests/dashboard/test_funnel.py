"""The funnel, its words and its list say what the tables hold; few patients stay in the house."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.components.small_counts import leave_small_out, mark_small
from dashboard.formats import format_chance, format_ratio
from dashboard.theme import LIGHT
from dashboard.views.providers.charts.funnel import draw_funnel
from dashboard.views.providers.text.funnel import mark_rates, say_funnel, title_funnel
from tests.dashboard.conftest import ShowPage
from tests.dashboard.sample_practice import ask, ask_number, ask_query

YEAR = "period_code = '2026' and pool is null and payee_npi is null and rate_name = 'early_kx_beneficiaries'"
CELL = {
    "providers": 4, "rated_beneficiaries": 97, "rated_kx_beneficiaries": 46, "rate_ratio": 46 / 97, "rated_lines": 900,
    "rated_kx_lines": 400, "inner_alarm_ratio": 0.1234, "outer_alarm_ratio": 0.0042, "twelve_inner_alarm_ratio": 0.79,
    "twelve_outer_alarm_ratio": 0.05, "overdispersion_factor": 4.0, "design_effect_factor": 9.0,
}  # fmt: skip


def rate(npi: str, patients: int, with_kx: int, category: str) -> dict[str, Any]:
    limits = {"inner_low_ratio": 0.3, "inner_high_ratio": 0.7, "outer_low_ratio": 0.2, "outer_high_ratio": 0.8}
    return {
        "provider_name": f"Name{npi}, Ann", "provider_npi": npi, "rated_beneficiaries": patients,
        "rated_kx_beneficiaries": with_kx, "rate_ratio": with_kx / patients, "exact_low_ratio": 0.69,
        "exact_high_ratio": 1.0, "others_beneficiaries": 97 - patients, "others_kx_beneficiaries": 46 - with_kx,
        "others_ratio": (46 - with_kx) / (97 - patients),
        "rated_kx_lines": 80, "chance_ratio": 1e-5,
        "funnel_category": category, **limits,
    }  # fmt: skip


@pytest.fixture
def rates() -> pd.DataFrame:
    return pd.DataFrame(
        [
            rate("1", 20, 20, "above_outer"),
            rate("2", 5, 5, "above_inner"),
            rate("3", 12, 12, "above_outer"),
            rate("4", 60, 9, "below_outer"),
        ]
    )


def test_names_of_neighbors_do_not_cover_each_other(rates: pd.DataFrame) -> None:
    close = pd.DataFrame(
        [rate(str(number), patients, patients, "above_outer") for number, patients in enumerate((7, 8, 9))]
    )
    everybody = pd.concat([rates, close.assign(provider_npi=["7", "8", "9"])], ignore_index=True)
    marked = mark_rates(everybody, dict.fromkeys("789", "listed"))
    figure = draw_funnel(marked, pd.Series(CELL), LIGHT)
    dots = next(trace for trace in figure.data if trace.customdata is not None and list(trace.x) == [7, 8, 9])
    assert len(set(dots.textposition)) == 3


def test_dots_stand_at_patients_and_share_and_carry_the_npi(rates: pd.DataFrame) -> None:
    figure = draw_funnel(mark_rates(rates, {"1": "listed", "3": "explained", "2": "unjudged"}), pd.Series(CELL), LIGHT)
    dots = [trace for trace in figure.data if trace.customdata is not None]
    assert [(list(dot.x), list(dot.y), list(dot.text or [])) for dot in dots] == [
        ([20], [1.0], ["Name1"]),
        ([5], [1.0], ["Name2: cannot be judged"]),
        ([12], [1.0], ["Name3: expected"]),
        ([60], [0.15], []),
    ]
    assert [dot.customdata.tolist() for dot in dots] == [[["1"]], [["2"]], [["3"]], [["4"]]]
    assert [dot.marker.color for dot in dots[:2]] == [LIGHT.warning, LIGHT.quiet]


def test_limits_stand_at_each_number_of_patients_and_are_widened_where_providers_differ(rates: pd.DataFrame) -> None:
    figure = draw_funnel(mark_rates(rates, {}), pd.Series(CELL), LIGHT)
    lines = {trace.name: trace for trace in figure.data if trace.mode == "lines"}
    assert list(lines["95%"].x) == [5, 12, 20, 60, None, 5, 12, 20, 60]
    assert list(lines["99.8%"].y)[5:] == [0.8] * 4
    assert list(lines["95% wider"].y)[:4] == pytest.approx([46 / 97 + 2 * (0.3 - 46 / 97)] * 4)
    narrow = draw_funnel(mark_rates(rates, {}), pd.Series(CELL | {"overdispersion_factor": 0.9}), LIGHT)
    assert not [trace for trace in narrow.data if "wider" in (trace.name or "")]


def test_one_provider_has_a_dot_and_no_limits(rates: pd.DataFrame) -> None:
    alone = rates.head(1)
    figure = draw_funnel(mark_rates(alone, {}), pd.Series(CELL | {"providers": 1}), LIGHT)
    assert [trace.mode for trace in figure.data] == ["markers+text"]
    assert title_funnel(alone, "kx_beneficiaries").startswith("One provider: no peers to compare")


def test_the_words_hold_the_numbers(rates: pd.DataFrame) -> None:
    said = say_funnel(pd.Series(CELL), pd.Series(CELL))
    for part in ("all 4 providers were alike", "12% of such", "in 42 in 10,000", "79% and 5% of years",
                 "vary 4.0 times", "widened for it by 2.0", "design effect 9.0"):  # fmt: skip
        assert part in said
    assert say_funnel(pd.Series(CELL | {"design_effect_factor": None, "providers": 1, "overdispersion_factor": None}),
                      None) == "Patients are counted, not lines."  # fmt: skip
    assert title_funnel(rates, "early_kx_beneficiaries").startswith("Patients with early KX: 3 of 4 providers above")


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.37, "37%"),
        (0.0042, "42 in 10,000"),
        (3e-6, "3 in a million"),
        (1e-30, "less than one in a million"),
        (1, "100%"),
    ],
)
def test_a_chance_is_said_as_people_say_it(chance: float, said: str) -> None:
    assert format_chance(chance) == said


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert [format_ratio(share) for share in (0.0, 0.001, 0.5, 0.999, 1.0, None)] == [
        "0%", "under 1%", "50%", "over 99%", "100%", "–",
    ]  # fmt: skip


def test_few_patients_are_marked_on_the_screen_and_left_out_of_files() -> None:
    """5 patients, 3 of 40, 35 of 40 (5 without), 0 of 40, 20 of 40: the first three tell of fewer than eleven."""
    table = pd.DataFrame(
        {"provider_npi": list("abcde"), "n": [5, 40, 40, 40, 40], "kx": [5, 3, 35, 0, 20], "r": [1.0] * 5}
    )
    marked = mark_small(table, "n", "kx", 11)
    assert list(marked["few_patients"]) == ["under 11", "under 11", "under 11", "", ""]
    assert list(marked["n"]) == list(table["n"])
    away = leave_small_out(table, "n", "kx", 11, ("provider_npi",))
    assert list(away["provider_npi"]) == list("abcde")
    assert (
        away["kx"].isna().tolist() == away["n"].isna().tolist() == away["r"].isna().tolist() == [True] * 3 + [False] * 2
    )
    assert away["few_patients"].iloc[0] == "left out: fewer than 11 patients"


def test_the_page_says_which_filters_do_not_narrow_the_comparison(show: ShowPage, practice_home: Path) -> None:
    app = show(practice_home, "providers", period="2026", share="early_kx_beneficiaries")
    assert not app.exception
    assert app.segmented_control(key="share").value == "early_kx_beneficiaries"
    assert any("chance alone would still put" in caption.value for caption in app.caption)
    rated = ask(practice_home, f"select provider_npi from mart.provider_rate where {YEAR}")
    narrow = show(practice_home, "providers", period="2026", provider=str(rated["provider_npi"].iloc[0]))
    assert any("The provider filter does not narrow this comparison" in caption.value for caption in narrow.caption)


def test_the_period_codes_of_the_table_are_those_of_the_filter(practice_home: Path) -> None:
    codes = set(ask(practice_home, "select distinct period_code from mart.provider_rate")["period_code"])
    assert {"2026", "last-3", "last-12", "all"} <= codes
    year = ask_query(practice_home, "provider_list", period_start="2026-01-01", period_end="2026-12-01")
    kx = ask_query(practice_home, "provider_rates", period_code="2026", rate_name="kx_beneficiaries")
    pairs = year.merge(kx, on="provider_npi")
    assert len(pairs) == len(year) == len(kx)
    assert (pairs["beneficiaries"] == pairs["rated_beneficiaries"]).all()
    assert (pairs["kx_beneficiaries"] == pairs["rated_kx_beneficiaries"]).all()
    assert (pairs["kx_lines"] == pairs["rated_kx_lines"]).all()
    assert ask_number(practice_home, "select count(*) from mart.provider_funnel") > 0
