"""Payments as the tables that oxedi writes: one list per column, money as decimals made from whole cents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.simulate.billing import Claim, Line
from pipelines.simulate.remittance import Payment

_EPOCH = date(1970, 1, 1).toordinal()
_CENTS = pa.decimal128(18, 2)
_Columns = dict[str, list[object]]
# The rows of a line's payment, claim and service in its file.
_Place = tuple[int, int, int]

_TABLES = ("payments", "claims", "services", "adjustments", "remarks", "provider_adjustments")

_MONEY = frozenset(
    {"total_payment_amount", "charge_amount", "payment_amount", "patient_responsibility", "allowed_amount", "amount"}
)  # fmt: skip
_DATES = frozenset(
    {"payment_date", "production_date", "statement_from", "statement_to", "received_date", "service_date"}
    | {"service_start_date", "service_end_date", "fiscal_period_date"}
)
_QUANTITIES = frozenset({"units_paid", "original_units"})
_ROWS = frozenset({"row", "payment", "claim", "service", "header_number"})


class FrameBuilder:
    """Collects the rows of many files, and hands them out file by file.

    A column becomes an Arrow array once for all files, and each file gets its slice of it: making small
    arrays would take longer than everything else together.
    """

    def __init__(self) -> None:
        self._columns: dict[str, _Columns] = {name: defaultdict(list) for name in _TABLES}
        self._starts: list[dict[str, int]] = []

    def add_file(self, payments: tuple[Payment, ...]) -> None:
        """Adds the payments of one file; rows are numbered from 0 in each file."""
        start = {name: len(columns["row"]) for name, columns in self._columns.items()}
        self._starts.append(start)
        for payment in payments:
            self._add_payment(start, payment)

    def build_files(self) -> Iterator[dict[str, pa.Table]]:
        """The tables of each file in the order of adding, keyed by the names of the patched oxedi spec."""
        tables = {name: pa.table({column: _array(column, cells) for column, cells in columns.items()})
                  for name, columns in self._columns.items() if columns["row"]}  # fmt: skip
        ends = [*self._starts[1:], {name: table.num_rows for name, table in tables.items()}]
        for start, end in zip(self._starts, ends, strict=True):
            yield {name: table.slice(start[name], end[name] - start[name]) for name, table in tables.items()}

    def _next_row(self, start: dict[str, int], table: str) -> int:
        return len(self._columns[table]["row"]) - start[table]

    def _add_payment(self, start: dict[str, int], payment: Payment) -> None:
        row = self._next_row(start, "payments")
        _add(self._columns["payments"], _payment_row(row, payment))
        for reason, reference, cents in payment.adjustments:
            adjustment = (self._next_row(start, "provider_adjustments"), row)
            cells = _provider_adjustment_row(adjustment, payment, reason, reference, cents)
            _add(self._columns["provider_adjustments"], cells)
        for claim in payment.claims:
            claim_row = self._next_row(start, "claims")
            _add(self._columns["claims"], _claim_row(claim_row, row, claim))
            for line in claim.lines:
                self._add_line(start, (row, claim_row), claim, line)

    def _add_line(self, start: dict[str, int], parents: tuple[int, int], claim: Claim, line: Line) -> None:
        sign = -1 if claim.is_reversal else 1
        place = (*parents, self._next_row(start, "services"))
        _add(self._columns["services"], _service_row(place, claim, line, sign))
        for group, reason, cents in line.adjustments:
            row = self._next_row(start, "adjustments")
            _add(self._columns["adjustments"], _adjustment_row(row, place, group, reason, sign * cents))
        for remark in line.remarks:
            _add(self._columns["remarks"], _remark_row(self._next_row(start, "remarks"), place, remark))


def _add(columns: _Columns, row: dict[str, object]) -> None:
    for column, cell in row.items():
        columns[column].append(cell)


def _payment_row(row: int, payment: Payment) -> dict[str, object]:
    payer, clinic, is_paid = payment.payer, payment.clinic, payment.payment_cents > 0
    return {
        "row": row,
        "handling_code": "I" if is_paid else "H",
        "credit_debit_flag": "C",
        "payment_method": "ACH" if is_paid else "NON",
        "payment_format": "CCP" if is_paid else None,
        "payment_date": payment.day,
        "total_payment_amount": payment.payment_cents,
        "trace_number": payment.trace_number,
        "payer_identifier": payer.identifier,
        "production_date": payment.day - 1,
        "payer_name": payer.name,
        "payer_address": "1 SAMPLE STREET",
        "payer_city": payer.city,
        "payer_state": payer.state,
        "payer_zip": payer.postal_code,
        "payer_technical_contact_name": "SYNTHETIC DESK",
        "payer_technical_contact_qualifier": "TE",
        "payer_technical_contact_number": "8005550100",
        "payee_name": clinic.name,
        "payee_id_qualifier": "XX",
        "payee_id": clinic.npi,
    }


def _provider_adjustment_row(
    place: tuple[int, int], payment: Payment, reason: str, reference: str, cents: int
) -> dict[str, object]:
    return {
        "row": place[0],
        "payment": place[1],
        "provider_id": payment.clinic.npi,
        "fiscal_period_date": date(date.fromordinal(payment.day).year, 12, 31).toordinal(),
        "reason_code": reason,
        "reference_id": reference,
        "amount": cents,
    }


def _adjustment_row(row: int, place: _Place, group: str, reason: str, cents: int) -> dict[str, object]:
    return {"row": row, "payment": place[0], "claim": place[1], "service": place[2],
            "group_code": group, "reason_code": reason, "amount": cents}  # fmt: skip


def _remark_row(row: int, place: _Place, remark: str) -> dict[str, object]:
    return {"row": row, "payment": place[0], "claim": place[1], "service": place[2],
            "code_list_qualifier": "HE", "remark_code": remark}  # fmt: skip


def _claim_row(row: int, payment_row: int, claim: Claim) -> dict[str, object]:
    sign = -1 if claim.is_reversal else 1
    provider = claim.lines[0].provider if claim.clinic.bills_by_claim else None
    is_corrected = claim.corrected_id is not None
    return {
        "row": row,
        "payment": payment_row,
        "header_number": 1,
        "claim_id": claim.patient_control_number,
        "claim_status": claim.status,
        "charge_amount": sign * claim.charge_cents,
        "payment_amount": sign * claim.paid_cents,
        "patient_responsibility": None if sign < 0 else sum(line.patient_share_cents for line in claim.lines),
        "filing_indicator": claim.payer.filing_indicator,
        "payer_control_number": claim.payer_control_number,
        "facility_type": "11",
        "frequency_code": "7" if claim.purpose == "correction" else "1",
        "patient_last_name": claim.person.last_name,
        "patient_first_name": claim.person.first_name,
        "patient_id_qualifier": "MI",
        "patient_id": claim.patient_id,
        "corrected_patient_entity_type": "1" if is_corrected else None,
        "corrected_patient_id": claim.corrected_id,
        "rendering_provider_entity_type": "1" if provider else None,
        "rendering_provider_name": provider.last_name if provider else None,
        "rendering_provider_first_name": provider.first_name if provider else None,
        "rendering_provider_id_qualifier": "XX" if provider else None,
        "rendering_provider_id": provider.npi if provider else None,
        "remark_code_1": claim.remarks[0] if claim.remarks and sign > 0 else None,
        "original_control_number": claim.original_control_number,
        "statement_from": claim.lines[0].service_day,
        "statement_to": claim.lines[-1].service_day,
        "received_date": claim.received_day if claim.payer.has_received_date else None,
    }


def _service_row(place: _Place, claim: Claim, line: Line, sign: int) -> dict[str, object]:
    payment, claim_row, row = place
    has_range = not claim.payer.has_received_date
    modifiers = (*line.modifiers, None, None, None, None)
    is_denied = line.denial is not None
    one_is_left_out = has_range and line.units == 1
    return {
        "row": row,
        "payment": payment,
        "claim": claim_row,
        "procedure_qualifier": "HC",
        "procedure_code": line.procedure.code,
        "modifier_1": modifiers[0],
        "modifier_2": modifiers[1],
        "modifier_3": modifiers[2],
        "modifier_4": modifiers[3],
        "charge_amount": sign * line.charge_cents,
        "payment_amount": sign * line.paid_cents,
        "units_paid": None if is_denied or sign < 0 or one_is_left_out else line.units,
        "original_units": line.units if is_denied and sign > 0 else None,
        "submitted_procedure_qualifier": "HC" if line.submitted_code else None,
        "submitted_procedure_code": line.submitted_code,
        "service_date": None if has_range else line.service_day,
        "service_start_date": line.service_day if has_range else None,
        "service_end_date": line.service_day if has_range else None,
        "line_item_control_number": line.control_number,
        "rendering_npi": line.provider.npi if claim.clinic.bills_by_line else None,
        "allowed_amount": line.sent_allowed_cents if sign > 0 else None,
    }


def _array(column: str, cells: list[object]) -> pa.Array:
    if column in _MONEY:
        return _money(cells)
    if column in _DATES:
        days = pa.array([None if cell is None else cell - _EPOCH for cell in cells], pa.int32())  # type: ignore[operator]
        return days.cast(pa.date32())
    if column in _QUANTITIES:
        return pa.array(cells, pa.int64()).cast(pa.decimal128(19, 0))
    return pa.array(cells, pa.int64() if column in _ROWS else pa.string())


def _money(cells: list[object]) -> pa.Array:
    """Cents as decimals: the two's complement of 128 bits, low half first, is the cents and their sign."""
    filled = np.array([0 if cell is None else cell for cell in cells], dtype=np.int64)
    halves = np.empty((len(cells), 2), dtype=np.int64)
    halves[:, 0] = filled
    halves[:, 1] = filled >> 63
    amounts = pa.Array.from_buffers(_CENTS, len(cells), [None, pa.py_buffer(halves.tobytes())])
    if None not in cells:
        return amounts
    return pc.if_else(pa.array([cell is None for cell in cells]), pa.scalar(None, _CENTS), amounts)
