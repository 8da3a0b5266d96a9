"""The columns of source tables for what is known before Medicare answers: eligibility and documented units."""

from __future__ import annotations

import pyarrow as pa

_AMOUNT = pa.decimal128(18, 4)
_TEXT, _COUNT, _DATE = pa.string(), pa.int64(), pa.date32()

BEFORE_CLAIM_COLUMNS: dict[str, list[tuple[str, pa.DataType]]] = {
    # one benefit (EB) of a subscriber in a 271; calendar_year is null where its dates name none or several
    "eligibility_benefit": [
        ("benefit_place", _COUNT),
        ("person_segment_number", _COUNT),
        ("patient_id", _TEXT),
        ("answer_date", _DATE),
        ("calendar_year", _COUNT),
        ("information_code", _TEXT),
        ("service_type_codes", _TEXT),
        ("insurance_type_code", _TEXT),
        ("plan_text", _TEXT),
        ("period_code", _TEXT),
        ("amount_text", _TEXT),
        ("next_text", _TEXT),
        ("benefit_amount", _AMOUNT),
        ("next_amount", _AMOUNT),
        ("message_text", _TEXT),
        ("segment_text", _TEXT),
    ],
    # what a user says of a benefit that the shipped tables do not know; a blank cell fits anything
    "eligibility_layout": [
        ("layout_place", _COUNT),
        ("information_code", _TEXT),
        ("service_type_codes", _TEXT),
        ("plan_text", _TEXT),
        ("period_code", _TEXT),
        ("amount_element", _TEXT),
        ("message_text", _TEXT),
        ("pool", _TEXT),
        ("meaning", _TEXT),
        ("source", _TEXT),
    ],
    # rows of earlier prior-use files that a person withdrew
    "prior_use_withdrawal": [
        ("prior_use_withdrawal_place", _COUNT),
        ("withdrawn_file_sha256", _TEXT),
        ("withdrawn_row_ordinal", _COUNT),
        ("withdrawal_reason", _TEXT),
    ],
    # one row of a EMR export: a code of a visit with its documented units
    "documented_unit": [
        ("documented_place", _COUNT),
        ("patient_id", _TEXT),
        ("patient_name", _TEXT),
        ("patient_birth_date", _DATE),
        ("clinic_name", _TEXT),
        ("case_name", _TEXT),
        ("visit_id", _TEXT),
        ("service_date", _DATE),
        ("finalized_date", _DATE),
        ("visit_type", _TEXT),
        ("documenting_therapist", _TEXT),
        ("finalizing_therapist", _TEXT),
        ("diagnosis_codes", _TEXT),
        ("modifiers", _TEXT),
        ("procedure_code", _TEXT),
        ("documented_units", _AMOUNT),
        ("plan_of_care_date", _DATE),
        ("documented_minutes", _AMOUNT),
    ],
}
