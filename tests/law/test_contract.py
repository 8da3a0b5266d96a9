"""The public tables: every column that others rely on, with its type."""

from __future__ import annotations

import duckdb
import pytest

CONTRACT = {
    "mart.line": """
        service_line_key file_sha256 file_name segment_number payer_claim_control_number patient_control_number
        line_number beneficiary_key provider_npi payee_npi pool discipline payer_name claim_filing_indicator_code
        service_date received_date payment_date procedure_code modifiers has_kx paid_units charge_cents allowed_cents
        allowed_basis paid_cents is_denied denial_category
    """,
    "mart.line_position": """
        service_line_key order_basis beneficiary_key pool calendar_year accrued_before_cents accrued_after_cents
        prior_use_cents prior_use_grade kx_position medical_review_position kx_finding prior_use_needed_cents
    """,
    "mart.threshold_crossing": """
        beneficiary_key pool calendar_year order_basis first_service_date last_service_date visits prior_use_cents
        prior_use_grade accrued_cents alert_date kx_crossing_date medical_review_crossing_date days_to_kx visits_to_kx
        status
    """,
    "mart.provider_kx": """
        provider_npi period_type period_start beneficiaries kx_beneficiaries kx_beneficiary_ratio lines kx_lines
        kx_line_ratio below_lines below_kx_lines early_kx_lines far_early_kx_lines
        same_visit_kx_lines over_lines over_kx_lines first_date_kx_beneficiaries all_kx_category
    """,
    "mart.denial": """
        service_line_key beneficiary_key provider_npi payee_npi pool service_date procedure_code has_kx
        first_denied_date times_denied adjustment_group_code adjustment_reason_code denial_category charge_cents
        expected_allowed_cents state recovered_date recovered_allowed_cents days_to_recover reopening_deadline
    """,
    "mart.leakage_by_month": """
        first_denied_month denial_category denied_services expected_allowed_cents recovered_cents open_cents
        expired_cents
    """,
    "mart.file": """
        file_sha256 file_name kind status reason claim_payments service_lines payment_cents
    """,
    "mart.set_aside": "file_sha256 segment_number rule reason",
    "mart.build_info": "data_through_date built_at lines version reference_version is_synthetic",
}
TYPES = {
    "BIGINT": """
        segment_number line_number charge_cents allowed_cents paid_cents calendar_year accrued_before_cents
        accrued_after_cents prior_use_cents prior_use_needed_cents visits accrued_cents days_to_kx visits_to_kx
        beneficiaries kx_beneficiaries lines kx_lines below_lines below_kx_lines early_kx_lines
        far_early_kx_lines same_visit_kx_lines over_lines over_kx_lines first_date_kx_beneficiaries
        times_denied expected_allowed_cents recovered_allowed_cents days_to_recover
        denied_services recovered_cents open_cents expired_cents claim_payments service_lines payment_cents
    """,
    "DATE": """
        service_date received_date payment_date first_service_date last_service_date alert_date kx_crossing_date
        medical_review_crossing_date period_start first_denied_date recovered_date reopening_deadline
        first_denied_month data_through_date
    """,
    "BOOLEAN": "has_kx is_denied is_synthetic",
    "DOUBLE": "kx_beneficiary_ratio kx_line_ratio",
    "DECIMAL": "paid_units",
    "TIMESTAMP": "built_at",
}
EXPECTED = {column: kind for kind, columns in TYPES.items() for column in columns.split()}


@pytest.mark.parametrize("table", CONTRACT)
def test_a_public_table_has_its_columns_and_types(table: str, empty_draft: duckdb.DuckDBPyConnection) -> None:
    built = {row[0]: row[1].partition("(")[0] for row in empty_draft.execute(f"describe {table}").fetchall()}
    promised = {column: EXPECTED.get(column, "VARCHAR") for column in CONTRACT[table].split()}
    assert {column: built.get(column) for column in promised} == promised
