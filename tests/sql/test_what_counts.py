"""What is set aside, what an as-of date leaves out, and where every line read is (contract sections 1 and 2)."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import claim, line, payment, prior_use, remittance, remittances, reverse, thresholds
from tests.facts import Threshold
from tests.scenarios import LINE, RECEIVED, expect, told

BALANCE = "mart.service_line_balance"


def test_a_claim_payment_with_an_unusable_value_is_set_aside_and_the_others_count() -> None:
    claims = [
        claim("GOOD", line()),
        claim("NEGATIVE", line(charge=-100, adjustments="", b6=False)),
        claim("NO-DATE", line("97140", on=None), line("97110")),
        claim("ANCIENT", line(on="1999-12-31")),
        claim("FUTURE", line(on="2026-01-21")),
        claim("NOBODY", line(), patient=""),
        claim("SAME-DAY", line("97530", on="2026-01-20")),
    ]
    with told(remittance(*claims, on="2026-01-20")) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n GOOD\n SAME-DAY")
        expect(
            warehouse,
            "mart.set_aside",
            """
            rule                       | claim_payment_lines
            negative_charge            | 1
            no_service_date            | 2
            service_date_too_early     | 1
            service_date_after_payment | 1
            no_patient_identifier      | 1
            """,
        )
        expect(
            warehouse,
            BALANCE,
            """
            category         | service_lines
            standing_in_pool | 2
            set_aside        | 6
            """,
            "service_lines > 0",
        )


def test_an_amount_with_three_decimals_sets_its_claim_payment_aside() -> None:
    content = remittance(claim("BAD", line("97110", allowed=11_650)), claim("GOOD", line("97140")))
    with told(content.replace(b"AMT*B6*116.50~", b"AMT*B6*116.505~")) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n GOOD")
        expect(warehouse, "mart.set_aside", "file_name | claim_payment_lines\n file1 | 1")


def test_a_negative_charge_belongs_to_a_reversal() -> None:
    first = claim("I1", line())
    with told(remittance(first), remittance(reverse(first), on="2026-02-20")) as warehouse:
        expect(warehouse, "mart.set_aside", "rule")


def test_an_as_of_date_is_the_state_of_knowledge_on_that_date() -> None:
    denied, rebilled = claim("I1", line("97110", denied="CO-119")), claim("I2", line("97110", "GP KX"))
    files = [
        remittance(denied, claim("I0", line("97140")), on="2026-01-20"),
        remittance(rebilled, on="2026-03-20"),
        prior_use(240_000, "2026-03-01"),
    ]
    with told(*files, as_of="2026-02-28") as warehouse:
        expect(warehouse, "mart.build_info", "data_through_date | lines\n 2026-02-28 | 2")
        expect(warehouse, "mart.denial", "state\n open")
        expect(warehouse, "mart.threshold_crossing", "accrued_cents | prior_use_grade\n 258001 | implied", RECEIVED)
        expect(
            warehouse,
            BALANCE,
            """
            payment_month | category         | service_lines
            2026-01-01    | standing_in_pool | 2
            2026-03-01    | after_as_of      | 1
            """,
            "service_lines > 0",
        )
    with told(*files, as_of="2026-03-20") as warehouse:
        expect(warehouse, "mart.denial", "state\n recovered")
        expect(warehouse, "mart.threshold_crossing", "prior_use_grade\n implied", RECEIVED)
    with told(*files) as warehouse:
        expect(warehouse, "mart.build_info", "data_through_date\n 2026-03-20")


def test_what_was_taken_back_after_the_as_of_date_still_stands() -> None:
    first = claim("I1", line())
    files = [remittance(first, on="2026-01-20"), remittance(reverse(first), on="2026-02-20")]
    with told(*files, as_of="2026-02-19") as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n I1")
    with told(*files, as_of="2026-02-20") as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number")


def test_own_use_that_was_taken_back_later_was_still_own_use_then() -> None:
    """On January 31 Medicare showed 150.00, 100.00 of it ours; that we lost ours in February changes nothing of it."""
    first = claim("I1", line("97110"))
    payments = [payment(first, on="2026-01-20"), payment(reverse(first), claim("I2", line("97140")), on="2026-02-20")]
    with told(remittances(*payments), prior_use(15_000, "2026-01-31")) as warehouse:
        expect(warehouse, "mart.threshold_crossing", "prior_use_cents | accrued_cents\n 5000 | 15000", RECEIVED)
    with told(remittances(*payments), prior_use(15_000, "2026-02-20")) as warehouse:
        expect(warehouse, "mart.threshold_crossing", "prior_use_cents | accrued_cents\n 5000 | 15000", RECEIVED)


def test_claim_payments_decided_without_lines_are_counted_beside() -> None:
    bare = replace(claim("BARE"), charge=15_000, adjustments=line(denied="CO-29").adjustments, status="4")
    with told(remittance(bare, claim("I1", line()))) as warehouse:
        expect(
            warehouse,
            "mart.claim_payment_balance",
            """
            payment_month | category      | claim_payments
            2026-01-01    | with_lines    | 1
            2026-01-01    | without_lines | 1
            """,
            "claim_payments > 0",
        )
        expect(warehouse, "mart.file", "claim_payments | service_lines | payment_cents\n 2 | 1 | 7840")


def test_a_threshold_file_adds_a_year_without_medical_review() -> None:
    visit = remittance(claim("I1", line(on="2028-01-05", allowed=260_001)), on="2028-01-20")
    with told(visit, thresholds([Threshold(2028, 260_000, None)])) as warehouse:
        expect(
            warehouse,
            "mart.threshold_crossing",
            """
            calendar_year | status   | kx_crossing_date | medical_review_crossing_date
            2028          | over_kx  | 2028-01-05       | -
            """,
            RECEIVED,
        )


def test_a_threshold_that_contradicts_the_shipped_one_is_set_aside() -> None:
    visit = remittance(claim("I1", line(allowed=248_001)))
    with told(visit, thresholds([Threshold(2026, 100_000)])) as warehouse:
        expect(warehouse, "mart.set_aside", "file_name | segment_number\n file2 | 2")
        expect(
            warehouse, "mart.threshold", "calendar_year | kx_threshold_cents\n 2026 | 248000", "calendar_year = 2026"
        )
