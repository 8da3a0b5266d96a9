"""What is said of the time to the threshold."""

import pandas as pd
import pytest

from dashboard.sentences.time_to_threshold import say_outcomes, say_time, title_groups, title_incidence


@pytest.fixture
def course() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group_name": "all",
            "elapsed": [10, 80, 120],
            "patients": 10,
            "crossed_so_far": [0, 2, 6],
            "ended_so_far": [1, 1, 1],
            "censored_so_far": [0, 0, 3],
            "crossed_ratio": [0.0, 0.25, 0.6],
        }
    )


def test_half_is_a_day(course: pd.DataFrame) -> None:
    assert say_time(course, "days") == "Half of 10 patients crossed the KX threshold by day 120."
    assert say_time(course, "visits").endswith("by visit 120.")


def test_fewer_than_half_is_said_as_such(course: pd.DataFrame) -> None:
    said = say_time(course.head(2).assign(crossed_so_far=[0, 2]), "days")
    assert said == "Fewer than half get there: 2 of 10 patients crossed so far, an estimated 25% in the end."


def test_everyone_is_accounted_for(course: pd.DataFrame) -> None:
    said = say_outcomes(course, 0)
    assert said.startswith("Of 10 patients, 6 crossed, 1 ended care first and 3 were still coming")
    assert "2 more passed the threshold by use elsewhere alone" in say_outcomes(course, 2)


def test_the_title_has_a_round_day_and_the_end(course: pd.DataFrame) -> None:
    assert title_incidence(course, "days") == "25% of 10 patients cross within 90 days, 60% by day 120"
    assert title_incidence(course.tail(1), "days").startswith("0% of 10 patients")


def test_groups_are_counted_and_not_ranked(course: pd.DataFrame) -> None:
    both = pd.concat([course.assign(group_name="OT"), course.assign(group_name="PT_SLP")])
    said = title_groups(both, {"OT": "OT", "PT_SLP": "PT and SLP"})
    assert said == "OT: 60% (6 of 10) crossed so far; PT and SLP: 60% (6 of 10) crossed so far"
