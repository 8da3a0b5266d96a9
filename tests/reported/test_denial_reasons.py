"""What denies a line and what does not, and what a line was allowed."""

from __future__ import annotations

import pytest

from tests.reported.files import offered
from tests.scenarios import LINE, expect


def test_a_denial_of_the_whole_claim_denies_its_lines() -> None:
    with offered("C70_claim_level_denial.835") as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | charge_cents | paid_cents | allowed_cents | allowed_basis | denial_category
            97110          | 10000        | 0          | 0             | denied        | missing_kx
            97530          | 5000         | 0          | 0             | denied        | missing_kx
            """,
        )
        expect(
            warehouse,
            "mart.claim_share",
            """
            adjustment_group_code | adjustment_reason_code | claim_adjustment_cents | share_cents
            CO                    | 119                    | 15000                  | 10000
            CO                    | 119                    | 15000                  | 5000
            """,
        )
        expect(
            warehouse,
            "mart.threshold_crossing",
            "own_accrued_cents | accrued_cents | prior_use_grade\n 0 | 248001 | implied",
            "order_basis = 'received'",
        )


@pytest.mark.parametrize("name", ["C12_zero_denial_reason.835", "Y9_oa23_zero_reason.835", "C71_g_code_246.835"])
def test_a_reason_without_an_amount_or_a_reporting_code_is_no_denial(name: str) -> None:
    with offered(name) as warehouse:
        expect(warehouse, "mart.denial", "service_line_key")
        expect(warehouse, LINE, "is_denied", "is_denied")
        expect(warehouse, "mart.set_aside", "rule")


def test_a_negative_amount_outside_a_reversal_sets_the_claim_payment_aside() -> None:
    with offered("C95_negative_paid.835") as warehouse:
        expect(warehouse, LINE, "allowed_cents")
        expect(warehouse, "mart.set_aside", "segment_number | rule\n 15 | negative_allowed")


def test_a_received_date_of_zeros_is_absent() -> None:
    with offered("C85_rd_zero.835") as warehouse:
        expect(warehouse, LINE, "received_date | allowed_cents\n - | 8000")
        expect(warehouse, "mart.set_aside", "rule")
