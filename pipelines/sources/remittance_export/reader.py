"""Reads remittance exports: one row per service line, from CSV, TSV or XLSX."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import build_findings, note_repeated_headers
from pipelines.sources.remittance_export.export_claim import CLAIM_KEY, Groups, arrange_claims, group_rows, take_first
from pipelines.sources.remittance_export.export_line import AMOUNT_COLUMNS, ExportLines, read_lines
from pipelines.sources.remittance_export.export_reason import build_set_aside, check_balance, list_repetitions
from pipelines.sources.schema import PLACES_PER_FILE, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import EXPORT_PROFILE, REMITTANCE_EXPORT, Profile
from pipelines.sources.tabular.sheet import Flags, Ordinals, format_rows
from pipelines.sources.tabular.table import Table, read_table
from pipelines.sources.tabular.values import build_amounts, count_cents, count_within, read_flags

_ADDED_UP = ("paid_units", *AMOUNT_COLUMNS)
_CLAIM_TEXTS = (
    "patient_control_number",
    "payer_claim_control_number",
    "claim_status_code",
    "patient_last_name",
    "patient_first_name",
    "patient_id",
)


def read_remittance_export(
    content: bytes, file_number: int, file_sha256: str, file_name: str, profiles: tuple[Profile, ...] = ()
) -> SourceFile:
    """The claim payments of an export with our own header or one that a profile knows.

    Raises RefusedFile if a column is missing, a quotation mark stays open, or a row does not balance.
    """
    origin = Origin(file_number, file_sha256, file_name)
    return build_remittance_export(read_table(content, origin, (EXPORT_PROFILE, *profiles)))


def build_remittance_export(table: Table) -> SourceFile:
    """The rows of `source.*` that the rows of an export become; raises RefusedFile if one does not balance."""
    arranged, groups, is_repetition = arrange_claims(table)
    lines = read_lines(arranged)
    check_balance(lines)
    findings = [
        *build_set_aside(lines, groups, is_repetition),
        *list_repetitions(lines, groups, is_repetition),
        *note_repeated_headers(table),
    ]
    claims, payments = _build_claims(lines, groups)
    tables = {
        "payment": payments,
        "claim_payment": claims,
        "service_line": _build_service_lines(lines, groups),
        "adjustment": _build_adjustments(lines, groups),
        "remark": _build_remarks(lines, groups),
        "finding": build_findings(table.origin, findings),
    }
    return build_source_file(REMITTANCE_EXPORT, tables, _sum_paid(lines))


def _build_provenance(table: Table, rows: Ordinals) -> dict[str, object]:
    return {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": pa.array(table.sheet.row_numbers[rows]),
    }


def _build_places(table: Table, ordinals: Ordinals) -> pa.Array:
    return pa.array(ordinals + 1 + table.origin.file_number * PLACES_PER_FILE)


def _sum_paid(lines: ExportLines) -> int:
    """What all rows paid in cents, without total rows."""
    cents = count_cents(lines.values["paid"])
    return int(cents[~_find_totals(lines.table)].sum())


def _find_totals(table: Table) -> Flags:
    """The total rows of a spreadsheet: they name no claim payment, or say one word beside what is added up."""
    said = {
        column: read_flags(texts.is_valid())
        for column, texts in table.texts.items()
        if column not in _ADDED_UP and column not in table.profile.constants
    }
    is_named = np.logical_or.reduce([said[column] for column in CLAIM_KEY if column in said])
    is_total: Flags = ~is_named | (np.sum(list(said.values()), axis=0) <= 1)
    return is_total


def _build_claims(lines: ExportLines, groups: Groups) -> tuple[pa.Table, pa.Table]:
    """The claim payments, and the payments that they belong to."""
    table = lines.table
    paid = groups.sum_cents(count_cents(lines.values["paid"]))
    about = {
        "payment_trace_number": take_first(table.texts["payment_trace_number"], groups),
        "payment_date": take_first(lines.values["payment_date"], groups),
        "payee_id": take_first(table.texts["payee_npi"], groups),
        "payer_name": pc.utf8_upper(take_first(table.texts["claim_filing_indicator_code"], groups)),
    }
    payments = group_rows(list(about.values()))
    claims: dict[str, object] = {
        **_build_provenance(table, groups.first),
        **{column: take_first(table.texts[column], groups) for column in _CLAIM_TEXTS},
        "claim_place": _build_places(table, np.arange(groups.count)),
        "payment_place": _build_places(table, payments.of_row),
        "claim_filing_indicator_code": about["payer_name"],
        "charge_amount": build_amounts(groups.sum_cents(count_cents(lines.values["charge"]))),
        "paid_amount": build_amounts(paid),
        "received_date": take_first(lines.values["received_date"], groups),
        "raw_segments": _join_rows(format_rows(table.sheet), groups),
    }
    rows = groups.first[payments.first]
    payment_table = _build_payments(table, about, rows, payments, payments.sum_cents(paid))
    return conform("claim_payment", claims, groups.count), payment_table


def _build_payments(
    table: Table, about: dict[str, pa.Array], rows: Ordinals, payments: Groups, paid: Ordinals
) -> pa.Table:
    first = pa.array(payments.first)
    columns: dict[str, object] = {
        **_build_provenance(table, rows),
        **{column: values.take(first) for column, values in about.items()},
        "payment_place": _build_places(table, np.arange(payments.count)),
        "payment_amount": build_amounts(paid),
        "payee_id_qualifier": "XX",
    }
    return conform("payment", columns, payments.count)


def _join_rows(rows: pa.Array, groups: Groups) -> pa.Array:
    offsets = np.append(groups.first, len(rows)).astype(np.int32)
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), rows), "\n")


def _build_service_lines(lines: ExportLines, groups: Groups) -> pa.Table:
    table, rows = lines.table, np.arange(lines.table.rows)
    columns: dict[str, object] = {
        **_build_provenance(table, rows),
        "line_place": _build_places(table, rows),
        "claim_place": _build_places(table, groups.of_row),
        "line_number": pa.array(count_within(groups.of_row) + 1),
        "procedure_qualifier": "HC",
        "procedure_code": pc.utf8_upper(table.texts["procedure_code"]),
        **{f"modifier_{ordinal}": column for ordinal, column in enumerate(lines.modifiers, start=1)},
        "charge_amount": lines.values["charge"],
        "paid_amount": lines.values["paid"],
        "allowed_amount": lines.values["allowed"],
        "paid_units": lines.values["paid_units"],
        "service_date": lines.values["service_date"],
        "line_item_control_number": table.texts["line_item_control_number"],
        "rendering_npi": table.texts["rendering_npi"],
        "diagnosis_code": table.texts["diagnosis_code"],
        "is_export": True,
    }
    return conform("service_line", columns, table.rows)


def _build_adjustments(lines: ExportLines, groups: Groups) -> pa.Table:
    adjustments = lines.adjustments
    count = len(adjustments.rows)
    columns: dict[str, object] = {
        **_build_provenance(lines.table, adjustments.rows),
        "adjustment_place": _build_places(lines.table, np.arange(count)),
        "claim_place": _build_places(lines.table, groups.of_row[adjustments.rows]),
        "line_place": _build_places(lines.table, adjustments.rows),
        "adjustment_group_code": adjustments.group_codes,
        "adjustment_reason_code": adjustments.reason_codes,
        "adjustment_amount": adjustments.amounts,
    }
    return conform("adjustment", columns, count)


def _build_remarks(lines: ExportLines, groups: Groups) -> pa.Table:
    remarks = lines.remarks
    columns: dict[str, object] = {
        **_build_provenance(lines.table, remarks.rows),
        "claim_place": _build_places(lines.table, groups.of_row[remarks.rows]),
        "line_place": _build_places(lines.table, remarks.rows),
        "remark_code": remarks.texts,
    }
    return conform("remark", columns, len(remarks.rows))
