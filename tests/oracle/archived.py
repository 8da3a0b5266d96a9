"""The facts of a real archive for the oracle: what the readers found in files that nobody here wrote."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from tests.facts import Adjustment, ClaimPayment, Line, Payment, PriorUse, Threshold
from tests.oracle.history import Entry, sort_out
from tests.oracle.ledger import Ledger, assemble
from tests.oracle.practice import OfferedFile

Rows = list[dict[str, Any]]
Adjustments = dict[tuple[int, int | None], list[Adjustment]]
REPEATED = "repeated_claim_payment"


def build_archived_ledger(home: Path, as_of: date | None = None) -> Ledger:
    """The oracle's tables for all that `home` has taken in (without mart.file)."""
    with duckdb.connect(str(home / "archive.duckdb"), read_only=True) as archive:
        entries, newest = _read_entries(archive)
        prior_use = [_read_prior_use(row) for row in _read(archive, "prior_use")]
        links = [(row["old_patient_id"], row["new_patient_id"]) for row in _read(archive, "identity_crosswalk")]
        thresholds = [_read_threshold(row) for row in _read(archive, "threshold")]
    return assemble(sort_out(entries, newest, as_of), links, prior_use, thresholds)


def _read(archive: duckdb.DuckDBPyConnection, table: str) -> Rows:
    answer = archive.execute(f"select * from source.{table}")
    header = [column[0] for column in answer.description or []]
    return [dict(zip(header, row, strict=True)) for row in answer.fetchall()]


def _read_entries(archive: duckdb.DuckDBPyConnection) -> tuple[list[Entry], date | None]:
    names = {row["file_number"]: row["file_name"] for row in _read(archive, "offer")}
    payments = {row["payment_place"]: _read_payment(row) for row in _read(archive, "payment")}
    rejected = {row["claim_place"]: row["rule"] for row in _read(archive, "finding") if row["is_set_aside"]}
    adjustments = _read_adjustments(archive)
    lines, is_export = _read_lines(archive, adjustments)
    entries = []
    for row in _read(archive, "claim_payment"):
        place = row["claim_place"]
        numbered = sorted(lines[place], key=lambda item: item[0])
        entry = Entry(
            file=OfferedFile(names[row["file_number"]], is_export=row["file_number"] in is_export),
            payment=payments[row["payment_place"]],
            claim=_read_claim(row, tuple(line for _, _, line in numbered), tuple(adjustments[place, None])),
            place=(row["file_number"], place),
            segment=row["segment_number"],
            line_segments=[segment for _, segment, _ in numbered],
        )
        entry.fate = _name_fate(rejected.get(place))
        entries.append(entry)
    return entries, max((payment.paid_on for payment in payments.values()), default=None)


def _name_fate(rule: str | None) -> str | None:
    """The rules that readers apply themselves all make a claim payment unusable, except for what an export repeats."""
    return rule if rule in {None, REPEATED} else "unusable"


def _read_payment(row: dict[str, Any]) -> Payment:
    names = (row["payer_name"] or "", row["payee_name"] or "", row["payee_id"] or "")
    return Payment((), row["payment_date"], row["payment_trace_number"] or "", *names)


def _read_adjustments(archive: duckdb.DuckDBPyConnection) -> Adjustments:
    """By claim payment and line, in file order; without a line those of the claim level."""
    adjustments: Adjustments = defaultdict(list)
    for row in sorted(_read(archive, "adjustment"), key=lambda row: row["adjustment_place"]):
        cents, reason = _cents(row["adjustment_amount"]), row["adjustment_reason_code"].lstrip("0")
        owner = (row["claim_place"], row["line_place"])
        adjustments[owner].append(Adjustment(row["adjustment_group_code"], reason, cents or 0))
    return adjustments


def _read_lines(
    archive: duckdb.DuckDBPyConnection, adjustments: Adjustments
) -> tuple[dict[int, list[tuple[int, int, Line]]], set[int]]:
    """By claim payment: number, segment and line; and the files that are exports."""
    lines: dict[int, list[tuple[int, int, Line]]] = defaultdict(list)
    exports = set()
    for row in _read(archive, "service_line"):
        if row["is_export"]:
            exports.add(row["file_number"])
        line = _read_line(row, tuple(adjustments[row["claim_place"], row["line_place"]]))
        lines[row["claim_place"]].append((row["line_number"], row["segment_number"], line))
    return lines, exports


def _read_line(row: dict[str, Any], adjustments: tuple[Adjustment, ...]) -> Line:
    return Line(
        code=row["procedure_code"],
        modifiers=tuple(row[f"modifier_{place}"] or "" for place in range(1, 5)),
        service_date=row["service_date"],
        charge=_cents(row["charge_amount"]) or 0,
        paid=_cents(row["paid_amount"]) or 0,
        adjustments=adjustments,
        allowed=_cents(row["allowed_amount"]),
        units=_text(row["paid_units"]),
        submitted_units=_text(row["submitted_units"]),
        start_date=row["service_start_date"],
        provider=row["rendering_npi"] or "",
    )


def _read_claim(row: dict[str, Any], lines: tuple[Line, ...], adjustments: tuple[Adjustment, ...]) -> ClaimPayment:
    return ClaimPayment(
        icn=row["payer_claim_control_number"] or "",
        patient=row["patient_id"] or "",
        lines=lines,
        status=row["claim_status_code"],
        account=row["patient_control_number"] or "",
        filing=row["claim_filing_indicator_code"] or "",
        original=row["original_claim_control_number"] or "",
        corrected=row["corrected_patient_id"] or "",
        provider=row["rendering_id"] or "",
        received=row["received_date"],
        statement_from=row["statement_from_date"],
        facility=row["facility_type_code"] or "",
        charge=_cents(row["charge_amount"]) or 0,
        adjustments=adjustments,
    )


def _read_prior_use(row: dict[str, Any]) -> PriorUse:
    cents = _cents(row["used_amount"]) or 0
    return PriorUse(row["patient_id"], row["pool"], row["calendar_year"], cents, row["as_of_date"], row["grade"])


def _read_threshold(row: dict[str, Any]) -> Threshold:
    kx, alert = _cents(row["kx_threshold_amount"]) or 0, _cents(row["alert_amount"]) or 0
    return Threshold(row["calendar_year"], kx, _cents(row["medical_review_amount"]), alert)


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)


def _text(number: Decimal | None) -> str:
    return "" if number is None else str(number)
