"""What was used elsewhere, as far as it is known, and from when it counts (contract section 3)."""

from __future__ import annotations

from tests.builders import claim, line, payment, prior_use, remittance, remittances
from tests.facts import Line
from tests.scenarios import POSITION, RECEIVED, expect, told


def _two_visits() -> list[Line]:
    return [line("97110", "GP KX", on="2026-01-05"), line("97140", "GP KX", on="2026-02-05")]


def test_prior_use_counts_from_its_date_on() -> None:
    first, second = _two_visits()
    payments = remittances(payment(claim("I1", first), on="2026-01-10"), payment(claim("I2", second), on="2026-02-10"))
    with told(payments, prior_use(110_000, "2026-01-15")) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            order_basis  | procedure_code | prior_use_cents | prior_use_grade | kx_finding
            received     | 97110          | 0               | unknown         | early_unverified
            received     | 97140          | 100000          | verified        | early
            service_date | 97110          | 0               | unknown         | early_unverified
            service_date | 97140          | 100000          | verified        | early
            """,
        )


def test_prior_use_counts_from_the_service_date_or_the_date_received() -> None:
    """On January 7 the visit was over and the claim not yet in: it counts in one order only."""
    visit = claim("I1", line("97110", "GP KX", on="2026-01-05"), received="2026-01-07")
    with told(remittance(visit, on="2026-01-20"), prior_use(100_000, "2026-01-07")) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            order_basis  | prior_use_cents | prior_use_grade
            received     | 100000          | verified
            service_date | 0               | unknown
            """,
        )


def test_our_own_share_is_taken_out_of_the_prior_use_as_it_stood_then() -> None:
    first, second = _two_visits()
    payments = remittances(payment(claim("I1", first), on="2026-01-10"), payment(claim("I2", second), on="2026-02-10"))
    with told(payments, prior_use(9_000, "2026-01-10")) as warehouse:
        expect(warehouse, "mart.threshold_crossing", "prior_use_cents | prior_use_grade\n 0 | verified", RECEIVED)
    with told(payments, prior_use(25_000, "2026-02-10")) as warehouse:
        expect(warehouse, "mart.threshold_crossing", "prior_use_cents | accrued_cents\n 5000 | 25000", RECEIVED)
    with told(payments, prior_use(25_000, "2026-02-09")) as warehouse:
        expect(warehouse, "mart.threshold_crossing", "prior_use_cents | accrued_cents\n 15000 | 35000", RECEIVED)


def test_of_several_the_largest_holds_and_on_a_tie_the_verified_one() -> None:
    visit = remittance(claim("I1", line("97110", "GP KX", on="2026-01-05")), on="2026-01-20")
    smaller_later = [prior_use(50_000, "2026-01-01"), prior_use(20_000, "2026-01-03", grade="typed")]
    with told(visit, *smaller_later) as warehouse:
        expect(warehouse, POSITION, "prior_use_cents | prior_use_grade\n 50000 | verified", RECEIVED)
    tie = [prior_use(50_000, "2026-01-03", grade="typed"), prior_use(50_000, "2026-01-01")]
    with told(visit, *tie) as warehouse:
        expect(warehouse, POSITION, "prior_use_cents | prior_use_grade\n 50000 | verified", RECEIVED)


def test_prior_use_that_alone_passes_the_threshold_has_no_crossing_date() -> None:
    visits = remittances(
        payment(claim("I1", line("97110", on="2026-01-05")), on="2026-01-10"),
        payment(claim("I2", line("97140", on="2026-02-05")), on="2026-02-10"),
    )
    with told(visits, prior_use(268_000, "2026-01-15")) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            procedure_code | accrued_before_cents | accrued_after_cents | kx_position
            97110          | 0                    | 10000               | below
            97140          | 268000               | 278000              | above
            """,
            RECEIVED,
        )
        expect(
            warehouse,
            "mart.threshold_crossing",
            """
            kx_crossing_date | alert_date | days_to_kx | status  | accrued_cents
            -                | -          | -          | over_kx | 278000
            """,
            RECEIVED,
        )
