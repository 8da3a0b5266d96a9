"""What is said of crossings: numbers agree with their nouns, dates are exact or the latest possible."""

from typing import Any

import pandas as pd
import pytest

from dashboard.views.crossings.text import (
    say_crossing,
    say_crossing_line,
    say_crossings,
    say_needs_kx,
    say_new_crossings,
    say_orders,
    say_position,
    say_prior_use,
    say_uncovered,
    title_caseload,
    title_nearest,
)

Row = pd.Series
COUNTS = {
    "pairs": 20, "crossings": 2, "crossed_patients": 2, "open_pairs": 9, "open_approaching": 1, "open_over": 3,
    "new_crossings": 1, "over_by_prior_use_patients": 0, "needs_kx_patients": 0, "approaching_patients": 1,
}  # fmt: skip
YEAR = {
    "pool": "PT_SLP", "calendar_year": 2026, "kx_threshold_cents": 248_000, "accrued_cents": 250_000,
    "left_cents": -2_000, "kx_crossing_date": pd.Timestamp("2026-06-14"), "kx_crossing_line_key": "b",
    "prior_use_grade": "unknown", "prior_use_cents": 0, "prior_use_low_cents": 0, "prior_use_high_cents": 0,
    "is_prior_use_uncertain": False, "denied_missing_lines": 0, "last_missing_denied_date": pd.NaT,
    "uncovered_category": None,
}  # fmt: skip


def counts(**other: int) -> "Row[Any]":
    return pd.Series(COUNTS | other)


def year(**other: Any) -> "Row[Any]":
    return pd.Series(YEAR | other)


def test_the_answer_names_the_threshold_and_who_approaches() -> None:
    answer = say_crossings(counts(), 2026, 248_000)
    assert answer == "2 patients crossed the KX threshold of $2,480 in 2026; 1 active patient is approaching it."


def test_crossings_of_both_pools_are_told_apart_from_patients() -> None:
    assert "1 patient crossed" in say_crossings(counts(crossed_patients=1), 2026, 248_000)
    assert "(2 crossings, PT+SLP and OT counted separately)" in say_crossings(counts(crossed_patients=1), 2026, 248_000)


def test_a_past_year_has_nobody_approaching() -> None:
    assert say_crossings(counts(open_pairs=0), 2025, 241_000).endswith("in 2025.")
    assert title_caseload(counts(open_pairs=0)) == "Year-end position of 20 patient-threshold records"


@pytest.mark.parametrize(
    ("new", "elsewhere", "words"),
    [
        (0, 0, "No crossing newly identified since Sep 30, 2026."),
        (2, 0, "2 crossings newly identified since Sep 30, 2026."),
        (
            1,
            1,
            "1 crossing newly identified since Sep 30, 2026. 1 more patient went over the threshold by prior use at",
        ),
    ],
)
def test_what_changed_since_last_month(new: int, elsewhere: int, words: str) -> None:
    said = say_new_crossings(
        counts(new_crossings=new, over_by_prior_use_patients=elsewhere), pd.Timestamp("2026-09-30")
    )
    assert said.startswith(words)


def test_a_standing_is_over_or_what_is_left() -> None:
    assert say_position(year()) == "PT and SLP, 2026: $20.00 over the KX threshold ($2,500.00 of $2,480)."
    below = say_position(year(accrued_cents=240_000, left_cents=8_000))
    assert below == "PT and SLP, 2026: $80.00 remaining until the KX threshold ($2,400.00 of $2,480)."


@pytest.fixture
def lines() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "order_basis": "received",
            "service_line_key": ["a", "b", "c"],
            "line_sequence": [1, 2, 3],
            "has_kx": [False, True, False],
            "prior_use_grade": "unknown",
            "kx_finding": ["not_needed", "on_time", "not_needed"],
            "service_date": pd.Timestamp("2026-06-14"),
        }
    )


def test_with_unknown_prior_use_a_crossing_is_no_later_than(lines: pd.DataFrame) -> None:
    said = say_crossing(year(), lines)
    assert said == "Crossed no later than Jun 14, 2026; KX on 1 of 2 lines since, including that one."


def test_with_known_prior_use_a_crossing_is_on_a_day(lines: pd.DataFrame) -> None:
    assert say_crossing(year(), lines.assign(prior_use_grade="verified")).startswith("Crossed on Jun 14, 2026")


def test_who_did_not_cross_is_told_apart_from_who_passed_elsewhere(lines: pd.DataFrame) -> None:
    assert say_crossing(year(kx_crossing_date=pd.NaT, accrued_cents=100), lines) == "Not crossed."
    assert "prior use at other providers alone" in say_crossing(year(kx_crossing_date=pd.NaT), lines)


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        (["not_needed", "not_needed", "missing"], "1 line over the threshold had no KX and was denied"),
        (["not_needed", "missing", "missing"], "2 lines over the threshold had no KX and were denied"),
    ],
)
def test_who_did_not_cross_because_lines_were_denied_is_told(
    lines: pd.DataFrame, findings: list[str], said: str
) -> None:
    denied = lines.assign(kx_finding=findings)
    below = year(kx_crossing_date=pd.NaT, accrued_cents=100)
    assert say_crossing(below, denied) == f"Not crossed: {said}, first on Jun 14, 2026."


def test_the_crossing_line_names_its_claim() -> None:
    line = pd.Series(
        {
            "procedure_code": "97110",
            "payer_claim_control_number": "•••3406",
            "payment_date": pd.Timestamp("2026-07-01"),
        }
    )
    assert say_crossing_line(line) == "Crossing line: 97110, claim •••3406, paid Jul 1, 2026."


def test_the_other_order_is_mentioned_when_there_is_a_crossing() -> None:
    none = year(kx_crossing_date=pd.NaT)
    assert say_orders(none, none) == ""
    assert "on the same day" in say_orders(year(), year())
    assert "there is no crossing" in say_orders(year(), none)
    assert "is on May 1, 2026" in say_orders(year(), year(kx_crossing_date=pd.Timestamp("2026-05-01")))


def test_prior_use_is_named_with_its_grade() -> None:
    assert "may be earlier" in say_prior_use(year())
    known = say_prior_use(year(prior_use_grade="typed", prior_use_cents=50_000))
    assert known == "At other providers: $500.00 (manually entered); hatched in the chart."


def test_the_nearest_is_named_with_what_is_left() -> None:
    near = pd.DataFrame({"left_cents": [163, 5_000]})
    assert (
        title_nearest(near)
        == "2 active patient-threshold records closest to the threshold, the first with $1.63 remaining"
    )


def test_a_patient_whose_newest_lines_were_denied_needs_kx_now() -> None:
    answer = say_crossings(counts(needs_kx_patients=2), 2026, 248_000)
    assert answer.endswith("2 active patients need KX now: the newest lines were denied for missing KX.")
    assert "1 active patient needs KX now" in say_crossings(counts(needs_kx_patients=1), 2026, 248_000)
    assert say_needs_kx(year()) == ""
    denied = year(denied_missing_lines=5, last_missing_denied_date=pd.Timestamp("2026-09-27"))
    assert "the last 5 lines denied for missing KX (119), most recently on Sep 27, 2026." in say_needs_kx(denied)


def test_prior_use_with_far_bounds_is_a_range_and_an_implied_amount_a_lower_bound() -> None:
    known = year(prior_use_grade="verified", prior_use_cents=15_000, prior_use_low_cents=15_000)
    apart = known.copy()
    apart["prior_use_high_cents"], apart["is_prior_use_uncertain"] = 25_000, True
    assert "$150.00, between $150.00 and $250.00 (verified)" in say_prior_use(apart)
    implied = year(prior_use_grade="implied", prior_use_cents=9_000, prior_use_high_cents=pd.NA)
    assert "at least $90.00 (implied by a missing-KX denial, a lower bound)" in say_prior_use(implied)


def test_an_account_of_an_uncovered_year_says_why_early_kx_cannot_be_judged() -> None:
    assert say_uncovered(year()) == ""
    assert "begin after the first two weeks of January" in say_uncovered(year(uncovered_category="late_start"))
    assert "a month of the clinic's remittances is missing" in say_uncovered(year(uncovered_category="missing_month"))
