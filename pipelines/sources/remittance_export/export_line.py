"""Turns the rows of an export into service lines: typed values and broken rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pipelines.sources.finding import Broken, check_cells
from pipelines.sources.tabular.profile import REQUIRED_COLUMNS
from pipelines.sources.tabular.sheet import Flags, Ordinals
from pipelines.sources.tabular.table import Table
from pipelines.sources.tabular.values import (
    Pieces,
    count_cents,
    count_within,
    has_long_amount,
    match_form,
    read_amounts,
    read_dates,
    read_flags,
    read_quantities,
    split_pieces,
)

AMOUNT_COLUMNS = ("charge", "allowed", "paid")
DATE_COLUMNS = ("service_date", "received_date", "payment_date")
MODIFIERS = 4
_IDENTIFIER_COLUMNS = (
    "patient_id",
    "patient_control_number",
    "payer_claim_control_number",
    "payment_trace_number",
    "line_item_control_number",
    "diagnosis_code",
)
_FORMS = {
    "claim_filing_indicator_code": ("unreadable_filing_indicator", r"^[A-Za-z0-9]{1,2}$"),
    "payee_npi": ("unreadable_npi", r"^[0-9]{10}$"),
    "rendering_npi": ("unreadable_npi", r"^[0-9]{10}$"),
    "procedure_code": ("unreadable_procedure_code", r"^[A-Za-z0-9]{1,15}$"),
}
_ADJUSTMENT_FORM = (
    r"^(?P<group>[A-Za-z]{2})\s*-\s*(?P<reason>[A-Za-z0-9]{1,5})\s*="
    r"\s*(?P<amount>[+-]?(?:\d{1,9}(?:\.\d{0,2})?|\.\d{1,2}))$"
)
_LONG_ADJUSTMENT_FORM = r"=\s*[+-]?\d*\.\d{3,}\s*(;|$)"
_STATUS_LIST = Path(__file__).parents[2] / "reference" / "claim_status.csv"


@dataclass(frozen=True)
class Adjustments:
    """The adjustments of all rows, in row order; `rows[i]` is the row that the i-th stands in."""

    rows: Ordinals
    group_codes: pa.Array
    reason_codes: pa.Array
    amounts: pa.Array


@dataclass(frozen=True)
class ExportLines:
    """The rows of an export as service lines.

    `values` holds amounts, dates and units by column, null where the text is empty or cannot be
    read; `modifiers` four columns of text; `broken` the rules that rows break, first things first.
    """

    table: Table
    values: dict[str, pa.Array]
    modifiers: tuple[pa.Array, ...]
    adjustments: Adjustments
    remarks: Pieces
    broken: list[Broken] = field(default_factory=list)


@cache
def load_claim_statuses() -> pa.Array:
    """The claim status codes of the reference list, as text."""
    options = pyarrow.csv.ConvertOptions(column_types={"claim_status_code": pa.string()})
    return pyarrow.csv.read_csv(_STATUS_LIST, convert_options=options)["claim_status_code"].combine_chunks()


def read_lines(table: Table) -> ExportLines:
    """Reads every row of an export; a row that breaks a rule stays, and is named in `broken`."""
    broken = [Broken("wrong_number_of_cells", "", table.sheet.is_ragged), *_check_texts(table)]
    values: dict[str, pa.Array] = {}
    for column in DATE_COLUMNS:
        dates = read_dates(table.texts[column])
        values[column] = dates.values
        broken.append(Broken("unreadable_date", column, dates.is_broken))
    for column in AMOUNT_COLUMNS:
        amounts = read_amounts(table.texts[column])
        values[column] = amounts.values
        is_long = has_long_amount(table.texts[column])
        broken.append(Broken("amount_with_more_than_two_decimals", column, is_long))
        broken.append(Broken("unreadable_amount", column, amounts.is_broken & ~is_long))
    units = read_quantities(table.texts["paid_units"])
    values["paid_units"] = units.values
    broken.append(Broken("unreadable_units", "paid_units", units.is_broken))
    adjustments, broken_adjustments = _read_adjustments(table)
    modifiers, broken_modifiers = _read_modifiers(table)
    remarks, broken_remarks = _read_remarks(table)
    broken += [*broken_adjustments, *broken_modifiers, broken_remarks]
    return ExportLines(table, values, modifiers, adjustments, remarks, [rule for rule in broken if rule.rows.any()])


def _check_texts(table: Table) -> list[Broken]:
    texts = table.texts
    is_whole = ~table.sheet.is_ragged
    broken = [
        Broken("missing_value", column, is_whole & read_flags(pc.is_null(texts[column]))) for column in REQUIRED_COLUMNS
    ]
    broken += check_cells(table)
    for column in _IDENTIFIER_COLUMNS:
        broken.append(Broken("formula_text", column, read_flags(pc.starts_with(texts[column], "="))))
    status = texts["claim_status_code"]
    is_unknown = read_flags(pc.and_(pc.is_valid(status), pc.invert(pc.is_in(status, load_claim_statuses()))))
    broken.append(Broken("unknown_claim_status", "claim_status_code", is_unknown))
    for column, (rule, form) in _FORMS.items():
        broken.append(Broken(rule, column, match_form(texts[column], form)))
    return broken


def _flag_rows(table: Table, rows: Ordinals) -> Flags:
    flags = np.zeros(table.rows, dtype=np.bool_)
    flags[rows] = True
    return flags


def _read_adjustments(table: Table) -> tuple[Adjustments, list[Broken]]:
    """Reads `CO-45=34.88;PR-2=23.03`; a row with a part that has another form loses none silently."""
    texts = table.texts["adjustments"]
    pieces = split_pieces(texts, ";")
    parts = pc.extract_regex(pieces.texts, _ADJUSTMENT_FORM)
    is_read = pc.is_valid(parts)
    is_broken = _flag_rows(table, pieces.rows[~read_flags(is_read)])
    is_long = is_broken & read_flags(pc.match_substring_regex(texts, _LONG_ADJUSTMENT_FORM))
    parts, rows = parts.filter(is_read), pieces.rows[read_flags(is_read)]
    amounts = read_amounts(pc.struct_field(parts, "amount"))
    is_broken |= _flag_rows(table, rows[amounts.is_broken])
    adjustments = Adjustments(
        rows,
        pc.utf8_upper(pc.struct_field(parts, "group")),
        pc.utf8_upper(pc.struct_field(parts, "reason")),
        amounts.values,
    )
    return adjustments, [
        Broken("amount_with_more_than_two_decimals", "adjustments", is_long),
        Broken("unreadable_adjustments", "adjustments", is_broken & ~is_long),
    ]


def _read_modifiers(table: Table) -> tuple[tuple[pa.Array, ...], list[Broken]]:
    """Reads `GP KX`, `GP:KX` or `GP,KX`; more than four cannot be on one line and break a rule."""
    pieces = split_pieces(table.texts["modifiers"], r"[\s:,]+")
    ordinals = count_within(pieces.rows)
    columns = []
    for ordinal in range(MODIFIERS):
        positions = np.full(table.rows, -1, dtype=np.int64)
        is_this = ordinals == ordinal
        positions[pieces.rows[is_this]] = np.flatnonzero(is_this)
        columns.append(pieces.texts.take(pa.array(positions, mask=positions < 0)))
    unreadable = pieces.rows[match_form(pieces.texts, r"^[A-Za-z0-9]{2}$")]
    return tuple(columns), [
        Broken("unreadable_modifiers", "modifiers", _flag_rows(table, unreadable)),
        Broken("too_many_modifiers", "modifiers", _flag_rows(table, pieces.rows[ordinals >= MODIFIERS])),
    ]


def _read_remarks(table: Table) -> tuple[Pieces, Broken]:
    pieces = split_pieces(table.texts["remarks"], r"[\s;,]+")
    unreadable = pieces.rows[match_form(pieces.texts, r"^[A-Za-z0-9]{1,10}$")]
    codes = Pieces(pc.utf8_upper(pieces.texts), pieces.rows)
    return codes, Broken("unreadable_remarks", "remarks", _flag_rows(table, unreadable))


def sum_adjustments(lines: ExportLines) -> Ordinals:
    """The adjustments of each row in cents."""
    cents = np.zeros(lines.table.rows, dtype=np.int64)
    np.add.at(cents, lines.adjustments.rows, count_cents(lines.adjustments.amounts))
    return cents
