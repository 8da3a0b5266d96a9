"""Facts as files: 835 and CSV text, written by hand so that nothing of the readers is believed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.facts import Adjustment, ClaimPayment, Line, Payment, PriorUse, Threshold

EXPORT_HEADER = (
    "patient_id,patient_last_name,patient_first_name,patient_control_number,payer_claim_control_number,"
    "claim_status_code,claim_filing_indicator_code,rendering_npi,payee_npi,line_item_control_number,service_date,"
    "received_date,payment_date,payment_trace_number,procedure_code,modifiers,paid_units,charge,allowed,paid,"
    "adjustments,remarks"
)


@dataclass(frozen=True)
class Written:
    """One segment, and the claim payment and line (ordinals in the file, from 0) that it opens."""

    elements: tuple[str, ...]
    claim: int | None = None
    line: int | None = None


def write_remittance(payments: Sequence[Payment], element: str = "*", component: str = ":", end: str = "~") -> bytes:
    """One 835 file: one interchange with a transaction a payment."""
    segments = [element.join(part.replace(":", component) for part in row.elements) for row in _interchange(payments)]
    header = segments[0][:-1] + component
    return (end + "\n").join([header, *segments[1:], ""]).encode()


def number_segments(payments: Sequence[Payment]) -> tuple[list[int], dict[tuple[int, int], int]]:
    """Segment numbers (ISA = 1): of each claim payment, and of each line by (claim payment, line)."""
    claims: list[int] = []
    lines: dict[tuple[int, int], int] = {}
    for number, row in enumerate(_interchange(payments), start=1):
        if row.claim is not None and row.line is None:
            claims.append(number)
        elif row.claim is not None and row.line is not None:
            lines[row.claim, row.line] = number
    return claims, lines


def _interchange(payments: Sequence[Payment]) -> list[Written]:
    day = payments[0].paid_on if payments else date(2026, 1, 2)
    stamp = [day.strftime("%y%m%d"), "1200"]
    isa = ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", "SENDERID".ljust(15), "ZZ", "RECEIVERID".ljust(15), *stamp]
    opening = [
        Written((*isa, "^", "00501", "000000001", "0", "P", ":")),
        Written(("GS", "HP", "SENDERID", "RECEIVERID", _day(day), "1200", "1", "X", "005010X221A1")),
    ]
    closing = [Written(("GE", str(len(payments)), "1")), Written(("IEA", "1", "000000001"))]
    body: list[Written] = []
    claims_before = 0
    for ordinal, payment in enumerate(payments, start=1):
        body += _transaction(payment, f"{ordinal:04}", claims_before)
        claims_before += len(payment.claims)
    return opening + body + closing


def _transaction(payment: Payment, control: str, claims_before: int) -> list[Written]:
    amount = ["BPR", "I", _money(payment.total), "C", "ACH", "CCP", "01", "111000025", "DA", "123456", "1512345678", ""]
    heading = [
        ("ST", "835", control),
        (*amount, "01", "222000025", "DA", "654321", _day(payment.paid_on)),
        ("TRN", "1", payment.trace, "1512345678"),
        ("DTM", "405", _day(payment.produced_on or payment.paid_on)),
        ("N1", "PR", payment.payer),
        ("N3", "1 PAYER STREET"),
        ("N4", "BALTIMORE", "MD", "21201"),
        ("PER", "BL", "DESK", "TE", "8005551212"),
        ("N1", "PE", payment.payee, "XX", payment.npi),
    ]
    rows = [Written(elements) for elements in heading]
    rows += [Written(("LX", "1"))] if payment.claims else []
    for ordinal, claim in enumerate(payment.claims, start=claims_before):
        rows += _claim_payment(claim, ordinal)
    for adjustment in payment.withheld:
        reason = f"{adjustment.reason}:{payment.trace}"
        rows.append(Written(("PLB", payment.npi, f"{payment.paid_on.year}1231", reason, _money(adjustment.cents))))
    return [*rows, Written(("SE", str(len(rows) + 1), control))]


def _claim_payment(claim: ClaimPayment, ordinal: int) -> list[Written]:
    share = "" if claim.status == "22" else _money(claim.patient_responsibility)
    amounts = (_money(claim.total_charge), _money(claim.total_paid), share)
    clp = ("CLP", claim.account, claim.status, *amounts, claim.filing, claim.icn, claim.facility, claim.frequency)
    qualifier = ("MI", claim.patient) if claim.patient else ()
    name = (claim.last_name, claim.first_name, "", "", "")
    rows = [Written(clp, ordinal)]
    rows += [Written(row) for row in _adjustments(claim.adjustments)]
    rows.append(Written(("NM1", "QC", "1", *name, *qualifier) if qualifier else ("NM1", "QC", "1", *name[:2])))
    if claim.corrected:
        rows.append(Written(("NM1", "74", "1", *name, "C", claim.corrected)))
    if claim.provider:
        rows.append(Written(("NM1", "82", "1", "RENDERING", "PROVIDER", "", "", "", "XX", claim.provider)))
    if claim.original:
        rows.append(Written(("REF", "F8", claim.original)))
    dates = [("232", claim.statement_from), ("233", claim.statement_to), ("050", claim.received)]
    rows += [Written(("DTM", code, _day(day))) for code, day in dates if day]
    for number, line in enumerate(claim.lines):
        rows += _service_line(line, ordinal, number)
    return rows


def _service_line(line: Line, ordinal: int, number: int) -> list[Written]:
    code = ":".join(["HC", line.code, *line.modifiers])
    submitted = f"HC:{line.submitted_code}" if line.submitted_code else ""
    svc = ["SVC", code, _money(line.charge), _money(line.paid), "", line.units, submitted, line.submitted_units]
    while not svc[-1]:
        svc.pop()
    dates = [("150", line.start_date), ("151", line.end_date), ("472", line.service_date)]
    rows = [Written(tuple(svc), ordinal, number)]
    rows += [Written(("DTM", qualifier, _day(day))) for qualifier, day in dates if day]
    rows += [Written(row) for row in _adjustments(line.adjustments)]
    rows += [Written(("REF", "6R", line.control_number))] if line.control_number else []
    rows += [Written(("REF", "HPI", line.provider))] if line.provider else []
    rows += [Written(("AMT", "B6", _money(line.allowed)))] if line.allowed is not None else []
    return rows + [Written(("LQ", "HE", remark)) for remark in line.remarks]


def _adjustments(adjustments: Iterable[Adjustment]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for adjustment in adjustments:
        row = ("CAS", adjustment.group, adjustment.reason, _money(adjustment.cents), adjustment.quantity)
        rows.append(row if adjustment.quantity else row[:-1])
    return rows


def write_export(payments: Sequence[Payment]) -> bytes:
    """The same facts as a remittance export with the canonical header, one row a line."""
    rows = [
        _export_row(payment, claim, line) for payment in payments for claim in payment.claims for line in claim.lines
    ]
    codes = [line.diagnosis for payment in payments for claim in payment.claims for line in claim.lines]
    if not any(codes):
        return _csv(EXPORT_HEADER, rows)
    return _csv(f"{EXPORT_HEADER},diagnosis_code", [[*row, code] for row, code in zip(rows, codes, strict=True)])


def _export_row(payment: Payment, claim: ClaimPayment, line: Line) -> list[str]:
    person = [claim.patient, claim.last_name, claim.first_name, claim.account, claim.icn, claim.status, claim.filing]
    place = [line.provider or claim.provider, payment.npi, line.control_number, _iso(line.service_date)]
    times = [_iso(claim.received), _iso(payment.paid_on), payment.trace]
    amounts = [_money(line.charge), "" if line.allowed is None else _money(line.allowed), _money(line.paid)]
    adjustments = ";".join(f"{row.group}-{row.reason}={_money(row.cents)}" for row in line.adjustments)
    service = [line.code, " ".join(line.modifiers), line.units, *amounts, adjustments, ";".join(line.remarks)]
    return person + place + times + service


def write_prior_use(rows: Iterable[PriorUse]) -> bytes:
    header = "patient_id,pool,calendar_year,amount,as_of_date,grade"
    return _csv(
        header,
        [[row.patient, row.pool, str(row.year), _money(row.cents), _iso(row.as_of), row.grade] for row in rows],
    )


def write_crosswalk(links: Iterable[tuple[str, str]]) -> bytes:
    return _csv("old_patient_id,new_patient_id", [list(link) for link in links])


def write_thresholds(rows: Iterable[Threshold]) -> bytes:
    header = "calendar_year,kx_threshold,medical_review_amount,alert_amount,source"
    return _csv(
        header,
        [[str(row.year), _money(row.kx), _money(row.medical_review), _money(row.alert), row.source] for row in rows],
    )


def _csv(header: str, rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(rows)
    return f"{header}\n{text.getvalue()}".encode()


def _money(cents: int | None) -> str:
    if cents is None:
        return ""
    dollars, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{dollars}.{rest:02}" if rest else f"{sign}{dollars}"


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
