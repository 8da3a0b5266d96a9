"""The caseload figures say what their rows say."""

from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from dashboard.theme import DARK, LIGHT
from dashboard.views.crossings.charts.caseload import draw_caseload, draw_nearest
from dashboard.views.crossings.charts.caseload_bars import draw_caseload_bars


def patient(key: str, cents: int, **other: Any) -> dict[str, Any]:
    threshold = 248_000
    status = "over_kx" if cents > threshold else "approaching" if cents >= 200_000 else "below"
    plain = {
        "beneficiary_key": key,
        "patient_id": f"1EG4•••{key}",
        "pool": "PT_SLP",
        "status": status,
        "accrued_cents": cents,
        "own_accrued_cents": cents,
        "prior_use_cents": None,
        "prior_use_grade": "unknown",
        "left_cents": threshold - cents,
        "alert_cents": 200_000,
        "kx_threshold_cents": threshold,
        "medical_review_cents": 300_000,
        "kx_crossing_date": pd.NaT,
        "last_service_date": datetime(2026, 6, 1),  # noqa: DTZ001
    }
    return plain | other


@pytest.fixture
def caseload() -> pd.DataFrame:
    elsewhere = {"own_accrued_cents": 150_000, "prior_use_cents": 60_000, "prior_use_grade": "verified"}
    return pd.DataFrame(
        [
            patient("a", 50_000),
            patient("b", 50_100),
            patient("c", 210_000, **elsewhere),
            patient("d", 260_000, pool="OT"),
        ]
    )


def dots(figure: Any, name: str) -> list[Any]:
    return [trace for trace in figure.data if trace.name == name and len(trace.x)]


def test_each_patient_is_one_dot_at_the_amount_used(caseload: pd.DataFrame) -> None:
    figure = draw_caseload(caseload, LIGHT)
    assert sorted(cents for trace in figure.data for cents in trace.x) == [50_000, 50_100, 210_000, 260_000]
    assert [list(trace.x) for trace in dots(figure, "over")] == [[260_000]]


def test_dots_with_nearly_the_same_amount_are_stacked(caseload: pd.DataFrame) -> None:
    (below,) = dots(draw_caseload(caseload, LIGHT), "below")
    assert list(below.y) == [1, 2]


def test_the_mark_says_what_is_known_of_prior_use(caseload: pd.DataFrame) -> None:
    figure = draw_caseload(caseload, LIGHT)
    assert list(dots(figure, "below")[0].marker.symbol) == ["circle-open", "circle-open"]
    assert list(dots(figure, "approaching")[0].marker.symbol) == ["diamond"]


def test_a_dot_carries_the_key_and_no_identifier(caseload: pd.DataFrame) -> None:
    (over,) = dots(draw_caseload(caseload, LIGHT), "over")
    assert over.customdata.tolist() == [["d", "OT"]]
    assert "1EG4" not in str(draw_caseload(caseload, LIGHT).to_dict())


def test_the_groups_are_counted_above_the_axis(caseload: pd.DataFrame) -> None:
    counts = [note.text for note in draw_caseload(caseload, LIGHT).layout.annotations if note.name == "count"]
    assert counts == ["<b>2</b><br>below", "<b>1</b><br>approaching", "<b>1</b><br>over"]


def test_the_amounts_of_the_year_are_labelled_lines(caseload: pd.DataFrame) -> None:
    labels = [note.text for note in draw_caseload(caseload, DARK).layout.annotations if note.name == "amount"]
    assert labels == ["$0", "$2,000", "<b>$2,480</b>", "$3,000"]


def test_a_year_without_a_medical_review_amount_has_no_line_for_it(caseload: pd.DataFrame) -> None:
    unknown = caseload.assign(medical_review_cents=None)
    labels = [note.text for note in draw_caseload(unknown, LIGHT).layout.annotations if note.name == "amount"]
    assert labels == ["$0", "$2,000", "<b>$2,480</b>"]


def test_bars_are_own_dollars_and_then_prior_use(caseload: pd.DataFrame) -> None:
    own, elsewhere = draw_nearest(caseload.iloc[[2]], LIGHT).data
    assert (list(own.x), list(elsewhere.x)) == ([150_000], [60_000])
    assert elsewhere.marker.pattern.shape == "/"


def test_a_bar_with_unknown_prior_use_is_marked(caseload: pd.DataFrame) -> None:
    assert draw_nearest(caseload.iloc[[0]], LIGHT).layout.yaxis.ticktext == ("1EG4•••a · PT+SLP + ?",)


def test_a_large_caseload_is_counted_by_amount_in_the_same_groups(caseload: pd.DataFrame) -> None:
    figure = draw_caseload_bars(caseload, LIGHT)
    drawn = [(trace.name, trace.yaxis, start, number) for trace in figure.data for start, number in _starts(trace)]
    assert drawn == [("below", "y", 50_000, 2), ("approaching", "y", 210_000, 1), ("over", "y2", 260_000, 1)]
    assert dots(figure, "below")[0].hovertext == ("2 patients from $500 to under $600",)
    notes = [note.text for note in figure.layout.annotations if note.name in {"count", "amount"}]
    assert notes == [
        note.text for note in draw_caseload(caseload, LIGHT).layout.annotations if note.name in {"count", "amount"}
    ]
    assert "1EG4" not in str(figure.to_dict())


def _starts(trace: Any) -> list[tuple[int, int]]:
    return [(middle - 5_000, number) for middle, number in zip(trace.x, trace.y, strict=True)]
