"""The columns of source tables for eligibility: benefits of a 271, and layouts that a user explains."""

from __future__ import annotations

import pyarrow as pa

_AMOUNT = pa.decimal128(18, 4)
_TEXT, _COUNT, _DATE = pa.string(), pa.int64(), pa.date32()

ELIGIBILITY_COLUMNS: dict[str, list[tuple[str, pa.DataType]]] = {
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
}
