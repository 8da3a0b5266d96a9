"""Pictures and sentences of the denials page's parts: what they draw and say is what their rows say."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.components.denial_labels import CATEGORY_NAMES, MEANINGS
from dashboard.theme import DARK, LIGHT
from dashboard.views.denials.charts.below_threshold import draw_orders
from dashboard.views.denials.charts.denials import draw_split
from dashboard.views.denials.charts.measures import draw_measure
from dashboard.views.denials.charts.recovery_rate import draw_recovery_curves, name_quarter
from dashboard.views.denials.measures import arrange_trend
from dashboard.views.denials.text.below_threshold import say_explained, say_explanation, say_implied
from dashboard.views.denials.text.causes import say_causes
from dashboard.views.denials.text.measures import say_value, title_trend
from dashboard.views.denials.text.recovery_rate import say_days, say_quality, title_curves
from dashboard.views.denials.text.refunds import say_refunds
from tests.dashboard.sample_practice import ask_query

LINE: dict[str, Any] = {
    "service_date": pd.Timestamp("2026-03-09"), "order_date": pd.Timestamp("2026-03-14"), "kx_threshold_cents": 248_000,
    "expected_allowed_cents": 6_948, "received_before_cents": 98_599, "served_before_cents": 120_000,
    "received_between_lines": 0, "received_between_cents": 0, "prior_use_cents": 0, "over_threshold_cents": -142_453,
    "explained_by": "neither", "implied_prior_use_cents": 142_454,
}  # fmt: skip


@pytest.fixture
def curves() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "cohort_quarter": pd.to_datetime(["2026-01-01"] * 3 + ["2026-04-01"] * 3),
            "since_days": [0, 30, 60] * 2,
            "denied_services": [4] * 3 + [2] * 3,
            "at_risk_services": [4, 4, 4, 2, 2, 1],
            "censored_services": [0, 0, 0, 0, 0, 1],
            "recovered_services": [0, 1, 3, 0, 1, 1],
            "recovered_ratio": [0, 0.25, 0.75, 0, 0.5, 1],
            "is_whole": [True] * 5 + [False],
        }
    )


@pytest.fixture
def pace() -> pd.DataFrame:
    steps = {"from_days": [0, 30], "to_days": [30, 60], "at_risk_services": [6, 4], "recovered_services": [2, 2]}
    return pd.DataFrame({**steps, "remaining_ratio": [2 / 3, 1 / 3]})


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_quarter_ends_where_a_service_was_not_watched(curves: pd.DataFrame, pace: pd.DataFrame, palette: Any) -> None:
    first, second, every = draw_recovery_curves(curves, pace, palette).data
    assert list(first.y) == [0, 0.25, 0.75]
    assert list(second.x) == [0, 30]
    assert list(every.x) == [0, 30, 60]
    assert list(every.y) == pytest.approx([0, 1 / 3, 2 / 3])


def test_curves_carry_their_n(curves: pd.DataFrame, pace: pd.DataFrame) -> None:
    notes = [note.text for note in draw_recovery_curves(curves, pace, LIGHT).layout.annotations]
    assert notes == ["Q1 2026 · n 4", "Q2 2026 · n 2", "<b>all · n 6</b>"]
    assert name_quarter(pd.Timestamp("2025-10-01")) == "Q4 2025"


def test_what_comes_back_is_said_with_n(pace: pd.DataFrame) -> None:
    assert title_curves(pace).startswith("About 67% recovered within 60 days of the first denial (n 6 services")
    assert "followed long enough" in title_curves(pace.head(0))
    said = say_days({"recovered_services": 47, "median_days": 91, "ninetieth_days": 196})
    assert "Half of the 47 recovered services took up to 91 days, nine in ten up to 196 days." in said
    assert say_days({"recovered_services": 0}).startswith("None of these are recovered")


def test_the_estimates_are_judged_by_what_came_back() -> None:
    quality = {"estimate_basis": "same_year", "recovered_services": 114, "within_percent_services": 88}
    said = say_quality(pd.DataFrame([quality | {"estimated_cents": 525_636, "recovered_allowed_cents": 523_870}]))
    assert "77% (88 of 114) of the recovered services" in said[0]
    assert said[0].endswith("$5,256.36 expected, $5,238.70 allowed.")


def causes(trait: str, *cents: int) -> pd.DataFrame:
    names = [f"{trait} {place}" for place in range(len(cents))]
    counts = {"cause_dimension": trait, "cause_name": names, "denied_services": [1] * len(cents)}
    leading = [value == max(cents) for value in cents]
    return pd.DataFrame({**counts, "expected_allowed_cents": list(cents), "is_leading": leading})


def test_the_few_are_the_fewest_that_carry_half(practice_home: Path) -> None:
    found = ask_query(practice_home, "denial_causes")
    for _, trait in found.groupby("cause_dimension"):
        few, total = trait.loc[trait["is_leading"], "expected_allowed_cents"], trait["expected_allowed_cents"].sum()
        assert 2 * few.sum() >= total > 2 * few.iloc[:-1].sum()
        assert few.min() >= trait.loc[~trait["is_leading"], "expected_allowed_cents"].max() or len(few) == len(trait)


def test_causes_are_said_by_weight_and_a_single_value_is_none() -> None:
    table = pd.concat([causes("payer", 9_000), causes("clinic", 4_000, 5_000), causes("provider", 7_000, 1_000, 1_000)])
    assert say_causes(table) == [
        "**Provider**: 78% of $90 comes from 1 of 3: provider 0 ($70, 1 service).",
        "**Clinic**: 56% of $90 comes from 1 of 2: clinic 1 ($50, 1 service).",
    ]


def test_bars_of_a_cause_open_by_their_key() -> None:
    sums = {"expected_cents": [300], "recovered_cents": [100], "open_cents": [150], "expired_cents": [50]}
    figure = draw_split(pd.DataFrame({"services": [2], **sums}), ["Ana Ruiz"], ["1144"], LIGHT)
    assert [list(bar.customdata[0]) for bar in figure.data] == [
        ["recovered", "1144"], ["open", "1144"], ["expired", "1144"]
    ]  # fmt: skip


def test_neither_order_names_the_least_use_elsewhere() -> None:
    said = say_explanation(pd.Series(LINE))
    assert said.startswith(
        "DOS Mar 9, 2026, processed in sequence Mar 14, 2026: $985.99 used before it in the order received"
    )
    assert "$1,200.00 by date of service (threshold $2,480.00; this line about $69.48)" in said
    assert "No line with a later date of service was received before it. No prior use was known then." in said
    assert said.endswith("only if at least $1,424.54 was used at other providers.")


def test_an_order_that_explains_says_by_how_much() -> None:
    received = LINE | {"explained_by": "received_order", "over_threshold_cents": 1_138, "received_between_lines": 2}
    said = say_explanation(pd.Series(received | {"received_between_cents": 9_000, "prior_use_cents": 5_000}))
    assert "2 lines ($90.00) with a later date of service were received before it." in said
    assert "Of this, $50.00 is known prior use." in said
    assert said.endswith("In the order received it is $11.38 over the threshold, which explains the denial.")
    served = LINE | {"explained_by": "service_date_order", "over_threshold_cents": -5_093}
    assert "In the order received it is $50.93 below" in say_explanation(pd.Series(served))


def test_the_three_kinds_add_up() -> None:
    kinds = ["neither", "received_order", "received_order", "service_date_order"]
    said = say_explained(pd.DataFrame({"explained_by": kinds, "expected_allowed_cents": [5_000, 1, 1, None]}))
    assert said.startswith("Of 4 missing-KX denials, 2 were over the threshold")
    assert "1 only in date-of-service order. 1 ($50 expected)" in said


def test_both_orders_stand_against_the_threshold() -> None:
    figure = draw_orders(pd.Series(LINE), LIGHT)
    before, own = figure.data
    assert list(before.x) == [98_599, 120_000]
    assert list(own.x) == [6_948, 6_948]
    assert [note.text for note in figure.layout.annotations] == ["threshold $2,480", "$986", "$1,200"]
    over = draw_orders(pd.Series(LINE | {"served_before_cents": 247_000}), LIGHT).data[0]
    assert list(over.marker.color) == [LIGHT.below, LIGHT.over]


def test_implied_use_is_offered_and_enters_nothing() -> None:
    said = say_implied(pd.DataFrame({"beneficiary_key": ["a", "a", "b"]}))
    assert "3 rows of 2 patients" in said
    assert "It changes no figure by itself" in said


def test_refunds_are_counted_by_patient() -> None:
    said = say_refunds(
        pd.DataFrame({"beneficiary_key": ["a", "a"], "patient_share_cents": [11_800, 14_000], "lines": [1, 2]})
    )
    assert said.startswith("**3 lines of 1 patient, $258.00**")


def trend(unit: str, parts: list[int], wholes: list[int]) -> pd.DataFrame:
    months = pd.date_range("2025-01-01", periods=len(parts), freq="MS")
    values = {"kpi_month": months, "kpi_unit": unit, "numerator_value": parts, "denominator_value": wholes}
    of = [1 if unit == "days" else whole for whole in wholes]
    found = [part / whole for part, whole in zip(parts, of, strict=True)]
    limits = {"lower_value": 0.0, "mean_value": 0.144, "upper_value": 0.41}
    return pd.DataFrame({**values, "kpi_value": found, "is_complete": [True] * (len(parts) - 1) + [False], **limits})


def test_a_measure_is_drawn_with_the_limits_of_usual_months() -> None:
    figure = draw_measure(trend("service lines", [1, 2] * 5, [10] * 10), LIGHT)
    assert list(figure.data[0].y) == [0.1, 0.2] * 5
    assert figure.data[0].hovertext[0] == "Jan 2025: 10% (1 of 10 service lines)"
    assert [note.text for note in figure.layout.annotations] == ["expected from 0%", "mean 14%", "expected to 41%"]


def test_limits_follow_the_moving_range_and_need_months(practice_home: Path) -> None:
    asked = {"first_month": date(2025, 1, 1), "last_month": date(2026, 10, 1), "moving_range_factor": 2.66}
    found = ask_query(practice_home, "denial_kpis", fewest_months=2, **asked)
    for _, months in found.groupby("measure_name"):
        values = months.loc[months["is_complete"], "kpi_value"]
        mean, reach = values.mean(), 2.66 * values.diff().abs().mean()
        first = months.iloc[0]
        limits = (first["lower_value"], first["mean_value"], first["upper_value"])
        assert limits == pytest.approx((max(mean - reach, 0), mean, mean + reach))
    assert ask_query(practice_home, "denial_kpis", fewest_months=100, **asked)["mean_value"].isna().all()


def test_days_stay_days_and_dollars_are_dollars() -> None:
    days = trend("days", [63, 49], [1, 8])
    assert list(draw_measure(days, LIGHT).data[0].y) == [63, 49]
    assert say_value(days.iloc[1]) == "49 days (n 8)"
    cents = trend("US cents", [6_400, 0], [12_800, 100])
    assert title_trend(cents.iloc[0], "Leakage share") == "Leakage share: 50% ($64.00 of $128.00) in Jan 2025"
    assert {"numerator_cents", "denominator_cents"} < set(arrange_trend(cents))
    assert "numerator_value" in arrange_trend(days)


def test_each_category_has_a_meaning_of_our_own() -> None:
    assert MEANINGS.keys() == CATEGORY_NAMES.keys()
