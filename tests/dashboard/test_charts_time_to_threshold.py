"""The curve of the time page, and the numbers beneath it."""

from typing import Any

import pandas as pd
import pytest

from dashboard.charts.time_to_threshold import count_at_risk, draw_incidence
from dashboard.courses import read_click
from dashboard.formats import POOL_NAMES
from dashboard.theme import LIGHT


def course(group: str, rows: list[tuple[int, int, int, int]]) -> pd.DataFrame:
    """(elapsed, crossed, ended, censored) with the totals that the query would give."""
    frame = pd.DataFrame(rows, columns=["elapsed", "crossed", "ended", "censored"]).assign(group_name=group)
    leaving = frame[["crossed", "ended", "censored"]].sum(axis=1)
    frame["patients"] = leaving.sum()
    frame["at_risk"] = leaving[::-1].cumsum()
    for name in ("crossed", "ended", "censored"):
        frame[f"{name}_so_far"] = frame[name].cumsum()
    return frame.assign(crossed_ratio=[0.0, 0.25, 0.5], ended_ratio=[0.25, 0.25, 0.25])


@pytest.fixture
def everyone() -> pd.DataFrame:
    return course("all", [(10, 0, 1, 0), (50, 1, 0, 0), (90, 1, 0, 1)])


def labels(figure: Any, name: str) -> list[str]:
    return [note.text for note in figure.layout.annotations if note.name == name]


def test_the_stair_starts_at_nothing(everyone: pd.DataFrame) -> None:
    figure = draw_incidence(everyone, "days", {"all": "crossed"}, LIGHT)
    assert list(figure.data[0].x) == [0, 10, 50, 90]
    assert list(figure.data[0].y) == [0.0, 0.0, 0.25, 0.5]
    assert list(figure.data[1].y) == [0.0, 0.25, 0.25, 0.25]


def test_the_ends_are_labelled_with_their_share(everyone: pd.DataFrame) -> None:
    assert labels(draw_incidence(everyone, "days", {"all": "crossed"}, LIGHT), "end") == [
        "<b>crossed</b> 50%",
        "care ended first 25%",
    ]


@pytest.mark.parametrize(("day", "number"), [(0, 4), (10, 4), (11, 3), (50, 3), (90, 2), (91, 0)])
def test_at_risk_are_those_who_are_still_there_at_the_day(everyone: pd.DataFrame, day: int, number: int) -> None:
    assert count_at_risk(everyone, day) == number


def test_the_numbers_at_risk_stand_under_the_ticks(everyone: pd.DataFrame) -> None:
    figure = draw_incidence(everyone, "days", {"all": "crossed"}, LIGHT)
    assert list(figure.layout.xaxis.tickvals) == [0, 30, 60, 90]
    assert labels(figure, "risk") == ["4", "3", "2", "2"]


def test_groups_have_a_line_and_a_row_each() -> None:
    rows = [(10, 0, 1, 0), (20, 1, 0, 0), (30, 1, 0, 1)]
    figure = draw_incidence(pd.concat([course("OT", rows), course("PT_SLP", rows)]), "visits", POOL_NAMES, LIGHT)
    assert [trace.name for trace in figure.data] == ["PT_SLP", "OT"]
    assert [trace.line.dash for trace in figure.data] == ["solid", "dash"]
    assert labels(figure, "risk")[0] == "── 4"
    assert labels(figure, "end") == ["── <b>PT and SLP</b> 50%", "- - - <b>OT</b> 50%"]


def test_a_long_course_keeps_at_most_seven_ticks(everyone: pd.DataFrame) -> None:
    everyone["elapsed"] = [10, 200, 365]
    assert len(draw_incidence(everyone, "days", {"all": "crossed"}, LIGHT).layout.xaxis.tickvals) <= 7


def test_a_point_carries_its_day(everyone: pd.DataFrame) -> None:
    assert list(draw_incidence(everyone, "days", {"all": "crossed"}, LIGHT).data[0].customdata[2]) == ["all", 50]


@pytest.mark.parametrize(
    ("compare", "group", "asked"),
    [
        ("all", "all", {"up_to": 50}),
        ("pool", "OT", {"up_to": 50, "pool": "OT"}),
        ("clinic", "1234567893", {"up_to": 50, "payee_npi": "1234567893"}),
        ("year", "2026", {"up_to": 50, "first_year": 2026, "last_year": 2026}),
    ],
)
def test_a_click_asks_for_those_of_its_curve(compare: str, group: str, asked: dict[str, Any]) -> None:
    assert read_click([{"customdata": [group, 50]}], compare) == asked


def test_no_click_asks_for_nothing() -> None:
    assert read_click([], "pool") == {}
