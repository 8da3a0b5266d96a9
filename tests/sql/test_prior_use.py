"""What was used elsewhere, as far as it is known, and from when it counts (contract section 3)."""

from __future__ import annotations

from tests.builders import claim, line, payment, prior_use, remittance, remittances, reverse
from tests.facts import Line
from tests.scenarios import POSITION, RECEIVED, expect, told


def _two_visits() -> list[Line]:
    return [line("97110", "GP KX", on="2026-01-05"), line("97140", "GP KX", on="2026-02-05")]


def test_prior_use_counts_from_its_date_on() -> None:
    first, second = _two_visits()
    payments = remittances(payment(claim("I1", first), on="2026-01-10"), payment(claim("I2", second), on="2026-03-10"))
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


def _crossing(received: str | None, answered: str, amount: int = 25_000) -> tuple[object, ...]:
    """Prior use and its bounds: $100 paid on March 10 and received on a day, answered on another."""
    visit = claim("I1", line("97110", on="2026-01-05"), received=received)
    with told(remittance(visit, on="2026-03-10"), prior_use(amount, answered), as_of="2026-12-31") as warehouse:
        row = warehouse.execute(
            "select prior_use_cents, prior_use_low_cents, prior_use_high_cents, is_prior_use_uncertain"
            f" from mart.threshold_crossing where {RECEIVED}"
        ).fetchone()
        assert row is not None
        return row


def test_medicare_counts_a_claim_three_days_after_it_was_received() -> None:
    assert _crossing("2026-02-20", "2026-02-19") == (25_000, 25_000, 25_000, False)
    assert _crossing("2026-02-20", "2026-02-22") == (25_000, 15_000, 25_000, True)
    assert _crossing("2026-02-20", "2026-02-23") == (15_000, 15_000, 25_000, True)
    assert _crossing("2026-02-20", "2026-03-10") == (15_000, 15_000, 15_000, False)
    # never later than it was paid
    assert _crossing("2026-03-09", "2026-03-10") == (15_000, 15_000, 15_000, False)


def test_without_a_received_date_it_counts_from_eleven_days_before_it_was_paid() -> None:
    assert _crossing(None, "2026-02-23") == (25_000, 25_000, 25_000, False)
    assert _crossing(None, "2026-02-24") == (25_000, 15_000, 25_000, True)
    assert _crossing(None, "2026-02-26") == (25_000, 15_000, 25_000, True)
    assert _crossing(None, "2026-02-27") == (15_000, 15_000, 25_000, True)
    assert _crossing(None, "2026-03-10") == (15_000, 15_000, 15_000, False)


def test_an_answer_of_own_claims_alone_is_no_use_elsewhere() -> None:
    assert _crossing("2026-02-20", "2026-02-23", amount=10_000)[:3] == (0, 0, 10_000)


def test_a_reversal_counts_from_eleven_days_before_its_payment_whatever_received_date_it_repeats() -> None:
    visit = claim("I1", line("97110", on="2026-01-05"), received="2026-01-07")
    payments = remittances(payment(visit, on="2026-01-20"), payment(reverse(visit), on="2026-03-12"))
    other = remittance(claim("I2", line("97140", on="2026-01-06")), on="2026-01-21")

    def prior(answered: str) -> object:
        with told(payments, other, prior_use(25_000, answered)) as warehouse:
            row = warehouse.execute(f"select prior_use_cents from mart.threshold_crossing where {RECEIVED}").fetchone()
            return row[0] if row else None

    assert prior("2026-02-28") == 5_000
    assert prior("2026-03-01") == 15_000


def test_whether_kx_is_required_may_hinge_on_the_bounds() -> None:
    """$2,400 elsewhere or $2,300: the second line needs KX under the high bound only."""
    visit = claim("I1", line("97110", on="2026-01-05"), received="2026-02-20")
    later = claim("I2", line("97140", on="2026-03-01", allowed=5_000), received="2026-03-02")
    files = [remittance(visit, on="2026-03-10"), remittance(later, on="2026-03-20")]
    with told(*files, prior_use(235_000, "2026-02-24")) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            payer_claim_control_number | kx_finding | is_prior_use_decisive
            I1                         | not_needed | no
            I2                         | not_needed | yes
            """,
            RECEIVED,
        )
        expect(warehouse, "mart.threshold_crossing", "prior_use_decisive_lines\n 1", RECEIVED)


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
