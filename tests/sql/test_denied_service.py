"""One row for a denied service however often it was denied, and what became of it (contract section 3)."""

from __future__ import annotations

import pytest

from tests.builders import claim, line, payment, remittance, remittances, reverse
from tests.scenarios import LINE, expect, told

DENIAL = "mart.denial"


def test_a_service_denied_three_times_is_one_denial() -> None:
    files = [
        remittance(claim("I1", line("97110", denied="CO-119", charge=15_000)), on="2026-01-20"),
        remittance(claim("I2", line("97110", denied="CO-50", charge=16_000)), on="2026-02-20"),
        remittance(claim("I3", line("97110", "GP KX", denied="CO-16", charge=17_000)), on="2026-03-20"),
    ]
    with told(*files) as warehouse:
        expect(
            warehouse,
            DENIAL,
            """
            first_denied_date | times_denied | denial_category | charge_cents | has_kx | payer_claim_control_number
            2026-01-20        | 3            | missing_kx      | 15000        | no     | I1
            """,
        )
        expect(warehouse, LINE, "payer_claim_control_number | is_denied\n I3 | yes")


def test_a_rebill_under_a_new_control_number_recovers() -> None:
    files = [
        remittance(claim("I1", line("97110", "GP", denied="CO-119")), on="2026-01-20"),
        remittance(claim("I2", line("97110", "GP KX", allowed=9_000)), on="2026-03-01"),
    ]
    with told(*files) as warehouse:
        expect(
            warehouse,
            DENIAL,
            """
            state     | recovered_date | recovered_allowed_cents | days_to_recover | expected_allowed_cents | has_kx
            recovered | 2026-03-01     | 9000                    | 40              | 9000                   | no
            """,
        )
        expect(warehouse, LINE, "payer_claim_control_number\n I2")


def test_an_earlier_allowed_line_recovers_nothing() -> None:
    files = [
        remittance(claim("I1", line("97110", "GP")), on="2026-01-20"),
        remittance(claim("I2", line("97110", "GP", denied="CO-50")), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state | recovered_date | payer_claim_control_number\n open | - | I2")
        expect(warehouse, LINE, "payer_claim_control_number\n I1")


def test_a_later_line_that_allows_nothing_recovers_nothing() -> None:
    files = [
        remittance(claim("I1", line("97110", "GP", denied="CO-50")), on="2026-01-20"),
        remittance(claim("I2", line("97110", "GP", charge=15_000, adjustments="CO-45=150", b6=False)), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state | recovered_date\n open | -")


def test_a_recovery_that_is_taken_back_recovers_no_longer() -> None:
    denied = claim("I1", line("97110", "GP", denied="CO-119"))
    allowed = claim("I2", line("97110", "GP KX"))
    files = [
        remittance(denied, on="2026-01-20"),
        remittance(allowed, on="2026-02-20"),
        remittance(reverse(allowed), on="2026-03-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state | recovered_date\n open | -")
        expect(warehouse, LINE, "payer_claim_control_number\n I1")


def test_a_denied_occurrence_counts_even_if_it_was_taken_back() -> None:
    denied = claim("I1", line("97110", "GP", denied="CO-119"))
    corrected = claim("I2", line("97110", "GP KX"), original="I1")
    files = [remittance(denied, on="2026-01-20"), remittance(reverse(denied), corrected, on="2026-02-20")]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "times_denied | state | recovered_date\n 1 | recovered | 2026-02-20")


def test_two_allowed_lines_of_the_same_service_both_stand_and_accrue() -> None:
    files = [
        remittance(claim("I1", line("97110", "GP")), on="2026-01-20"),
        remittance(claim("I2", line("97110", "GP", allowed=9_000)), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number | allowed_cents\n I1 | 10000\n I2 | 9000")
        expect(warehouse, "mart.threshold_crossing", "accrued_cents\n 19000", "order_basis = 'received'")


def test_equal_lines_of_a_claim_payment_are_told_apart_denied_ones_first() -> None:
    """The denied line is the first of both, whatever its place, so a rebill of one line recovers it."""
    first = claim("I1", line("97110", "GP"), line("97110", "GP", denied="CO-119"))
    with told(
        remittance(first, on="2026-01-20"), remittance(claim("I2", line("97110", "GP KX")), on="2026-02-20")
    ) as warehouse:
        expect(warehouse, DENIAL, "line_number | state\n 2 | recovered")
        expect(
            warehouse,
            LINE,
            """
            payer_claim_control_number | line_number | is_denied
            I1                         | 1           | no
            I2                         | 1           | no
            """,
        )


def test_a_line_without_therapy_modifier_is_the_same_service_if_the_others_have_one_discipline() -> None:
    files = [
        remittance(claim("I1", line("97110", "", denied="CO-4")), on="2026-01-20"),
        remittance(claim("I2", line("97110", "GP")), on="2026-02-20"),
        remittance(claim("J1", line("97530", "", denied="CO-4")), on="2026-01-20", trace="J"),
        remittance(claim("J2", line("97530", "GP"), line("97530", "GO")), on="2026-02-20", trace="J"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "procedure_code | state\n 97110 | recovered\n 97530 | open")


def test_a_duplicate_stays_a_duplicate_whatever_came_later() -> None:
    files = [
        remittance(claim("I1", line("97110", "GP", denied="OA-18")), on="2026-01-20"),
        remittance(claim("I2", line("97110", "GP")), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state | denial_category\n duplicate | duplicate")
        expect(warehouse, "mart.leakage_by_month", "denied_services")


@pytest.mark.parametrize(("as_of", "state"), [("2027-01-20", "open"), ("2027-01-21", "expired")])
def test_after_the_deadline_day_a_denial_is_expired(as_of: str, state: str) -> None:
    with told(remittance(claim("I1", line(denied="CO-119")), on="2026-01-20"), as_of=as_of) as warehouse:
        expect(warehouse, DENIAL, f"state | reopening_deadline\n {state} | 2027-01-20")


def test_a_leap_day_has_its_deadline_on_february_28() -> None:
    with told(remittance(claim("I1", line(on="2024-02-01", denied="CO-119")), on="2024-02-29")) as warehouse:
        expect(warehouse, DENIAL, "reopening_deadline\n 2025-02-28")


def test_leakage_counts_each_denied_service_once_at_what_it_was_expected_to_bring() -> None:
    files = [
        remittances(
            payment(claim("A1", line("97110", on="2026-01-02")), on="2026-01-10"),
            payment(
                claim("D1", line("97110", on="2026-01-05", denied="CO-119")),
                claim("D2", line("97110", on="2026-01-06", denied="CO-119")),
                claim("D3", line("97110", on="2026-01-07", denied="CO-50")),
                claim("D4", line("97999", on="2026-01-07", denied="CO-119")),
                on="2026-01-20",
            ),
            payment(claim("R1", line("97110", "GP KX", on="2026-01-05", allowed=10_000)), on="2026-02-20"),
        )
    ]
    with told(*files) as warehouse:
        expect(
            warehouse,
            "mart.leakage_by_month",
            """
            first_denied_month | denial_category   | denied_services | recovered_cents | open_cents | expired_cents
            2026-01-01         | missing_kx        | 3               | 10000           | 10000      | 0
            2026-01-01         | medical_necessity | 1               | 0               | 10000      | 0
            """,
        )


def test_expected_is_the_median_per_unit_of_the_year_times_units() -> None:
    """Rates of 2026: 100.00, 50.01 and 40.00 with an even count of two in 2025 for the other code."""
    seen = [
        line("97110", on="2026-01-02", allowed=10_000),
        line("97110", on="2026-01-03", allowed=10_002, units="2"),
        line("97110", on="2026-01-04", allowed=4_000),
        line("97140", on="2025-12-30", allowed=3_001),
        line("97140", on="2025-12-31", allowed=3_000),
    ]
    denied = [
        line("97110", on="2026-01-05", denied="CO-119", submitted_units="3"),
        line("97140", on="2026-01-05", denied="CO-119"),
        line("97530", on="2026-01-05", denied="CO-119"),
    ]
    with told(remittance(claim("I1", *seen)), remittance(claim("I2", *denied), on="2026-02-20")) as warehouse:
        expect(
            warehouse,
            DENIAL,
            """
            procedure_code | expected_allowed_cents
            97110          | 15003
            97140          | 3001
            97530          | -
            """,
        )
