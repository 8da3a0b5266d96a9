"""What real remittances do that a careless reader gets wrong."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import claim, line, npi, payment, remittance, remittances
from tests.facts import Adjustment
from tests.scenarios import LINE, RECEIVED, expect, told


def test_a_denied_line_that_comes_back_split_in_two() -> None:
    """The first half recovers it; the second half is a service of its own."""
    files = [
        remittance(claim("I1", line("97110", denied="CO-119", submitted_units="4")), on="2026-01-20"),
        remittance(claim("I2", *[line("97110", "GP KX", allowed=6_000, units="2")] * 2), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(
            warehouse,
            "mart.denial",
            "state | recovered_allowed_cents | expected_allowed_cents\n recovered | 6000 | 12000",
        )
        expect(warehouse, "mart.threshold_crossing", "own_accrued_cents\n 12000", RECEIVED)


def test_an_adjustment_may_carry_a_quantity() -> None:
    counted = replace(line("97110", denied="CO-151"), adjustments=(Adjustment("CO", "151", 15_000, "2"),))
    with told(remittance(claim("I1", counted))) as warehouse:
        expect(warehouse, "mart.denial", "adjustment_reason_code | charge_cents\n 151 | 15000")


def test_the_same_code_by_two_disciplines_is_two_services() -> None:
    files = [
        remittance(claim("I1", line("97530", "GP", denied="CO-50")), on="2026-01-20"),
        remittance(claim("I2", line("97530", "GO")), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, "mart.denial", "state\n open")
        expect(warehouse, LINE, "pool | is_denied\n PT_SLP | yes\n OT | no")


def test_another_payee_date_or_person_is_another_service() -> None:
    denied = claim("I1", line("97110", denied="CO-50"))
    others = [
        payment(claim("I2", line("97110")), on="2026-02-20", npi=npi(5)),
        payment(claim("I3", line("97110", on="2026-01-06")), on="2026-02-21"),
        payment(claim("I4", line("97110"), patient="OTHER"), on="2026-02-22"),
    ]
    with told(remittance(denied, on="2026-01-20"), remittances(*others)) as warehouse:
        expect(warehouse, "mart.denial", "state\n open")
        expect(warehouse, "mart.build_info", "lines\n 4")


def test_the_adjudicated_code_counts_where_another_was_submitted() -> None:
    with told(remittance(claim("I1", line("97112", submitted_code="97110")))) as warehouse:
        expect(warehouse, LINE, "procedure_code\n 97112")


def test_what_the_payer_withholds_or_adds_touches_the_check_and_no_pool() -> None:
    withheld = (Adjustment("", "WO", 1_000), Adjustment("", "L6", -25))
    made = payment(claim("I1", line("97110")), on="2026-01-20", provider_adjustments=withheld)
    with told(remittances(made)) as warehouse:
        expect(
            warehouse,
            "mart.payment",
            """
            payment_cents | claim_paid_cents | provider_adjustment_cents | difference_cents
            6865          | 7840             | 975                       | 0
            """,
        )
        expect(warehouse, "mart.threshold_crossing", "accrued_cents\n 10000", RECEIVED)


def test_expected_looks_at_the_own_clinic_and_first_at_the_own_year() -> None:
    """The other clinic's rate and a denied line of no units say nothing; without one in the year all years speak."""
    payments = [
        payment(claim("A", line("97110", on="2025-06-02", allowed=8_000)), on="2025-06-20"),
        payment(claim("B", line("97110", allowed=9_000)), on="2026-01-20"),
        payment(claim("C", line("97110", allowed=5_000)), on="2026-01-21", npi=npi(5)),
        payment(
            claim("D", line("97110", on="2026-01-06", denied="CO-50")),
            claim("E", line("97110", on="2024-03-04", denied="CO-50")),
            on="2026-01-22",
        ),
    ]
    with told(remittances(*payments)) as warehouse:
        expect(
            warehouse,
            "mart.denial",
            """
            payer_claim_control_number | expected_allowed_cents
            D                          | 9000
            E                          | 8500
            """,
        )


def test_deductible_alone_is_no_denial_and_fills_the_pool() -> None:
    visit = line("97110", charge=15_000, adjustments="CO-45=34;PR-1=116")
    with told(remittance(claim("I1", replace(visit, allowed=11_600)))) as warehouse:
        expect(warehouse, LINE, "is_denied | paid_cents | allowed_cents\n no | 0 | 11600")
        expect(warehouse, "mart.threshold_crossing", "accrued_cents\n 11600", RECEIVED)


def test_several_transactions_in_a_file_are_several_payments() -> None:
    content = remittances(
        payment(claim("I1", line("97110")), on="2026-01-20"), payment(claim("I2", line("97140")), on="2026-02-20")
    )
    with told(content) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number | payment_date\n I1 | 2026-01-20\n I2 | 2026-02-20")
        expect(warehouse, "mart.file", "claim_payments | payment_cents\n 2 | 15680")
