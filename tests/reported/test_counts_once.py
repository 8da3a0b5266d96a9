"""What appears twice counts once, whatever the second copy looks like."""

from __future__ import annotations

from tests.reported.files import offered
from tests.scenarios import LINE, expect

REPEATED = "rule = 'repeated_claim_payment'"


def test_modifiers_in_another_order_are_the_same_claim_payment() -> None:
    with offered("Y3a.835", "Y3b.csv") as warehouse:
        expect(warehouse, LINE, "file_name | modifiers | allowed_cents\n Y3a.835 | KX,GP | 8000")
        expect(warehouse, "mart.set_aside", "segment_number | rule\n 2 | repeated_claim_payment")


def test_leading_zeros_of_a_trace_number_do_not_count() -> None:
    with offered("C55a.835", "C55c_zeros.835") as warehouse:
        expect(warehouse, LINE, "file_name | allowed_cents\n C55a.835 | 8000")
        expect(warehouse, "mart.set_aside", "segment_number | rule\n 15 | repeated_claim_payment")


def test_one_trace_number_for_all_remittances_without_money_is_no_repetition() -> None:
    with offered("C93a.835", "C93b.835") as warehouse:
        expect(warehouse, "mart.denial", "times_denied | denial_category | state\n 2 | missing_kx | open")
        expect(warehouse, "mart.set_aside", "rule")


def test_hyphens_in_an_identifier_do_not_count() -> None:
    with offered("C30c.835") as warehouse:
        expect(warehouse, "mart.beneficiary", "patient_id\n 3M68A16AU76")


def test_an_export_appended_to_itself_counts_once() -> None:
    with offered("Y2_appended.csv") as warehouse:
        expect(warehouse, LINE, "procedure_code | allowed_cents\n 97110 | 8000\n 97530 | 8000")
        expect(warehouse, "mart.set_aside", "segment_number | rule\n 5 | repeated_claim_payment")


def test_a_row_that_stands_twice_counts_once() -> None:
    with offered("Y1_row_twice.csv") as warehouse:
        expect(warehouse, LINE, "segment_number | allowed_cents\n 2 | 8000")
        expect(warehouse, "mart.set_aside", "segment_number | rule\n 3 | repeated_claim_payment")
