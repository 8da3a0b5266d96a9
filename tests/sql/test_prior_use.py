"""What was used elsewhere, as far as it is known, and from when it counts (contract section 3)."""

from __future__ import annotations

from textwrap import dedent

from tests.builders import claim, line, payment, prior_use, remittance, remittances, reverse
from tests.facts import Line
from tests.scenarios import POSITION, RECEIVED, expect, told

BOUNDS = "prior_use_cents | prior_use_low_cents | prior_use_high_cents | is_prior_use_uncertain"
BY_PATIENT = "mart.threshold_crossing inner join mart.beneficiary using (beneficiary_key)"


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


def _expect_crossings(table: str, amount: int = 25_000) -> None:
    """Prior use and its bounds of one patient a row: $100 paid on March 10, received on a day, answered on another."""
    header, *rows = [[cell.strip() for cell in row.split("|")] for row in dedent(table).strip().splitlines()]
    visits, answers, expected = [], [], []
    for number, (received, answered, *known) in enumerate(rows):
        who = f"P{number}"
        first = None if received == "-" else received
        visits.append(claim(f"I{number}", line("97110", on="2026-01-05"), patient=who, received=first))
        answers.append(prior_use(amount, answered, patient=who))
        expected.append(" | ".join([who, *known]))
    with told(remittance(*visits, on="2026-03-10"), *answers, as_of="2026-12-31") as warehouse:
        expect(warehouse, BY_PATIENT, "\n".join([" | ".join(["patient_id", *header[2:]]), *expected]), RECEIVED)


def test_medicare_counts_a_claim_three_days_after_it_was_received() -> None:
    """The last one at once: never later than it was paid."""
    _expect_crossings(f"""
        received   | answered   | {BOUNDS}
        2026-02-20 | 2026-02-19 | 25000 | 25000 | 25000 | no
        2026-02-20 | 2026-02-22 | 25000 | 15000 | 25000 | yes
        2026-02-20 | 2026-02-23 | 15000 | 15000 | 25000 | yes
        2026-02-20 | 2026-03-10 | 15000 | 15000 | 15000 | no
        2026-03-09 | 2026-03-10 | 15000 | 15000 | 15000 | no
    """)


def test_without_a_received_date_it_counts_from_eleven_days_before_it_was_paid() -> None:
    _expect_crossings(f"""
        received | answered   | {BOUNDS}
        -        | 2026-02-23 | 25000 | 25000 | 25000 | no
        -        | 2026-02-24 | 25000 | 15000 | 25000 | yes
        -        | 2026-02-26 | 25000 | 15000 | 25000 | yes
        -        | 2026-02-27 | 15000 | 15000 | 25000 | yes
        -        | 2026-03-10 | 15000 | 15000 | 15000 | no
    """)


def test_an_answer_of_own_claims_alone_is_no_use_elsewhere() -> None:
    columns = "prior_use_cents | prior_use_low_cents | prior_use_high_cents"
    table = f"received | answered | {columns}\n 2026-02-20 | 2026-02-23 | 0 | 0 | 10000"
    _expect_crossings(table, amount=10_000)


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
