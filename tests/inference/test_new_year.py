"""What an account takes over New Year: the newest visits of last year fill up the pace, one course goes on."""

from __future__ import annotations

import numpy as np

from pipelines.inference._forecast_rows import Columns
from pipelines.inference._new_year import carry_over, find_dates_before_year

DECEMBER, JANUARY, JUNE = (int(np.datetime64(day).astype(int)) for day in ("2025-12-31", "2026-01-31", "2026-06-30"))
LAST, NEXT = 1_000_000 + 20_250, 1_000_000 + 20_260


def _months(own_gaps: int, first_service: int, course_visits: int, visits: int, day: int = JANUARY) -> Columns:
    """An account of December with ten gaps of three days, and the one of the new year with gaps of seven."""
    rows = {
        "account_ordinal": [LAST, NEXT],
        "as_of_date": [DECEMBER, day],
        "visits": [30, visits],
        "course_visits": [20, course_visits],
        "first_service_date": [DECEMBER - 90, first_service],
        "last_service_date": [DECEMBER - 5, day - 3],
        "gap_count": [10, own_gaps],
        "gap_days": [30, 7 * own_gaps],
        "gap_square": [90, 49 * own_gaps],
        "usual_gap_days": [30, 7 * own_gaps],
        "usual_gap_square": [90, 49 * own_gaps],
        "priced_visits": [12, own_gaps],
        "priced_cents": [120_000, 8_000 * own_gaps],
        "priced_square": [1_200_000_000, 64_000_000 * own_gaps],
    }
    return {name: np.array(column) for name, column in rows.items()}


def _carry(months: Columns) -> Columns:
    dates = np.array([DECEMBER, JANUARY, JUNE])
    return carry_over(months, find_dates_before_year(dates, months["as_of_date"]), 12, 60)


def test_the_newest_twelve_gaps_are_filled_up_from_last_year() -> None:
    carried = _carry(_months(own_gaps=4, first_service=DECEMBER + 3, course_visits=5, visits=5))
    assert carried["gap_count"].tolist() == [10, 4 + 8]
    assert carried["gap_days"].tolist() == [30, 28 + 0.8 * 30]
    assert carried["priced_cents"].tolist() == [120_000, 32_000 + 8 / 12 * 120_000]


def test_a_course_goes_on_within_sixty_days_and_not_after_a_break() -> None:
    assert _carry(_months(4, DECEMBER + 3, 5, 5))["course_visits"].tolist() == [20, 25]
    assert _carry(_months(4, DECEMBER + 56, 5, 5, JUNE))["course_visits"].tolist() == [20, 5]
    assert _carry(_months(4, DECEMBER + 3, course_visits=2, visits=5))["course_visits"].tolist() == [20, 2]


def test_an_account_with_twelve_gaps_or_without_a_year_before_stays_as_it_is() -> None:
    months = _months(12, DECEMBER + 3, 13, 13, JUNE)
    assert _carry(months)["gap_days"].tolist() == [30, 84]
    alone = {name: column[1:] for name, column in months.items()}
    carried = _carry(alone)
    assert all(carried[name].tolist() == alone[name].tolist() for name in alone)
