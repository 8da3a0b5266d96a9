"""Payments as the tables that oxedi writes: one list per column, money as decimals made from whole cents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.simulate.billing import Adjustment, Claim, Line
from pipelines.simulate.remittance import Payment

_EPOCH = date(1970, 1, 1).toordinal()
_CENTS = pa.decimal128(18, 2)
# Physical therapy, occupational therapy, speech-language pathology, clinic (SVC04 of an institutional claim).
_REVENUE_CODE = {"PT": "0420", "OT": "0430", "SLP": "0440"}
_OTHER_REVENUE_CODE = "0510"
_NO_MODIFIERS = (None, None, None, None)
# The rows of a line's payment, claim and service in its file.
_Place = tuple[int, int, int | None]
_Row = tuple[object, ...]

_COLUMNS = {
    "payments": (
        "row", "handling_code", "credit_debit_flag", "payment_method", "payment_format", "payment_date",
        "total_payment_amount", "trace_number", "payer_identifier", "production_date", "payer_name", "payer_address",
        "payer_city", "payer_state", "payer_zip", "payer_technical_contact_name", "payer_technical_contact_qualifier",
        "payer_technical_contact_number", "payee_name", "payee_id_qualifier", "payee_id",
    ),
    "claims": (
        "row", "payment", "header_number", "claim_id", "claim_status", "charge_amount", "payment_amount",
        "patient_responsibility", "filing_indicator", "payer_control_number", "facility_type", "frequency_code",
        "patient_last_name", "patient_first_name", "patient_id_qualifier", "patient_id",
        "corrected_patient_entity_type", "corrected_patient_id", "rendering_provider_entity_type",
        "rendering_provider_name", "rendering_provider_first_name", "rendering_provider_id_qualifier",
        "rendering_provider_id", "remark_code_1", "original_control_number", "statement_from", "statement_to",
        "received_date",
    ),
    "services": (
        "payment", "claim", "row", "procedure_qualifier", "procedure_code", "modifier_1", "modifier_2", "modifier_3",
        "modifier_4", "charge_amount", "payment_amount", "revenue_code", "units_paid", "original_units",
        "submitted_procedure_qualifier", "submitted_procedure_code", "service_date", "service_start_date",
        "service_end_date", "line_item_control_number", "rendering_npi", "allowed_amount",
    ),
    "adjustments": ("payment", "claim", "service", "row", "group_code", "reason_code", "amount"),
    "remarks": ("payment", "claim", "service", "row", "code_list_qualifier", "remark_code"),
    "provider_adjustments": (
        "row", "payment", "provider_id", "fiscal_period_date", "reason_code", "reference_id", "amount",
    ),
}  # fmt: skip
_MONEY = frozenset(
    {"total_payment_amount", "charge_amount", "payment_amount", "patient_responsibility", "allowed_amount", "amount"}
)
_DATES = frozenset(
    {"payment_date", "production_date", "statement_from", "statement_to", "received_date", "service_date"}
    | {"service_start_date", "service_end_date", "fiscal_period_date"}
)
_QUANTITIES = frozenset({"units_paid", "original_units"})
_ROW_NUMBERS = frozenset({"row", "payment", "claim", "service", "header_number"})


class FrameBuilder:
    """Collects the rows of many files, and hands them out file by file.

    A column becomes an Arrow array once for all files, and each file gets its slice of it: making small
    arrays would take longer than everything else together.
    """

    def __init__(self) -> None:
        self._rows: dict[str, list[_Row]] = {name: [] for name in _COLUMNS}
        self._starts: list[dict[str, int]] = []

    def add_file(self, payments: tuple[Payment, ...]) -> None:
        """Adds the payments of one file; rows are numbered from 0 in each file."""
        start = {name: len(rows) for name, rows in self._rows.items()}
        self._starts.append(start)
        for payment in payments:
            self._add_payment(start, payment)

    def build_files(self) -> Iterator[dict[str, pa.Table]]:
        """The tables of each file in the order of adding, keyed by the names of the patched oxedi spec."""
        tables = {name: _table(_COLUMNS[name], rows) for name, rows in self._rows.items() if rows}
        ends = [*self._starts[1:], {name: table.num_rows for name, table in tables.items()}]
        for start, end in zip(self._starts, ends, strict=True):
            yield {name: table.slice(start[name], end[name] - start[name]) for name, table in tables.items()}

    def _next_row(self, start: dict[str, int], table: str) -> int:
        return len(self._rows[table]) - start[table]

    def _add_payment(self, start: dict[str, int], payment: Payment) -> None:
        row = self._next_row(start, "payments")
        self._rows["payments"].append(_payment_row(row, payment))
        for adjustment in payment.adjustments:
            number = self._next_row(start, "provider_adjustments")
            self._rows["provider_adjustments"].append(_provider_adjustment_row(number, row, payment, adjustment))
        for claim in payment.claims:
            claim_row = self._next_row(start, "claims")
            self._rows["claims"].append(_claim_row(claim_row, row, claim))
            self._add_adjustments(start, (row, claim_row, None), claim, claim.adjustments)
            for line in claim.lines:
                self._add_line(start, (row, claim_row), claim, line)

    def _add_line(self, start: dict[str, int], parents: tuple[int, int], claim: Claim, line: Line) -> None:
        sign = -1 if claim.is_reversal else 1
        place = (*parents, self._next_row(start, "services"))
        self._rows["services"].append((*place, *_service_cells(claim, line, sign)))
        self._add_adjustments(start, place, claim, line.adjustments)
        remarks = self._rows["remarks"]
        for remark in line.remarks:
            remarks.append((*place, len(remarks) - start["remarks"], "HE", remark))

    def _add_adjustments(
        self, start: dict[str, int], place: _Place, claim: Claim, adjustments: tuple[Adjustment, ...]
    ) -> None:
        """Adjustments of a line, or of the claim where `place` names no line."""
        sign = -1 if claim.is_reversal else 1
        rows = self._rows["adjustments"]
        for group, reason, cents in adjustments:
            rows.append((*place, len(rows) - start["adjustments"], group, reason, sign * cents))


def _payment_row(row: int, payment: Payment) -> _Row:
    payer, clinic, is_paid = payment.payer, payment.clinic, payment.payment_cents > 0
    transfer = ("I", "C", "ACH", "CCP") if is_paid else ("H", "C", "NON", None)
    return (
        row, *transfer, payment.day, payment.payment_cents, payment.trace_number, payer.identifier, payment.day - 1,
        payer.name, "1 SAMPLE STREET", payer.city, payer.state, payer.postal_code, "SYNTHETIC DESK", "TE",
        "8005550100", clinic.name, "XX", clinic.npi,
    )  # fmt: skip


def _provider_adjustment_row(row: int, payment_row: int, payment: Payment, adjustment: tuple[str, str, int]) -> _Row:
    fiscal_period = date(date.fromordinal(payment.day).year, 12, 31).toordinal()
    return row, payment_row, payment.clinic.npi, fiscal_period, *adjustment


def _claim_row(row: int, payment_row: int, claim: Claim) -> _Row:
    sign = -1 if claim.is_reversal else 1
    provider = claim.lines[0].provider
    by_claim = claim.clinic.bills_by_claim
    return (
        row, payment_row, 1, claim.patient_control_number, claim.status, sign * claim.charge_cents,
        sign * claim.paid_cents, None if sign < 0 else sum(line.patient_share_cents for line in claim.lines),
        claim.payer.filing_indicator, claim.payer_control_number, claim.facility_type,
        "7" if claim.purpose == "correction" else "1",
        claim.person.last_name, claim.person.first_name, "MI", claim.written_id,
        *(("1", claim.corrected_id) if claim.corrected_id else (None, None)),
        *(("1", provider.last_name, provider.first_name, "XX", provider.npi) if by_claim else (None,) * 5),
        claim.remarks[0] if claim.remarks and sign > 0 else None, claim.original_control_number,
        claim.lines[0].service_day, claim.lines[-1].service_day,
        claim.received_day if claim.payer.has_received_date else None,
    )  # fmt: skip


def _service_cells(claim: Claim, line: Line, sign: int) -> _Row:
    day, units = line.service_day, line.units
    has_range = not claim.payer.has_received_date
    dates = (None, day, day) if has_range else (day, None, None)
    if sign < 0 or (has_range and units == 1 and line.denial is None):
        paid_and_submitted: tuple[int | None, int | None] = (None, None)
    else:
        paid_and_submitted = (None, units) if line.denial is not None else (units, None)
    submitted = ("HC", line.submitted_code) if line.submitted_code else (None, None)
    revenue_code = _REVENUE_CODE.get(line.discipline, _OTHER_REVENUE_CODE) if claim.clinic.has_revenue_codes else None
    return (
        "HC", line.procedure.code, *line.modifiers, *_NO_MODIFIERS[len(line.modifiers) :],
        sign * line.charge_cents, sign * line.sent_paid_cents,
        revenue_code, *paid_and_submitted, *submitted, *dates, line.control_number,
        line.provider.npi if claim.clinic.bills_by_line else None, line.sent_allowed_cents if sign > 0 else None,
    )  # fmt: skip


def _table(names: tuple[str, ...], rows: list[_Row]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table({name: _array(name, cells) for name, cells in zip(names, columns, strict=True)})


def _array(column: str, cells: Sequence[object]) -> pa.Array:
    if column in _MONEY:
        return _money(cells)
    if column in _DATES:
        days = pa.array([None if cell is None else cell - _EPOCH for cell in cells], pa.int32())  # type: ignore[operator]
        return days.cast(pa.date32())
    if column in _QUANTITIES:
        return pa.array(cells, pa.int64()).cast(pa.decimal128(19, 0))
    return pa.array(cells, pa.int64() if column in _ROW_NUMBERS else pa.string())


def _money(cells: Sequence[object]) -> pa.Array:
    """Cents as decimals: the two's complement of 128 bits, low half first, is the cents and their sign."""
    filled = np.array([0 if cell is None else cell for cell in cells], dtype=np.int64)
    halves = np.empty((len(cells), 2), dtype=np.int64)
    halves[:, 0] = filled
    halves[:, 1] = filled >> 63
    amounts = pa.Array.from_buffers(_CENTS, len(cells), [None, pa.py_buffer(halves.tobytes())])
    if None not in cells:
        return amounts
    return pc.if_else(pa.array([cell is None for cell in cells]), pa.scalar(None, _CENTS), amounts)
