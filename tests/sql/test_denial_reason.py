"""Why a missing-KX denial came when the running amount was below the threshold, what caused it, and the key figures."""

from __future__ import annotations

import csv
import io

import duckdb

from pipelines.models.dictionary import read_measures
from tests.builders import claim, line, prior_use, remittance
from tests.facts import ClaimPayment
from tests.scenarios import expect, told

EXPLANATION = "mart.denial_explanation"
IMPLIED = "mart.implied_prior_use"
CAUSE = (
    "(select cause_dimension, cause_value, count(*) as denied_services, cast(sum(open_cents) as bigint) as open_cents"
    " from mart.denial_trait group by cause_dimension, cause_value)"
)
KPI = "mart.denial_kpi"


def _visits(*days: str, prefix: str = "V", received: str | None = None, modifiers: str = "GP") -> list[ClaimPayment]:
    """One visit of 100.00 on each day."""
    return [
        claim(f"{prefix}{number}", line("97110", modifiers, on=day), received=received or day)
        for number, day in enumerate(days, start=1)
    ]


def _days(month: int, count: int) -> list[str]:
    return [f"2026-{month:02}-{day:02}" for day in range(1, count + 1)]


def test_a_denial_over_our_own_running_amount_needs_no_explanation() -> None:
    visits = _visits(*_days(1, 25))
    denied = claim("D1", line("97110", "GP", on="2026-02-02", denied="CO-119"), received="2026-02-03")
    with told(remittance(*visits, on="2026-02-01"), remittance(denied, on="2026-02-20")) as warehouse:
        expect(
            warehouse,
            EXPLANATION,
            """
            received_before_cents | served_before_cents | over_threshold_cents | explained_by
            250000                | 250000              | 12000                | received_order
            """,
        )
        expect(warehouse, IMPLIED, "amount")


def test_a_late_claim_is_explained_by_what_was_received_before_it() -> None:
    """Served first, received last: twenty-five later visits had used the threshold up."""
    late = claim("D1", line("97110", "GP", on="2026-01-01", denied="CO-119"), received="2026-03-10")
    files = [remittance(*_visits(*_days(2, 25)), on="2026-03-01"), remittance(late, on="2026-03-20")]
    with told(*files) as warehouse:
        expect(
            warehouse,
            EXPLANATION,
            """
            received_before_cents | served_before_cents | received_between_lines | received_between_cents
            250000                | 0                   | 25                     | 250000
            """,
        )


def test_the_order_of_service_explains_what_the_order_of_receipt_does_not() -> None:
    """Denied at once, while the visits before it were received later."""
    denied = claim("D1", line("97110", "GP", on="2026-02-27", denied="CO-119"), received="2026-02-28")
    files = [
        remittance(denied, on="2026-03-05"),
        remittance(*_visits(*_days(1, 25), received="2026-03-10"), on="2026-03-20"),
    ]
    with told(*files) as warehouse:
        expect(
            warehouse,
            EXPLANATION,
            "received_before_cents | served_before_cents | explained_by\n 0 | 250000 | service_date_order",
        )
        expect(warehouse, IMPLIED, "amount")


def test_what_recovered_the_service_does_not_explain_its_denial() -> None:
    denied = claim("D1", line("97110", "GP", on="2026-01-30", denied="CO-119"), received="2026-01-31")
    again = claim("R1", line("97110", "GP KX", on="2026-01-30", allowed=10_000), received="2026-01-31")
    files = [remittance(*_visits(*_days(1, 5)), on="2026-01-20"), remittance(denied, on="2026-02-05")]
    with told(*files, remittance(again, on="2026-02-25")) as warehouse:
        expect(warehouse, EXPLANATION, "served_before_cents | explained_by | state\n 50000 | neither | recovered")


def _unexplained() -> list[bytes]:
    """Five visits of 100.00 paid, then two denials over a threshold of 2,480.00."""
    denied = [
        claim(f"D{day}", line("97110", "GP", on=f"2026-02-0{day}", denied="CO-119"), received=f"2026-02-0{day}")
        for day in (2, 4)
    ]
    return [remittance(*_visits(*_days(1, 5)), on="2026-01-20"), remittance(*denied, on="2026-02-20")]


def test_what_must_have_been_used_elsewhere_is_the_least_that_explains_the_denial() -> None:
    """2,480.00 + 0.01 - 500.00 - 100.00 expected = 1,880.01; the file says it with our own 500.00."""
    with told(*_unexplained()) as warehouse:
        expect(
            warehouse,
            EXPLANATION,
            "explained_by | implied_prior_use_cents | over_threshold_cents\n"
            "neither | 188001 | -188000\n neither | 188001 | -188000",
        )
        expect(
            warehouse,
            IMPLIED,
            """
            patient_id  | pool   | calendar_year | amount  | as_of_date | grade | own_accrued_cents
            1EG4TE5MK73 | PT_SLP | 2026          | 2380.01 | 2026-02-02 | typed | 50000
            """,
        )


def test_the_implied_amount_is_a_prior_use_file_that_explains_the_denials_once_it_is_taken_in() -> None:
    with told(*_unexplained()) as warehouse:
        implied = _write_file(warehouse)
        # the denials raise the account from the day of the first one on, in both orders
        expect(warehouse, "mart.line_position", "prior_use_grade\n" + "unknown\n" * 10 + "implied\n" * 4)
    with told(*_unexplained(), implied) as warehouse:
        expect(warehouse, "mart.file", "kind | status\n prior_use | accepted", "kind = 'prior_use'")
        expect(warehouse, "mart.set_aside", "rule")
        expect(
            warehouse,
            EXPLANATION,
            "explained_by | over_threshold_cents | prior_use_cents\n"
            "received_order | 1 | 188001\n received_order | 1 | 188001",
        )
        expect(warehouse, IMPLIED, "amount")


def _write_file(warehouse: duckdb.DuckDBPyConnection) -> bytes:
    """The file that the page offers: the six columns of a prior use file, and where it comes from."""
    columns = ["patient_id", "pool", "calendar_year", "amount", "as_of_date", "grade", "origin"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(warehouse.execute(f"select {', '.join(columns)} from mart.implied_prior_use").fetchall())
    return text.getvalue().encode()


def test_a_known_prior_use_that_is_too_small_leaves_more_to_be_implied() -> None:
    files = [*_unexplained(), prior_use(100_000, "2026-02-01", grade="verified")]
    with told(*files) as warehouse:
        expect(
            warehouse,
            EXPLANATION,
            "prior_use_cents | explained_by | implied_prior_use_cents\n"
            "50000 | neither | 188001\n 50000 | neither | 188001",
        )


def test_causes_are_the_weekday_the_distance_the_delay_and_the_turn() -> None:
    """Received on a Tuesday, 1 day after the service, up to $250 over; the next on a Thursday 45 days late."""
    first = claim("D1", line("97110", "GP", on="2026-02-02", denied="CO-119"), received="2026-02-03")
    second = claim("D2", line("97110", "GP", on="2026-02-02", denied="CO-119"), received="2026-03-19")
    unknown = claim("D3", line("97140", "GP", on="2026-02-02", denied="CO-119"), patient="OTHER")
    files = [remittance(*_visits(*_days(1, 25)), on="2026-02-01"), remittance(first, on="2026-02-20")]
    files += [remittance(second, unknown, on="2026-03-30")]
    with told(*files) as warehouse:
        expect(
            warehouse,
            CAUSE,
            """
            cause_dimension    | cause_value                      | denied_services | open_cents
            weekday_of_receipt | Tuesday                          | 1               | 10000
            weekday_of_receipt | not stated                       | 1               | 0
            days_to_receipt    | within 7 days                    | 1               | 10000
            days_to_receipt    | not stated                       | 1               | 0
            over_threshold     | $100 to $250 over                | 1               | 10000
            over_threshold     | not over by our own lines        | 1               | 0
            first_of_its_year  | first denial of the patient's year | 2             | 10000
            """,
            "cause_dimension not in ('provider', 'clinic', 'payer')",
        )
        expect(
            warehouse,
            CAUSE,
            "cause_value | denied_services\n MEDICARE PART B | 2",
            "cause_dimension = 'payer'",
        )


def test_key_figures_name_their_numerator_and_denominator() -> None:
    """January: four lines first adjudicated, two of them denied and one all deductible; one claim is a zero pay."""
    claims = [
        claim("A1", line("97110", on="2026-01-02"), patient="P1"),
        claim("A2", line("97110", on="2026-01-02", deductible=10_000), patient="P2"),
        claim("D1", line("97110", on="2026-01-05", denied="CO-119"), line("97112", on="2026-01-05", denied="CO-50")),
        claim("D2", line("97110", on="2026-01-02", denied="OA-18"), patient="P1"),
    ]
    back = claim("R1", line("97110", "GP KX", on="2026-01-05"))
    with told(remittance(*claims, on="2026-01-20"), remittance(back, on="2026-02-20")) as warehouse:
        expect(
            warehouse,
            KPI,
            """
            measure_name                 | numerator_value | denominator_value
            first_remit_denial_rate      | 2               | 4
            first_remit_denial_charges   | 30000           | 56800
            first_pass_payment_rate      | 1               | 4
            remittance_denial_rate       | 1               | 3
            denials_overturned           | 1               | 2
            denials_overturned_charges   | 15000           | 30000
            leakage_share                | 0               | 10000
            days_to_resolution_median    | 31              | 1
            days_to_resolution_ninetieth | 31              | 1
            """,
            "kpi_month = date '2026-01-01'",
        )


def test_each_key_figure_is_a_measure_and_the_others_say_what_is_missing() -> None:
    with told(remittance(claim("D1", line(denied="CO-119")))) as warehouse:
        names = {name for (name,) in warehouse.execute("select measure_name from mart.denial_kpi").fetchall()}
        assert names <= read_measures().keys()
        missing = warehouse.execute("select shown_instead from mart.kpi_not_available").fetchall()
        assert len(missing) >= 6
