"""What was known of an account on a date: the ground that forecasts stand on."""

from __future__ import annotations

from datetime import date, timedelta

from tests.builders import claim, line, payment, prior_use, remittances, reverse
from tests.facts import Payment
from tests.scenarios import expect, told

MONTH = "ledger.account_month"


def _visit(on: str, paid: str, cents: int = 10_000) -> Payment:
    return payment(claim(f"I{on}", line(on=on, allowed=cents)), on=paid)


def _visits(*days: str) -> bytes:
    """Each paid after twenty days."""
    return remittances(*(_visit(day, f"{date.fromisoformat(day) + timedelta(days=20)}") for day in days))


def test_only_what_was_paid_by_then_was_known() -> None:
    """The visit of January 5 is paid in March: at the end of January only that of January 12 is known."""
    late, prompt = _visit("2026-01-05", "2026-03-10"), _visit("2026-01-12", "2026-01-30", cents=25_000)
    with told(remittances(prompt, late)) as warehouse:
        expect(
            warehouse,
            MONTH,
            """
            as_of_date | visits | first_service_date | last_service_date | own_accrued_cents | gap_count | gap_days
            2026-01-31 | 1      | 2026-01-12         | 2026-01-12        | 25000             | 0         | 0
            2026-03-10 | 2      | 2026-01-05         | 2026-01-12        | 35000             | 1         | 7
            """,
        )
        expect(
            warehouse,
            "ledger.as_of_date",
            """
            as_of_date | is_kept
            2026-01-31 | yes
            2026-03-10 | no
            """,
        )


def test_what_was_taken_back_later_was_still_known_before() -> None:
    first = claim("I1", line(on="2026-01-05", allowed=30_000))
    with told(
        remittances(
            payment(first, on="2026-01-20"),
            _visit("2026-02-02", "2026-02-20"),
            payment(reverse(first), on="2026-03-20"),
        )
    ) as warehouse:
        expect(
            warehouse,
            MONTH,
            """
            as_of_date | visits | own_accrued_cents
            2026-01-31 | 1      | 30000
            2026-02-28 | 2      | 40000
            2026-03-20 | 1      | 10000
            """,
        )


def test_prior_use_counts_from_the_day_it_was_known() -> None:
    visits = remittances(
        _visit("2026-01-05", "2026-01-20", 200_000),
        _visit("2026-02-02", "2026-02-20"),
        _visit("2026-03-02", "2026-03-20"),
    )
    with told(visits, prior_use(260_000, "2026-02-25")) as warehouse:
        expect(
            warehouse,
            MONTH,
            """
            as_of_date | own_accrued_cents | prior_use_cents | prior_use_grade | kx_crossed_date
            2026-01-31 | 200000            | 0               | unknown         | -
            2026-02-28 | 210000            | 50000           | verified        | 2026-01-05
            2026-03-20 | 220000            | 50000           | verified        | 2026-01-05
            """,
        )


def test_a_long_gap_begins_a_new_course() -> None:
    days = ["2026-01-05", "2026-01-08", "2026-01-28", "2026-04-01", "2026-04-04"]
    with told(_visits(*days)) as warehouse:
        expect(
            warehouse,
            MONTH,
            """
            visits | course_visits | gap_count | gap_days | usual_gap_days | priced_visits | priced_cents
            5      | 2             | 3         | 26       | 13             | 4             | 40000
            """,
            "as_of_date = (select max(as_of_date) from ledger.as_of_date)",
        )


def test_an_end_of_care_is_counted_once_it_is_sure() -> None:
    """By July it is sure that nothing followed January 8 within 60 days; of June nothing is sure yet."""
    days = ["2026-01-05", "2026-01-08", "2026-06-20"]
    with told(_visits(*days)) as warehouse:
        expect(
            warehouse,
            "ledger.care_end",
            """
            as_of_date | pool   | course_visit | pace_days | visits | ended_visits
            2026-07-10 | PT_SLP | 1            | 0         | 1      | 0
            2026-07-10 | PT_SLP | 2            | 3         | 1      | 1
            """,
        )


def test_ends_of_care_are_counted_by_the_pace_up_to_the_visit() -> None:
    """Gaps of 2, 3 and 20 days: a pause counts as 7; the half day between 2 and 3 counts up. June is a new course."""
    days = ["2026-01-05", "2026-01-07", "2026-01-10", "2026-01-30", "2026-06-01", "2026-06-03", "2026-10-20"]
    with told(_visits(*days)) as warehouse:
        expect(
            warehouse,
            "ledger.care_end",
            """
            course_visit | pace_days | visits | ended_visits
            1            | 0         | 1      | 0
            1            | 4         | 1      | 0
            2            | 2         | 1      | 0
            2            | 4         | 1      | 1
            3            | 3         | 1      | 0
            4            | 4         | 1      | 1
            """,
            "as_of_date = (select max(as_of_date) from ledger.as_of_date)",
        )


def test_the_reporting_delay_is_that_of_visits_some_months_old() -> None:
    with told(
        remittances(
            _visit("2026-01-05", "2026-01-20"), _visit("2026-01-06", "2026-02-20"), _visit("2026-03-20", "2026-04-10")
        )
    ) as warehouse:
        expect(
            warehouse,
            "ledger.reporting_delay",
            """
            as_of_date | delay_days | visits
            2026-04-10 | 15         | 1
            2026-04-10 | 45         | 1
            """,
        )
