"""The steps of one patient: both orders, KX as dots, denials as rings, the crossing named."""

from typing import Any

import pandas as pd
import pytest

from dashboard.theme import LIGHT
from dashboard.views.crossings.charts.patient import draw_steps


@pytest.fixture
def positions() -> pd.DataFrame:
    lines = [
        ("a", "2026-01-05", "2026-01-20", 0, 240_000, False, False, "below", "not_needed"),
        ("b", "2026-02-05", "2026-02-20", 240_000, 250_000, True, False, "crossing", "on_time"),
        ("c", "2026-02-07", "2026-02-22", 250_000, 250_000, False, True, "above", "missing"),
    ]
    names = ["service_line_key", "service_date", "received", "accrued_before_cents", "accrued_after_cents"]
    frame = pd.DataFrame(lines, columns=[*names, "has_kx", "is_denied", "kx_position", "kx_finding"])
    frame = frame.assign(
        prior_use_cents=0,
        prior_use_grade="unknown",
        allowed_cents=frame["accrued_after_cents"] - frame["accrued_before_cents"],
        service_date=pd.to_datetime(frame["service_date"]),
    )
    received = frame.assign(order_basis="received", order_date=pd.to_datetime(frame["received"]))
    by_service = frame.assign(order_basis="service_date", order_date=frame["service_date"])
    return pd.concat([received, by_service])


@pytest.fixture
def year() -> "pd.Series[Any]":
    return pd.Series({"kx_threshold_cents": 248_000, "medical_review_cents": 300_000, "kx_crossing_line_key": "b"})


def trace(figure: Any, name: str) -> Any:
    return next(trace for trace in figure.data if trace.name == name)


def test_the_stair_starts_before_the_first_line(positions: pd.DataFrame, year: "pd.Series[Any]") -> None:
    figure = draw_steps(positions, year, LIGHT)
    assert list(trace(figure, "as received").y) == [0, 240_000, 250_000, 250_000]
    assert list(trace(figure, "as received").x)[1] == pd.Timestamp("2026-01-20")
    assert list(trace(figure, "by service date").x)[1] == pd.Timestamp("2026-01-05")


def test_kx_is_a_dot_and_a_denial_a_ring(positions: pd.DataFrame, year: "pd.Series[Any]") -> None:
    figure = draw_steps(positions, year, LIGHT)
    assert trace(figure, "KX").customdata.tolist() == [["b"]]
    assert list(trace(figure, "KX").marker.color) == [LIGHT.crossing]
    assert trace(figure, "denied").customdata.tolist() == [["c"]]
    assert trace(figure, "denied").marker.symbol == "circle-open"


def test_both_amounts_of_the_year_are_lines(positions: pd.DataFrame, year: "pd.Series[Any]") -> None:
    labels = [note.text for note in draw_steps(positions, year, LIGHT).layout.annotations if note.name == "amount"]
    assert labels == ["KX threshold $2,480", "Medical review $3,000"]


@pytest.mark.parametrize(("grade", "words"), [("unknown", "crossed no later than"), ("verified", "crossed on")])
def test_the_crossing_is_named(positions: pd.DataFrame, year: "pd.Series[Any]", grade: str, words: str) -> None:
    figure = draw_steps(positions.assign(prior_use_grade=grade), year, LIGHT)
    (label,) = [note.text for note in figure.layout.annotations if note.name == "crossing"]
    assert label == f"<b>{words}<br>Feb 5, 2026</b><br>received Feb 20, 2026"


def test_without_a_crossing_nothing_is_named(positions: pd.DataFrame, year: "pd.Series[Any]") -> None:
    year["kx_crossing_line_key"] = None
    figure = draw_steps(positions, year, LIGHT)
    assert [note for note in figure.layout.annotations if note.name == "crossing"] == []


def test_prior_use_is_a_hatched_floor(positions: pd.DataFrame, year: "pd.Series[Any]") -> None:
    floor = trace(draw_steps(positions.assign(prior_use_cents=50_000), year, LIGHT), "prior use")
    assert list(floor.y) == [50_000, 50_000, 50_000]
    assert floor.fillpattern.shape == "/"
