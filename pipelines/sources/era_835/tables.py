"""Turns the tables of oxedi into the source tables, values unchanged.

Everything is done by column; places and ordinals are arithmetic on the row numbers.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import RefusedFile
from pipelines.sources.era_835.parties import read_restated_parties
from pipelines.sources.era_835.reading import FileFacts, Reading
from pipelines.sources.schema import AMOUNT, TEXT, conform
from pipelines.sources.x12.interchange import KIND
from pipelines.sources.x12.segments import Positions, read_claim_texts

Columns = dict[str, object]
_EMPTY, _NOTHING = pa.scalar("", TEXT), pa.scalar(None, TEXT)

# our column and oxedi's
_CLAIM_TEXTS = {
    "patient_control_number": "claim_id",
    "payer_claim_control_number": "payer_control_number",
    "original_claim_control_number": "original_control_number",
    "claim_status_code": "claim_status",
    "claim_filing_indicator_code": "filing_indicator",
    "facility_type_code": "facility_type",
    "claim_frequency_code": "frequency_code",
    "patient_last_name": "patient_last_name",
    "patient_first_name": "patient_first_name",
    "patient_id": "patient_id",
    "corrected_patient_id": "corrected_patient_id",
    "rendering_id_qualifier": "rendering_provider_id_qualifier",
    "rendering_id": "rendering_provider_id",
}


def build_tables(reading: Reading, facts: FileFacts) -> dict[str, pa.Table]:
    """The source tables of one interchange, without findings. Raises RefusedFile for an absurd amount."""
    builders = {
        "payment": ("payments", _payment_columns),
        "claim_payment": ("claims", _claim_columns),
        "service_line": ("services", _line_columns),
        "adjustment": ("adjustments", _adjustment_columns),
        "remark": ("remarks", _remark_columns),
        "provider_adjustment": ("provider_adjustments", _provider_adjustment_columns),
    }
    tables = {}
    for name, (source, build_columns) in builders.items():
        rows = reading.tables[source].num_rows
        if rows:
            columns = _provenance(reading, source, facts) | build_columns(reading, facts)
            tables[name] = conform(name, columns, rows)
    if "remark" in tables:
        tables["remark"] = tables["remark"].filter(_is_remittance_remark(reading))
    return tables


def _provenance(reading: Reading, source: str, facts: FileFacts) -> Columns:
    numbers = reading.segments.numbers[reading.positions(source)]
    return {"file_number": facts.number, "file_sha256": facts.sha256, "segment_number": pa.array(numbers)}


def _payment_columns(reading: Reading, facts: FileFacts) -> Columns:
    table = reading.tables["payments"]
    texts = {
        "payment_trace_number": "trace_number",
        "payer_name": "payer_name",
        "payer_id": "payer_id",
        "payee_name": "payee_name",
        "payee_id_qualifier": "payee_id_qualifier",
        "payee_id": "payee_id",
    }
    return {
        "payment_place": _own_places(table.num_rows, facts.base + facts.payments),
        "payment_date": table["payment_date"],
        "production_date": table["production_date"],
        "payment_amount": _amounts(table, "total_payment_amount", facts),
        "sender_id": reading.sender_id,
        **_texts(table, texts),
    }


def _claim_columns(reading: Reading, facts: FileFacts) -> Columns:
    table = reading.tables["claims"]
    return {
        "claim_place": _own_places(table.num_rows, facts.base + facts.claims),
        "payment_place": _parent_places(table, "payment", facts.base + facts.payments),
        "charge_amount": _amounts(table, "charge_amount", facts),
        "paid_amount": _amounts(table, "payment_amount", facts),
        "patient_responsibility_amount": _amounts(table, "patient_responsibility", facts),
        "rendering_name": _join_texts(table, ["rendering_provider_name", "rendering_provider_first_name"], ", "),
        "received_date": table["received_date"],
        "statement_from_date": table["statement_from"],
        "statement_to_date": table["statement_to"],
        "remark_codes": _join_texts(table, [f"remark_code_{position}" for position in range(1, 6)], ","),
        "raw_segments": read_claim_texts(reading.segments, reading.positions("claims")),
        **_texts(table, _CLAIM_TEXTS),
        **read_restated_parties(reading),
    }


def _line_columns(reading: Reading, facts: FileFacts) -> Columns:
    table = reading.tables["services"]
    texts = {name: name for name in ("procedure_qualifier", "procedure_code", "submitted_procedure_code")}
    texts |= {name: name for name in ("modifier_1", "modifier_2", "modifier_3", "modifier_4", "revenue_code")}
    texts |= {name: name for name in ("line_item_control_number", "rendering_npi", "policy_id")}
    return {
        "line_place": _own_places(table.num_rows, facts.base + facts.lines),
        "claim_place": _parent_places(table, "claim", facts.base + facts.claims),
        "line_number": _ordinals_within(reading.integers("services", "claim")),
        "charge_amount": _amounts(table, "charge_amount", facts),
        "paid_amount": _amounts(table, "payment_amount", facts),
        "allowed_amount": _amounts(table, "allowed_amount", facts),
        "paid_units": _amounts(table, "units_paid", facts),
        "submitted_units": _amounts(table, "original_units", facts),
        "service_date": table["service_date"],
        "service_start_date": table["service_start_date"],
        "service_end_date": table["service_end_date"],
        "is_export": False,
        **_texts(table, texts),
    }


def _adjustment_columns(reading: Reading, facts: FileFacts) -> Columns:
    table = reading.tables["adjustments"]
    texts = {"adjustment_group_code": "group_code", "adjustment_reason_code": "reason_code"}
    return {
        "adjustment_place": _own_places(table.num_rows, facts.base + facts.adjustments),
        "claim_place": _parent_places(table, "claim", facts.base + facts.claims),
        "line_place": _parent_places(table, "service", facts.base + facts.lines),
        "adjustment_amount": _amounts(table, "amount", facts),
        "adjustment_quantity": _amounts(table, "quantity", facts),
        **_texts(table, texts),
    }


def _remark_columns(reading: Reading, facts: FileFacts) -> Columns:
    table = reading.tables["remarks"]
    return {
        "claim_place": _parent_places(table, "claim", facts.base + facts.claims),
        "line_place": _parent_places(table, "service", facts.base + facts.lines),
        **_texts(table, {"remark_code": "remark_code"}),
    }


def _provider_adjustment_columns(reading: Reading, facts: FileFacts) -> Columns:
    table = reading.tables["provider_adjustments"]
    texts = {"provider_adjustment_reason_code": "reason_code", "reference_number": "reference_id"}
    return {
        "payment_place": _parent_places(table, "payment", facts.base + facts.payments),
        "provider_adjustment_amount": _amounts(table, "amount", facts),
        **_texts(table, texts),
    }


def _is_remittance_remark(reading: Reading) -> pa.ChunkedArray:
    return pc.equal(reading.tables["remarks"]["code_list_qualifier"], b"HE")


def _own_places(rows: int, base: int) -> pa.Array:
    return pa.array(np.arange(base + 1, base + rows + 1, dtype=np.int64))


def _parent_places(table: pa.Table, column: str, base: int) -> pa.ChunkedArray:
    return pc.add(table[column], base + 1)


def _ordinals_within(parents: Positions) -> pa.Array:
    first_rows = np.searchsorted(parents, parents, side="left")
    return pa.array(np.arange(len(parents), dtype=np.int64) - first_rows + 1)


def _amounts(table: pa.Table, column: str, facts: FileFacts) -> pa.ChunkedArray:
    try:
        return table[column].cast(AMOUNT)
    except pa.ArrowInvalid as error:
        raise RefusedFile(
            KIND,
            f"{facts.name}: a number of fifteen or more digits was found as {column.replace('_', ' ')}. No remittance "
            "has such an amount. Ask the payer for a corrected file.",
        ) from error


def _texts(table: pa.Table, columns: dict[str, str]) -> Columns:
    return {name: _text(table[source]) for name, source in columns.items()}


def _text(column: pa.ChunkedArray) -> pa.Array:
    """Bytes as text; an element that is there but empty says nothing, like one that is not there."""
    if column.null_count == len(column):
        return pa.nulls(len(column), TEXT)
    text = column.combine_chunks().cast(TEXT)
    return pc.if_else(pc.equal(text, _EMPTY), _NOTHING, text)


def _join_texts(table: pa.Table, columns: list[str], separator: str) -> pa.Array:
    """The filled columns of each row, joined; null where none is filled."""
    texts = [_text(table[column]) for column in columns if table[column].null_count < table.num_rows]
    if not texts:
        return pa.nulls(table.num_rows, TEXT)
    pieces = [pc.binary_join_element_wise(separator, text, "").fill_null("") for text in texts]
    joined = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*pieces, ""), len(separator))
    return pc.if_else(pc.equal(joined, _EMPTY), _NOTHING, joined)
