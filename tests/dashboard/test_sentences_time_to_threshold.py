"""What is said of the time to the threshold."""

from typing import Any

import pandas as pd
import pytest

from dashboard.formats import format_elapsed
from dashboard.views.time_to_threshold.text.incidence import (
    say_kaplan_meier,
    say_late,
    say_outcomes,
    say_test,
    say_time,
    title_groups,
    title_incidence,
)


def everyone(**changes: Any) -> "pd.Series[Any]":
    row = {
        "patients": 10, "crossed": 6, "ended": 1, "censored": 3, "left_before": 0, "passed_elsewhere": 0, "too_new": 0,
        "crossed_later": 0, "crossed_ratio": 0.6, "crossed_lower_ratio": 0.3, "crossed_upper_ratio": 0.8,
        "kaplan_meier_ratio": 0.7, "median_elapsed": 120, "median_lower_elapsed": 80, "median_upper_elapsed": None,
        "last_elapsed": 200,
    }  # fmt: skip
    return pd.Series(row | changes)


def test_half_is_a_day_with_its_interval() -> None:
    said = say_time(everyone(), "days", "kx")
    assert (
        said == "Half of 10 patients crossed the KX threshold by day 120 (95% interval: from day 80, with no end yet)."
    )
    said = say_time(everyone(median_upper_elapsed=150), "calendar", "medical_review")
    assert said.endswith("crossed the medical review threshold by Apr 30 (95% interval: Mar 21 to May 30).")
    assert say_time(everyone(median_lower_elapsed=None), "visits", "kx").endswith("by visit 120.")


def test_fewer_than_half_is_said_as_such() -> None:
    row = everyone(
        median_elapsed=None, crossed=2, crossed_ratio=0.25, crossed_lower_ratio=0.1, crossed_upper_ratio=0.45
    )
    assert say_time(row, "days", "kx") == (
        "Fewer than half cross: 2 of 10 patients crossed the KX threshold so far, an estimated 25% by day 200 "
        "(95% interval 10% to 45%)."
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"crossed": 0, "crossed_ratio": 0.0, "median_elapsed": None},
            "No crossing of the KX threshold so far (10 patients followed).",
        ),
        ({"crossed_ratio": None, "crossed": 0}, "Too few of 10 patients were in treatment at one time"),
        ({"patients": 0, "crossed_ratio": None}, "No curve yet"),
    ],
)
def test_odd_states_are_sentences(changes: dict[str, Any], said: str) -> None:
    assert say_time(everyone(**changes), "days", "kx").startswith(said)


def test_everyone_is_accounted_for() -> None:
    said = say_outcomes(everyone(), 60)
    assert said.startswith("Of 10 patients, 6 crossed, 1 ended care first and 3 were still in treatment at cutoff")
    said = say_outcomes(everyone(passed_elsewhere=2, too_new=4, crossed_later=5, left_before=1), 60)
    for words in ("1 left before", "5 crossed after", "4 started after the cutoff", "2 passed it by prior use alone"):
        assert words in said
    assert (
        say_outcomes(everyone(patients=0, too_new=4), 60) == "4 started after the cutoff and are not in the curve yet."
    )


def test_the_title_has_a_round_day_and_the_end() -> None:
    curve = pd.DataFrame({"elapsed": [10, 80, 120], "patients": 10, "crossed_ratio": [0.0, 0.25, 0.6]})
    assert title_incidence(curve, "days") == "25% of 10 patients cross within 90 days, 60% by day 120"
    assert title_incidence(curve.head(2), "days") == "25% of 10 patients cross by day 80"
    assert title_incidence(curve, "calendar") == "60% of 10 patients cross by Apr 30"
    later = curve.assign(elapsed=[10, 180, 240])
    assert title_incidence(later, "calendar") == "25% of 10 patients cross by Jul 1, 60% by Aug 28"


def test_groups_are_counted_and_not_ranked() -> None:
    groups = pd.DataFrame({"label": ["OT", "PT and SLP", "X"], "patients": [10, 20, 5], "crossed": [6, 5, 5]})
    assert title_groups(groups, 2) == (
        "OT: 60% (6 of 10) crossed so far; PT and SLP: 25% (5 of 20) crossed so far; "
        "1 with fewer patients are in the table"
    )


def test_a_test_is_said_with_what_it_compares() -> None:
    row = {"groups": 3, "groups_left_out": 1, "crossed": 40, "shared_patients": 7, "p_value_ratio": 0.0002}
    row |= {"comparisons": 18}
    said = say_test(pd.DataFrame([row]), "clinic", 4)
    assert said == (
        "A statistically significant difference in pace, allowing for all comparisons made (log-rank test of 3 "
        "clinics, 40 crossings, p below 0.001). This is 1 of 18 comparisons made of these patients, by amount, time "
        "scale and group. 1 clinic with fewer than five expected crossings left out. 7 patients count in more than "
        "one, as if they were different people."
    )
    alike = pd.DataFrame([row | {"p_value_ratio": 0.003, "groups_left_out": 0, "shared_patients": 0}])
    assert say_test(alike, "year", 3) == (
        "No statistically significant difference in pace, allowing for all comparisons made (log-rank test of 3 "
        "years, 40 crossings, p = 0.003). This is 1 of 18 comparisons made of these patients, by amount, time scale "
        "and group."
    )
    alone = alike.assign(comparisons=1)
    assert say_test(alone, "year", 3).startswith("A statistically significant difference")
    assert say_test(alike.head(0), "pool", 2).startswith("Too few crossings to compare: at least two pools")
    assert say_test(alike.head(0), "year", 1) == "Only one year under these filters: nothing to compare."


def test_a_crossing_by_a_late_claim_says_both_dates() -> None:
    said = say_late(pd.Timestamp("2026-09-27"), pd.Timestamp("2026-07-22"))
    assert said == "processed Sep 27, 2026, date of service Jul 22, 2026"
    assert say_late(None, pd.Timestamp("2026-07-22")) == ""


def test_the_plain_method_is_named_with_its_figure() -> None:
    assert "70% cross the KX threshold, where the curve above says 60%" in say_kaplan_meier(everyone(), "kx")
    assert say_kaplan_meier(everyone(crossed=0), "kx") == ""


@pytest.mark.parametrize(
    ("elapsed", "clock", "said"),
    [(1, "calendar", "Jan 1"), (366, "calendar", "Dec 31"), (5, "days", "day 5"), (5, "visits", "visit 5")],
)
def test_a_time_is_said_in_the_words_of_its_clock(elapsed: int, clock: str, said: str) -> None:
    assert format_elapsed(elapsed, clock) == said
