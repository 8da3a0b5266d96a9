"""Who is still in care, and how the wait for the threshold ended (contract section 3, words)."""

from __future__ import annotations

import pytest

from tests.builders import claim, line, payment, prior_use, remittance, remittances
from tests.scenarios import RECEIVED, expect, told

CROSSING = "mart.threshold_crossing"


@pytest.mark.parametrize(("as_of", "is_open"), [("2026-02-03", "yes"), ("2026-02-04", "no")])
def test_an_open_patient_had_a_visit_in_the_thirty_days_up_to_the_date(as_of: str, is_open: str) -> None:
    with told(remittance(claim("I1", line(on="2026-01-05"))), as_of=as_of) as warehouse:
        expect(warehouse, CROSSING, f"is_open\n {is_open}", RECEIVED)


def test_the_pool_of_last_year_is_open_no_more() -> None:
    with told(remittance(claim("I1", line(on="2025-12-30")), on="2026-01-05")) as warehouse:
        expect(warehouse, CROSSING, "calendar_year | is_open\n 2025 | no", RECEIVED)


@pytest.mark.parametrize(("as_of", "outcome", "days"), [("2026-03-08", "censored", 62), ("2026-03-09", "ended", 3)])
def test_care_ended_when_sixty_days_passed_without_a_visit(as_of: str, outcome: str, days: int) -> None:
    visits = [claim("I1", line("97110", on="2026-01-05")), claim("I2", line("97110", on="2026-01-08"))]
    with told(remittance(*visits, on="2026-01-20"), as_of=as_of) as warehouse:
        expect(warehouse, CROSSING, f"outcome_category | observed_days\n {outcome} | {days}", RECEIVED)


def test_who_came_again_in_the_new_year_within_sixty_days_had_not_ended() -> None:
    visits = remittances(
        payment(claim("I1", line("97110", on="2025-12-20")), on="2025-12-30"),
        payment(claim("I2", line("97110", on="2026-01-10")), on="2026-06-30"),
    )
    with told(visits) as warehouse:
        expect(
            warehouse,
            CROSSING,
            """
            calendar_year | outcome_category | observed_days
            2025          | censored         | 11
            2026          | ended            | 0
            """,
            RECEIVED,
        )


def test_a_crossing_is_counted_in_days_and_visits_and_elsewhere_is_none() -> None:
    visits = [claim("I1", line(on="2026-01-05", allowed=248_000)), claim("I2", line(on="2026-01-08"))]
    with told(remittance(*visits)) as warehouse:
        expect(
            warehouse,
            CROSSING,
            """
            outcome_category | observed_days | observed_visits | kx_crossing_known_date
            crossed          | 3             | 2               | 2026-01-20
            """,
            RECEIVED,
        )
    with told(remittance(claim("I1", line())), prior_use(300_000, "2026-01-01")) as warehouse:
        expect(warehouse, CROSSING, "outcome_category | kx_crossing_date\n passed_elsewhere | -", RECEIVED)
