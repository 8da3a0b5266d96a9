"""The tables of the archive that no file brings: forecasts as they were made, claims as they were checked."""

from __future__ import annotations

import pyarrow as pa

# What no file brings: rows that a build itself keeps in the archive, as they were made and never changed.
KEPT_TABLES: dict[str, pa.Schema] = {
    # what was forecast for an account at a month end; beneficiary_key is the one of that day
    "crossing_forecast": pa.schema(
        [
            ("model_version", pa.string()),
            ("as_of_date", pa.date32()),
            ("beneficiary_key", pa.string()),
            ("pool", pa.string()),
            ("calendar_year", pa.int64()),
            ("amount_category", pa.string()),
            ("visits", pa.int64()),
            ("accrued_cents", pa.int64()),
            ("missing_cents", pa.int64()),
            ("prior_use_grade", pa.string()),
            ("within_0_ratio", pa.float64()),
            ("within_14_ratio", pa.float64()),
            ("within_30_ratio", pa.float64()),
            ("within_60_ratio", pa.float64()),
            ("raw_0_ratio", pa.float64()),
            ("raw_14_ratio", pa.float64()),
            ("raw_30_ratio", pa.float64()),
            ("raw_60_ratio", pa.float64()),
            ("this_year_ratio", pa.float64()),
            ("even_pace_date", pa.date32()),
            ("made_at", pa.timestamp("us")),
        ]
    ),
    # a claim line to Medicare as it was checked before it went out, with the rules that it broke then
    "claim_check": pa.schema(
        [
            ("file_sha256", pa.string()),
            ("file_name", pa.string()),
            ("segment_number", pa.int64()),
            ("line_number", pa.int64()),
            ("patient_control_number", pa.string()),
            ("payee_npi", pa.string()),
            ("service_date", pa.date32()),
            ("procedure_code", pa.string()),
            ("modifiers", pa.string()),
            ("rule_names", pa.string()),
            ("check_date", pa.date32()),
            ("checked_at", pa.timestamp("us")),
            ("patient_id", pa.string()),
            ("claim_ordinal", pa.int64()),
            ("claim_frequency_code", pa.string()),
            ("original_claim_control_number", pa.string()),
            ("claim_filing_indicator_code", pa.string()),
            ("paid_units", pa.decimal128(18, 4)),
            ("created_date", pa.date32()),
        ]
    ),
}
