"""When an account enters, when and how it leaves, on each clock (contract section 3, words; DECISIONS.md)."""

from __future__ import annotations

import pytest

from pipelines.models.catalog import load_models
from tests.builders import claim, correct, line, payment, prior_use, remittance, remittances, reverse
from tests.facts import ClaimPayment
from tests.scenarios import expect, told

ACCOUNT = "mart.time_account"
KX = "threshold_category = 'kx'"


def visits(*days: str, allowed: int = 10_000) -> list[ClaimPayment]:
    """One claim payment for each day."""
    return [claim(f"I{number}", line(on=day, allowed=allowed)) for number, day in enumerate(days)]


def test_a_crossing_ends_the_wait_on_all_clocks_for_both_amounts() -> None:
    days = ["2026-02-02", "2026-02-04", "2026-02-09", "2026-03-02"]
    with told(remittance(*visits(*days, allowed=90_000), on="2026-03-10"), as_of="2026-06-01") as warehouse:
        expect(
            warehouse,
            ACCOUNT,
            """
            threshold_category | exit_category | exit_days | exit_visits | entry_calendar_days | exit_calendar_days
            kx                 | crossed       | 7         | 3           | 32                  | 40
            medical_review     | crossed       | 28        | 4           | 32                  | 61
            """,
        )


@pytest.mark.parametrize(
    ("as_of", "category", "days", "number"), [("2026-03-08", "censored", 2, 1), ("2026-03-09", "ended", 3, 2)]
)
def test_it_is_watched_until_it_is_known_whether_care_had_ended(
    as_of: str, category: str, days: int, number: int
) -> None:
    with told(remittance(*visits("2026-01-05", "2026-01-08"), on="2026-01-20"), as_of=as_of) as warehouse:
        expect(warehouse, ACCOUNT, f"exit_category | exit_days | exit_visits\n {category} | {days} | {number}", KX)


def test_a_crossing_after_watching_stopped_is_not_yet_in_the_curve() -> None:
    lines = visits("2026-01-05", "2026-03-20", allowed=200_000)
    with told(remittance(*lines, on="2026-03-30"), as_of="2026-04-01") as warehouse:
        expect(
            warehouse,
            ACCOUNT,
            """
            exit_category | exit_date  | crossing_date | exit_days | exit_visits
            censored      | 2026-01-31 | 2026-03-20    | 26        | 1
            """,
            KX,
        )


def test_who_began_after_watching_stopped_is_too_new() -> None:
    with told(remittance(*visits("2026-03-20"), on="2026-03-30"), as_of="2026-04-01") as warehouse:
        expect(warehouse, ACCOUNT, "exit_category | exit_days | entry_calendar_days\n too_new | - | -", KX)


def test_the_year_ends_the_watching_of_those_who_come_again() -> None:
    both = remittances(
        payment(claim("I1", line(on="2025-12-20")), on="2025-12-30"),
        payment(claim("I2", line(on="2026-01-10")), on="2026-06-30"),
    )
    with told(both) as warehouse:
        expect(
            warehouse,
            ACCOUNT,
            """
            calendar_year | exit_category | exit_date  | exit_calendar_days
            2025          | censored      | 2025-12-31 | 365
            2026          | ended         | 2026-01-10 | 10
            """,
            KX,
        )


def test_prior_use_alone_passes_on_a_day_that_nobody_knows() -> None:
    with told(remittance(claim("I1", line())), prior_use(300_000, "2026-01-01"), as_of="2026-06-01") as warehouse:
        expect(
            warehouse,
            ACCOUNT,
            """
            threshold_category | exit_category    | exit_date  | exit_days
            kx                 | passed_elsewhere | -          | -
            medical_review     | crossed          | 2026-01-05 | 0
            """,
        )


def test_a_service_that_a_late_correction_moves_to_the_front_moves_the_start() -> None:
    """The first service of the year is that of all final lines; the late claim crosses on the day it was processed."""
    first = claim("I1", line(on="2026-02-02", allowed=200_000))
    second = claim("I2", line(on="2026-02-20", allowed=100_000))
    corrected = correct(second, line(on="2026-01-12", allowed=100_000), icn="I3")
    files = remittances(payment(first, second, on="2026-03-01"), payment(reverse(second), corrected, on="2026-04-15"))
    with told(files, as_of="2026-08-01") as warehouse:
        expect(
            warehouse,
            ACCOUNT,
            """
            first_service_date | crossing_date | late_processed_date | exit_date  | exit_days | exit_visits
            2026-01-12         | 2026-01-12    | 2026-04-15          | 2026-04-15 | 93        | 2
            """,
            KX,
        )


@pytest.mark.parametrize(
    ("served", "paid", "is_late"),
    [("2026-03-02", "2026-04-02", True), ("2026-03-03", "2026-04-02", False), ("2026-03-10", "2026-05-02", False)],
)
def test_a_claim_is_late_after_thirty_days_and_behind_a_later_visit(served: str, paid: str, is_late: bool) -> None:
    """31 days are late, 30 are not; without a later visit received before it, a slow claim is not."""
    files = remittances(
        payment(claim("I1", line(on="2026-03-09", allowed=200_000)), on="2026-03-20"),
        payment(claim("I2", line(on=served, allowed=100_000)), on=paid),
    )
    with told(files, as_of="2026-09-01") as warehouse:
        exit_date, late = (paid, paid) if is_late else (served, "-")
        expect(
            warehouse,
            ACCOUNT,
            f"crossing_date | late_processed_date | exit_date\n {served} | {late} | {exit_date}",
            KX,
        )


def test_a_late_claim_processed_in_the_new_year_crosses_on_december_31() -> None:
    files = remittances(
        payment(claim("I1", line(on="2025-11-20", allowed=200_000)), on="2025-12-05"),
        payment(claim("I2", line(on="2025-11-03", allowed=100_000)), on="2026-02-20"),
    )
    with told(files, as_of="2026-09-01") as warehouse:
        expect(
            warehouse,
            ACCOUNT,
            "exit_category | late_processed_date | exit_date\n crossed | 2026-02-20 | 2025-12-31",
            KX,
        )


def test_a_medical_review_amount_that_is_not_known_has_no_row() -> None:
    with told(remittance(*visits("2026-01-05")), as_of="2026-06-01") as warehouse:
        warehouse.execute("update ledger.threshold set medical_review_cents = null")
        model = next(model for model in load_models() if model.name == ACCOUNT)
        found = warehouse.execute(f"select threshold_category from ({model.sql})").fetchall()
        assert found == [("kx",)]
