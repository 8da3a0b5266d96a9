"""Who crosses next, on the page: words, dots, record, and what it says when it cannot tell."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.theme import DARK, LIGHT
from dashboard.views.time_to_threshold.charts.forecasts import draw_next, draw_reliability
from dashboard.views.time_to_threshold.text.forecasts import (
    format_chance,
    say_next,
    say_none,
    say_quarters,
    say_record,
    say_scores,
    title_next,
    title_reliability,
)

LISTED = pd.DataFrame(
    {
        "beneficiary_key": ["a", "b", "c"],
        "patient_id": ["1EG4•••MK73", "2EG4•••MK73", "3EG4•••MK73"],
        "pool": ["PT_SLP", "OT", "OT"],
        "calendar_year": [2026] * 3,
        "as_of_date": pd.to_datetime(["2026-06-30"] * 3),
        "within_0_ratio": [0.44, 0.05, 0.01],
        "within_14_ratio": [0.61, 0.2, 0.01],
        "within_30_ratio": [0.82, 0.48, 0.012],
        "within_60_ratio": [0.99, 0.6, 0.02],
        "this_year_ratio": [0.99, 0.7, 0.03],
        "missing_cents": [20_049, 61_000, 190_000],
        "prior_use_grade": ["unknown", "verified", "unknown"],
        "visits": [20, 15, 3],
        "last_service_date": pd.to_datetime(["2026-06-12"] * 3),
        "can_tell": [True] * 3,
    }
)
SCORES = pd.DataFrame(
    {
        "horizon_days": [14, 30],
        "forecasts": [900, 880],
        "crossings": [80, 120],
        "expected_factor": [81.0, 118.4],
        "slope_factor": [1.0, 0.962],
        "slope_low_factor": [0.9, 0.871],
        "slope_high_factor": [1.1, 1.049],
        "brier_ratio": [0.06, 0.0957],
        "naive_brier_ratio": [0.3, 0.5336],
        "base_brier_ratio": [0.1, 0.1542],
        "minimum_crossings": [50, 50],
        "can_tell": [True, True],
        "first_as_of_date": pd.to_datetime(["2024-05-31"] * 2),
        "last_as_of_date": pd.to_datetime(["2026-06-30"] * 2),
    }
)
BANDS = pd.DataFrame(
    {
        "band_from_ratio": [0.0, 0.35, 0.8],
        "band_to_ratio": [0.1, 0.5, 1.0],
        "forecasts": [845, 107, 59],
        "crossings": [26, 50, 52],
        "forecast_ratio": [0.02, 0.42, 0.88],
        "came_ratio": [26 / 845, 50 / 107, 52 / 59],
        "came_low_ratio": [0.02, 0.37, 0.77],
        "came_high_ratio": [0.05, 0.56, 0.95],
    }
)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.01, "under 5%"), (0.024, "under 5%"), (0.026, "5%"), (0.48, "50%"), (0.94, "95%"), (0.99, "over 95%"),
        (float("nan"), "–"),
    ],
)  # fmt: skip
def test_a_chance_is_said_to_the_nearest_five_percent(chance: float, words: str) -> None:
    assert format_chance(chance) == words


def test_the_answer_tells_who_may_have_crossed_from_who_will() -> None:
    assert say_next(LISTED, "kx") == (
        "Of 3 active patients, about 1 cross the KX threshold within 30 days: about 0 may have crossed already, on "
        "visits not yet reported, and about 1 will. 1 is more likely than not to cross."
    )
    assert title_next(LISTED, "kx") == "Most likely to cross the KX threshold within 30 days: 80%, with $200 left"


def test_the_record_says_expected_and_occurred_and_the_terms_stand_in_the_methodology() -> None:
    assert say_record(SCORES, "kx") == (
        "Past forecasts: 118 expected, 120 occurred, within 30 days of the month ends from May 31, 2024 to "
        "Jun 30, 2026 (880 forecasts)."
    )
    words = say_scores(SCORES)
    assert "slope is 0.96 (95% interval 0.87 to 1.05" in words
    assert "0.096, against 0.534 for going on at the same pace and 0.154" in words
    assert say_scores(SCORES.assign(can_tell=False)) == ""


def test_forecasts_that_were_far_off_are_not_shown_and_it_says_why() -> None:
    said = say_record(SCORES.assign(can_tell=False, expected_factor=240.2), "medical_review")
    assert said == (
        "Past forecasts: 240 expected, 120 occurred within 30 days (880 forecasts). That is too far apart, so no "
        "probabilities are shown for the medical review threshold."
    )


def test_the_record_by_time_of_year_says_expected_and_occurred() -> None:
    quarters = pd.DataFrame(
        {"calendar_quarter": [1, 3], "forecasts": [90, 80], "expected_factor": [20.4, 31.0], "crossings": [33, 30]}
    )
    assert say_quarters(quarters).startswith(
        "By time of year: Jan–Mar 20 expected, 33 occurred; Jul–Sep 31 expected, 30 occurred."
    )
    assert say_quarters(quarters.head(1)) == ""


def test_where_payments_come_too_late_it_says_so() -> None:
    said = say_none(pd.Timestamp("2026-08-02"), pd.Timestamp("2026-10-28"), 87, 30)
    assert said.startswith("No forecast: the newest date of service reported is Aug 2, 2026, 87 days before the")
    assert (
        say_none(None, pd.Timestamp("2026-10-28"), 0, 30)
        == "No visit that counts toward a threshold has been reported."
    )


def test_with_too_few_crossings_it_says_so_and_forecasts_nothing() -> None:
    few = SCORES.assign(can_tell=False, crossings=12)
    assert say_record(few, "kx").endswith(
        "12 of them crossed the KX threshold within 30 days. Below 50 crossings the record says too little about the"
        " forecasts, so none is shown."
    )
    blank = LISTED.assign(can_tell=False, within_30_ratio=None).sort_values("missing_cents")
    assert say_next(blank, "kx") == (
        "Who of 3 active patients crosses the KX threshold next cannot be forecast yet; the nearest has $200 left."
    )


def test_a_slope_that_cannot_be_told_is_not_told() -> None:
    assert "slope cannot be estimated." in say_scores(SCORES.assign(slope_factor=None))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_dot_a_patient_with_the_chance_beside_it(palette) -> None:  # type: ignore[no-untyped-def]
    figure = draw_next(LISTED, palette)
    assert list(figure.data[0].x) == [0.82, 0.48, 0.012]
    assert list(figure.data[0].customdata[0]) == ["a", "PT_SLP", 2026]
    assert [note.text for note in figure.layout.annotations if note.name == "chance"] == ["80%", "50%", "under 5%"]
    assert [(line.x0, line.x1) for line in figure.layout.shapes] == [(0.61, 0.99), (0.2, 0.6), (0.01, 0.02)]
    assert figure.layout.yaxis.ticktext[:2] == ("1EG4•••MK73 · PT+SLP + ?", "2EG4•••MK73 · OT")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_record_is_drawn_with_its_counts_and_intervals(palette) -> None:  # type: ignore[no-untyped-def]
    figure = draw_reliability(BANDS, palette)
    assert list(figure.data[0].y) == pytest.approx([26 / 845, 50 / 107, 52 / 59])
    assert [note.text for note in figure.layout.annotations if note.name == "count"] == ["845", "107", "59"]
    assert list(figure.data[0].error_y.array) == pytest.approx([0.05 - 26 / 845, 0.56 - 50 / 107, 0.95 - 52 / 59])
    assert list(figure.data[0].customdata[2]) == [0.8, 1.0]
    assert title_reliability(BANDS, 30) == (
        "Of forecasts of 80–100% within 30 days, 88% (52 of 59) occurred; of those of 0–10%, 3% (26 of 845)"
    )
