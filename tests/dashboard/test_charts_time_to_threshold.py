"""The curve of the time page, its band, and the numbers beneath it."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.state.filters import ALL_MONTHS, Filters, whole_year
from dashboard.theme import DARK, LIGHT
from dashboard.views.time_to_threshold.charts.incidence import count_at_risk, draw_incidence
from dashboard.views.time_to_threshold.incidence_data import narrow


def course(group: str, label: str, points: list[tuple[int, int]]) -> pd.DataFrame:
    """(elapsed, at risk) with shares and counts as the queries give them; the first point has no limits."""
    frame = pd.DataFrame(points, columns=["elapsed", "at_risk"]).assign(group_name=group, label=label, patients=4)
    for name in ("crossed_so_far", "ended_so_far", "censored_so_far"):
        frame[name] = range(len(frame))
    limits = pd.DataFrame(
        {
            "crossed_ratio": [0.0, 0.25, 0.5, 0.5],
            "ended_ratio": [0.25, 0.25, 0.25, 0.5],
            "crossed_lower_ratio": [float("nan"), 0.1, 0.2, 0.2],
            "crossed_upper_ratio": [float("nan"), 0.5, 0.8, 0.8],
        }
    )
    return pd.concat([frame, limits.head(len(frame))], axis=1)


@pytest.fixture
def everyone() -> pd.DataFrame:
    return course("all", "crossed", [(0, 4), (30, 3), (60, 2), (90, 2)])


def labels(figure: Any, name: str) -> list[str]:
    return [note.text for note in figure.layout.annotations if note.name == name]


def traces(figure: Any, name: str) -> list[Any]:
    return [trace for trace in figure.data if trace.name == name]


def test_the_stair_starts_at_nothing(everyone: pd.DataFrame) -> None:
    figure = draw_incidence(everyone, "days", LIGHT)
    (crossed,), (ended,) = traces(figure, "all"), traces(figure, "ended")
    assert list(crossed.x) == [0, 0, 30, 60, 90]
    assert list(crossed.y) == [0.0, 0.0, 0.25, 0.5, 0.5]
    assert list(ended.y) == [0.0, 0.25, 0.25, 0.25, 0.5]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_band_is_drawn_where_there_are_limits(everyone: pd.DataFrame, palette: Any) -> None:
    lower, upper = traces(draw_incidence(everyone, "days", palette), "band")
    assert list(lower.x) == list(upper.x) == [30, 60, 90]
    assert list(lower.y) == [0.1, 0.2, 0.2]
    assert list(upper.y) == [0.5, 0.8, 0.8]
    assert upper.fill == "tonexty"


def test_hover_says_the_limits(everyone: pd.DataFrame) -> None:
    (crossed,) = traces(draw_incidence(everyone, "visits", LIGHT), "all")
    assert "by visit 30: <b>25%</b> crossed (95% interval 10% to 50%)" in crossed.text[2]
    assert "interval" not in crossed.text[1]


def test_the_ends_are_labelled_with_their_share_above_the_band(everyone: pd.DataFrame) -> None:
    figure = draw_incidence(everyone, "days", LIGHT)
    assert labels(figure, "end") == ["<b>crossed</b> 50%", "care ended first 50%"]
    assert [note.y for note in figure.layout.annotations if note.name == "end"] == [0.8, 0.5]


@pytest.mark.parametrize(("tick", "number"), [(0, 4), (30, 3), (120, 0), (15, None)])
def test_at_risk_are_those_of_the_tick(everyone: pd.DataFrame, tick: int, number: int | None) -> None:
    assert count_at_risk(everyone, tick) == number


def test_the_numbers_at_risk_stand_under_the_ticks(everyone: pd.DataFrame) -> None:
    figure = draw_incidence(everyone, "days", LIGHT)
    assert list(figure.layout.xaxis.tickvals) == [0, 30, 60, 90]
    assert labels(figure, "risk") == ["4", "3", "2", "2"]


def test_the_calendar_has_months_and_a_dash_before_its_beginning() -> None:
    figure = draw_incidence(course("all", "crossed", [(32, 3), (60, 2), (130, 1)]), "calendar", LIGHT)
    assert list(figure.layout.xaxis.ticktext) == ["Jan", "Mar", "May"]
    assert labels(figure, "risk") == ["–", "2", "–"]
    assert traces(figure, "all")[0].x[0] == 32


def test_groups_have_a_line_and_a_row_each() -> None:
    points = [(0, 4), (10, 3), (20, 1)]
    both = pd.concat([course("PT_SLP", "PT and SLP", points), course("OT", "OT", points)])
    figure = draw_incidence(both, "visits", LIGHT)
    stairs = [trace for trace in figure.data if trace.name != "band"]
    assert [trace.name for trace in stairs] == ["PT_SLP", "OT"]
    assert [trace.line.dash for trace in stairs] == ["solid", "dash"]
    assert labels(figure, "risk")[0] == "── 4"
    assert labels(figure, "end") == ["── <b>PT and SLP</b> 50%", "- - - <b>OT</b> 50%"]


def test_a_long_course_keeps_at_most_seven_ticks(everyone: pd.DataFrame) -> None:
    everyone["elapsed"] = [0, 10, 200, 365]
    assert len(draw_incidence(everyone, "days", LIGHT).layout.xaxis.tickvals) <= 7


def test_a_point_carries_its_day(everyone: pd.DataFrame) -> None:
    assert list(traces(draw_incidence(everyone, "days", LIGHT), "all")[0].customdata[2]) == ["all", 30]


@pytest.mark.parametrize(
    ("compare", "group", "asked"),
    [
        ("all", "all", {}),
        ("pool", "OT", {"pool": "OT"}),
        ("clinic", "1234567893", {"clinic": "1234567893"}),
        ("provider", "1234567893", {"provider": "1234567893"}),
        ("year", "2026", {"period": whole_year(2026)}),
    ],
)
def test_a_click_asks_for_those_of_its_curve(compare: str, group: str, asked: dict[str, Any]) -> None:
    of_all = Filters(ALL_MONTHS, compare=compare)
    assert narrow(of_all, [group, 50]) == replace(of_all, up_to=50, **asked)


def test_no_click_asks_for_nothing() -> None:
    of_all = Filters(ALL_MONTHS, compare="pool")
    assert narrow(of_all, []) == of_all


@pytest.mark.parametrize(("reach", "ticks"), [(20, (0, 7, 14)), (90, (0, 30, 60, 90))])
def test_a_short_time_has_more_than_one_tick(reach: int, ticks: tuple[int, ...]) -> None:
    figure = draw_incidence(course("all", "everyone", [(0, 4), (reach, 2)]), "days", LIGHT)
    assert figure.layout.xaxis.tickvals == ticks
