"""A check that cannot fail is no check: each holds for a sound warehouse, and catches one that was spoiled."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.quality.check import Check, load_checks
from pipelines.quality.verdict import judge_draft

CHECKS = {check.name: check for check in load_checks()}
ANY_LINE = "(select min(service_line_key) from mart.line where pool is not null and not is_denied and not has_kx)"
ANY_KX = "(select min(service_line_key) from mart.line where has_kx)"

SPOILED = {
    "accrual_has_no_gap": (
        "update mart.line_position set accrued_after_cents = accrued_after_cents + 1 where line_sequence = 3"
    ),
    "allowed_amount_agrees": (
        f"update mart.line set allowed_cents = allowed_cents + 1 where service_line_key = {ANY_LINE}"
    ),
    "attested_line_has_no_notice": (
        f"update ledger.service_line set has_notice = true where service_line_key = {ANY_KX}"
    ),
    "causes_equal_denials": "update mart.denial_trait set open_cents = open_cents + 1",
    "claim_payment_sums_to_zero": (
        "update ledger.entry set amount_cents = amount_cents - 1 where entry_category = 'payment'"
    ),
    "claim_payments_add_up": "update mart.claim_payment_balance set claim_payments = claim_payments + 1",
    "crossing_line_crosses": (
        "update mart.threshold_crossing set kx_threshold_cents = 1 where kx_crossing_date is not null"
    ),
    "crossings_equal_lines": "delete from mart.threshold_crossing where kx_crossing_date is not null",
    "denial_figures_equal_denials": (
        "update mart.denial_kpi set numerator_value = numerator_value + 1 where measure_name = 'leakage_share'"
    ),
    "denial_keys_are_unique": "insert into mart.denial_trait by name select * from mart.denial_trait",
    "denial_links_equal_events": "delete from mart.denial_link where link_category = 'recovered'",
    "denial_state_adds_up": "update mart.denial set open_cents = open_cents + 1 where state = 'open'",
    "denial_routes_follow_deadlines": "update mart.denial_deadline set last_date = last_date - 4000",
    "denials_equal_lines": "update mart.denial set times_denied = times_denied + 1",
    "explanation_follows_amounts": "update mart.denial_explanation set over_threshold_cents = over_threshold_cents + 1",
    "finding_follows_position": "update mart.line_position set kx_finding = 'on_time' where not has_kx",
    "keys_are_unique": "insert into mart.denial by name select * from mart.denial",
    "leakage_equals_denials": "update mart.leakage_by_month set open_cents = open_cents + 1",
    "line_has_one_discipline": "update ledger.modifier_set set therapy_modifiers = 2 where modifiers = 'GP'",
    "line_charges_add_up": "update ledger.claim_payment set claim_charge_cents = claim_charge_cents + 1",
    "lines_equal_balance": f"delete from mart.line where service_line_key = {ANY_LINE}",
    "payments_add_up": "update mart.payment set payment_cents = payment_cents + 1",
    "positions_equal_ledger": "delete from mart.line_position where order_basis = 'service_date'",
    "provider_detail_equals_lines": "delete from mart.crossing_provider",
    "provider_kx_equals_lines": "delete from mart.provider_kx where period_start = date '2026-01-01'",
    "provider_number_is_valid": (
        f"update mart.line set provider_npi = '1000000000' where service_line_key = {ANY_LINE}"
    ),
    "recovery_curve_adds_up": "update mart.recovery_curve set censored_services = censored_services + 1",
    "reversal_is_opposite": (
        "update ledger.claim_payment set claim_paid_cents = claim_paid_cents + 1 where takes_back_place > 0"
    ),
    "service_line_sums_to_zero": (
        f"update mart.line set charge_cents = charge_cents + 1 where service_line_key = {ANY_LINE}"
    ),
    "service_lines_add_up": "update mart.service_line_balance set service_lines = service_lines + 1",
    "threshold_for_every_year": "update ledger.threshold set kx_threshold_cents = null where calendar_year = 2026",
    "worklist_equals_denials": "delete from mart.denial_worklist",
}


def test_every_check_is_spoiled_once() -> None:
    assert SPOILED.keys() == CHECKS.keys()


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
def test_a_check_holds_for_a_sound_warehouse(check: Check, practice: duckdb.DuckDBPyConnection) -> None:
    assert practice.execute(check.sql).fetchall() == []


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
def test_a_check_catches_a_spoiled_warehouse(check: Check, scratch: duckdb.DuckDBPyConnection) -> None:
    scratch.execute(SPOILED[check.name])
    assert scratch.execute(check.sql).fetchall() != []


@pytest.mark.parametrize(
    "spoiled",
    [
        "update mart.line_position set line_sequence = line_sequence + 1",
        "delete from mart.line_position where line_sequence = 2",
        "update mart.line_position set accrued_before_cents = accrued_before_cents + 1 where line_sequence = 1",
        "insert into mart.line_position select * from mart.line_position where line_sequence = 1",
    ],
)
def test_a_gap_a_wrong_start_and_a_number_that_stands_twice_are_found(
    spoiled: str, scratch: duckdb.DuckDBPyConnection
) -> None:
    scratch.execute(spoiled)
    assert scratch.execute(CHECKS["accrual_has_no_gap"].sql).fetchall() != []


def test_the_practice_holds_what_the_checks_are_about(practice: duckdb.DuckDBPyConnection) -> None:
    """Without a crossing, a denial in each state and a reversal most checks would hold for want of rows."""
    states = {row[0] for row in practice.execute("select state from mart.denial").fetchall()}
    assert states == {"open", "recovered", "expired"}
    assert practice.execute(
        "select count(*) from mart.threshold_crossing where kx_crossing_date is not null"
    ).fetchone() == (2,)
    assert practice.execute(
        "select sum(service_lines) from mart.service_line_balance where category = 'reversal'"
    ).fetchone() == (1,)


def test_a_year_without_threshold_says_how_to_add_it(scratch: duckdb.DuckDBPyConnection) -> None:
    scratch.execute(SPOILED["threshold_for_every_year"])
    verdict = judge_draft(scratch)
    sentence = " ".join(verdict.failed_critical)
    assert "Calendar year 2026 has" in sentence
    assert "calendar_year,kx_threshold,medical_review_amount,alert_amount,source" in sentence
