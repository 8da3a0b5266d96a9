"""The schema of `source.*`: every table that a reader may fill, with its Arrow types.

All readers fill the same tables, so that everything behind them has one path.

A *place* says where a row stands in everything that was ever offered: the number of the file
(`file_number`, in the order of offering) times `PLACES_PER_FILE` plus the ordinal of the row in
its file, from 1. Places are BIGINT, grow in the order of offering and are unique within a table,
so they serve as join keys and as the last tie-breaker of every order. They never leave the home.

Amounts are DECIMAL(18,4) dollars as the file said them: two more places than money has, so that
an amount with three decimals is seen and not rounded. NULL means the file did not say.
"""

from __future__ import annotations

import pyarrow as pa

from pipelines.sources.before_claim_tables import BEFORE_CLAIM_COLUMNS
from pipelines.sources.kept_tables import KEPT_TABLES

PLACES_PER_FILE = 100_000_000

AMOUNT = pa.decimal128(18, 4)
QUANTITY = pa.decimal128(18, 4)
TEXT = pa.string()
DATE = pa.date32()
COUNT = pa.int64()
FLAG = pa.bool_()

# Every table starts with these three; `segment_number` counts from 1 at the first ISA of the
# file, in exports it is the row (header = 1).
_PROVENANCE = [("file_number", COUNT), ("file_sha256", TEXT), ("segment_number", COUNT)]


def _table(*columns: tuple[str, pa.DataType]) -> pa.Schema:
    return pa.schema([*_PROVENANCE, *columns])


SOURCE_TABLES: dict[str, pa.Schema] = {
    # one payment (ST/SE, or one trace number of an export)
    "payment": _table(
        ("payment_place", COUNT),
        ("payment_trace_number", TEXT),
        ("payment_date", DATE),
        ("production_date", DATE),
        ("payment_amount", AMOUNT),
        ("payer_name", TEXT),
        ("payer_id", TEXT),
        ("payee_name", TEXT),
        ("payee_id_qualifier", TEXT),
        ("payee_id", TEXT),
        ("sender_id", TEXT),
    ),
    # one claim payment (CLP); raw_segments holds its bytes as text, one segment a line
    "claim_payment": _table(
        ("claim_place", COUNT),
        ("payment_place", COUNT),
        ("patient_control_number", TEXT),
        ("payer_claim_control_number", TEXT),
        ("original_claim_control_number", TEXT),
        ("claim_status_code", TEXT),
        ("claim_filing_indicator_code", TEXT),
        ("facility_type_code", TEXT),
        ("claim_frequency_code", TEXT),
        ("charge_amount", AMOUNT),
        ("paid_amount", AMOUNT),
        ("patient_responsibility_amount", AMOUNT),
        ("patient_last_name", TEXT),
        ("patient_first_name", TEXT),
        ("patient_id", TEXT),
        ("corrected_patient_id", TEXT),
        ("rendering_id_qualifier", TEXT),
        ("rendering_id", TEXT),
        ("rendering_name", TEXT),
        ("received_date", DATE),
        ("statement_from_date", DATE),
        ("statement_to_date", DATE),
        ("remark_codes", TEXT),
        ("raw_segments", TEXT),
        # where the transaction names another payer or payee on the way (N1*PR, N1*PE); else null
        ("payer_name", TEXT),
        ("payer_id", TEXT),
        ("payee_name", TEXT),
        ("payee_id_qualifier", TEXT),
        ("payee_id", TEXT),
    ),
    # one service line (SVC); line_number is its ordinal in the claim payment, from 1
    "service_line": _table(
        ("line_place", COUNT),
        ("claim_place", COUNT),
        ("line_number", COUNT),
        ("procedure_qualifier", TEXT),
        ("procedure_code", TEXT),
        ("modifier_1", TEXT),
        ("modifier_2", TEXT),
        ("modifier_3", TEXT),
        ("modifier_4", TEXT),
        ("submitted_procedure_code", TEXT),
        ("revenue_code", TEXT),
        ("charge_amount", AMOUNT),
        ("paid_amount", AMOUNT),
        ("allowed_amount", AMOUNT),
        ("paid_units", QUANTITY),
        ("submitted_units", QUANTITY),
        ("service_date", DATE),
        ("service_start_date", DATE),
        ("service_end_date", DATE),
        ("line_item_control_number", TEXT),
        ("rendering_npi", TEXT),
        ("policy_id", TEXT),
        ("diagnosis_code", TEXT),
        ("is_export", FLAG),
    ),
    # one adjustment (a triple of a CAS); line_place is null at claim level
    "adjustment": _table(
        ("adjustment_place", COUNT),
        ("claim_place", COUNT),
        ("line_place", COUNT),
        ("adjustment_group_code", TEXT),
        ("adjustment_reason_code", TEXT),
        ("adjustment_amount", AMOUNT),
        ("adjustment_quantity", QUANTITY),
    ),
    # one remark code of a service line (LQ*HE)
    "remark": _table(
        ("claim_place", COUNT),
        ("line_place", COUNT),
        ("remark_code", TEXT),
    ),
    # one provider-level adjustment (PLB)
    "provider_adjustment": _table(
        ("payment_place", COUNT),
        ("provider_adjustment_reason_code", TEXT),
        ("reference_number", TEXT),
        ("provider_adjustment_amount", AMOUNT),
    ),
    # what a reader noticed: with is_set_aside, its claim payment (or its row) is not used
    "finding": _table(
        ("claim_place", COUNT),
        ("rule", TEXT),
        ("reason", TEXT),
        ("is_set_aside", FLAG),
    ),
    "prior_use": _table(
        ("prior_use_place", COUNT),
        ("patient_id", TEXT),
        ("pool", TEXT),
        ("calendar_year", COUNT),
        ("used_amount", AMOUNT),
        ("as_of_date", DATE),
        ("grade", TEXT),
    ),
    "identity_crosswalk": _table(
        ("crosswalk_place", COUNT),
        ("old_patient_id", TEXT),
        ("new_patient_id", TEXT),
    ),
    "threshold": _table(
        ("threshold_place", COUNT),
        ("calendar_year", COUNT),
        ("kx_threshold_amount", AMOUNT),
        ("medical_review_amount", AMOUNT),
        ("alert_amount", AMOUNT),
        ("source", TEXT),
    ),
    # what Medicare pays for one unit, as the user's fee schedule has it
    "fee_schedule": _table(
        ("fee_schedule_place", COUNT),
        ("procedure_code", TEXT),
        ("modifier_class", TEXT),
        ("locality", TEXT),
        ("calendar_year", COUNT),
        ("fee_amount", AMOUNT),
    ),
    # what happened on a day: for a clinic, a provider, or without either the whole practice
    "annotation": _table(
        ("annotation_place", COUNT),
        ("annotation_date", DATE),
        ("clinic_npi", TEXT),
        ("provider_npi", TEXT),
        ("annotation_text", TEXT),
        ("steps_limits", FLAG),
    ),
    # from which day on the remittances of a clinic and year are complete, as a person says
    "coverage": _table(
        ("coverage_place", COUNT),
        ("payee_npi", TEXT),
        ("calendar_year", COUNT),
        ("complete_from_date", DATE),
        ("coverage_source", TEXT),
    ),
    # who a provider is, as the practice's own list says
    "roster": _table(
        ("roster_place", COUNT),
        ("provider_npi", TEXT),
        ("provider_name", TEXT),
        ("discipline", TEXT),
        ("clinic", TEXT),
        ("is_active", FLAG),
    ),
    # therapy rows of CMS's Physician/Supplier Procedure Summary, summed; specialty_code is the two digits of CMS
    "public_peer": _table(
        ("public_peer_place", COUNT),
        ("calendar_year", COUNT),
        ("procedure_code", TEXT),
        ("specialty_code", TEXT),
        ("carrier_number", TEXT),
        ("service_units", QUANTITY),
        ("kx_service_units", QUANTITY),
        ("denied_units", QUANTITY),
        ("kx_denied_units", QUANTITY),
        ("source_rows", COUNT),
        ("blank_rows", COUNT),
    ),
    **{name: _table(*columns) for name, columns in BEFORE_CLAIM_COLUMNS.items()},
}

# walking through a schema of Arrow takes longer than casting the rows of a small file
_TYPES = {name: {field.name: field.type for field in schema} for name, schema in SOURCE_TABLES.items()}
ARCHIVE_TABLES = {**SOURCE_TABLES, **KEPT_TABLES}


def build_places(file_number: int, rows: int) -> pa.Array:
    """The places of the rows of one table of a file, in their order."""
    first = file_number * PLACES_PER_FILE + 1
    return pa.array(range(first, first + rows), pa.int64())


def conform(table_name: str, columns: dict[str, object], rows: int) -> pa.Table:
    """The `rows` rows of source table `table_name`, cast to its schema; a column left out is null.

    Raises KeyError for a column that the table does not have.
    """
    types = _TYPES[table_name]
    unknown = columns.keys() - types.keys()
    if unknown:
        raise KeyError(f"source.{table_name} has no column {', '.join(sorted(unknown))}")
    arrays = []
    for name, kind in types.items():
        value = columns.get(name)
        if value is None:
            arrays.append(pa.nulls(rows, kind))
        elif isinstance(value, (pa.Array, pa.ChunkedArray)):
            arrays.append(value if value.type == kind else value.cast(kind))
        elif isinstance(value, (list, tuple)):
            arrays.append(pa.array(value, kind))
        else:
            arrays.append(pa.repeat(pa.scalar(value, kind), rows))
    return pa.table(arrays, schema=SOURCE_TABLES[table_name])
