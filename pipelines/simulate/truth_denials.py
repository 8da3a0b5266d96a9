"""Every service that was ever denied, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pipelines.simulate.billing import Day
from pipelines.simulate.expected_results import Occurrence, find_recovery

DENIAL_HEADER = ("kxwatch_truth", "patient_id", "payee_npi", "line_item_control_number", "service_date",
                 "procedure_code", "payment_trace_number", "payer_claim_control_number", "line_number",
                 "first_denied_date", "times_denied", "adjustment_group_code", "adjustment_reason_code",
                 "denial_category", "has_notice", "charge_cents", "expected_allowed_cents", "state", "resolved_by",
                 "recovered_trace_number",
                 "recovered_claim_control_number", "recovered_date", "recovered_allowed_cents")  # fmt: skip

_CATEGORY = {"50": "medical_necessity", "4": "modifier", "18": "duplicate", "29": "timely_filing",
             "16": "documentation", "252": "documentation", "97": "bundling", "22": "eligibility",
             "109": "eligibility", "96": "coverage", "197": "other"}  # fmt: skip


def denial_rows(services: Iterable[list[Occurrence]], last_day: Day) -> Iterator[tuple[object, ...]]:
    """One row for each denied service, in the order of the services."""
    for service in services:
        denied = [one for one in service if one.line.denial is not None]
        if denied:
            yield _denial_row(denied, find_recovery(service, denied[0]), last_day)


def _denial_row(denied: list[Occurrence], recovery: Occurrence | None, last_day: Day) -> tuple[object, ...]:
    first = denied[0]
    claim, line = first.claim, first.line
    group, reason = line.denial or ("", "")
    category = _category(first, reason)
    return ("denials", first.patient_id, claim.clinic.npi, line.control_number,
            date.fromordinal(line.service_day).isoformat(), line.procedure.code, first.payment.trace_number,
            claim.payer_control_number, first.line_number, date.fromordinal(claim.payment_day).isoformat(),
            len(denied), group, reason, category, "GA" in line.modifiers,
            line.charge_cents, "" if first.expected_cents is None else first.expected_cents,
            _state(category, recovery, claim.payment_day, last_day), *_recovery_cells(recovery))  # fmt: skip


def _category(first: Occurrence, reason: str) -> str:
    if reason != "119":
        return _CATEGORY[reason]
    if first.pool_year is None or first.has_kx:
        return "benefit_maximum"
    return "signed_notice" if "GA" in first.line.modifiers else "missing_kx"


def _recovery_cells(recovery: Occurrence | None) -> tuple[object, ...]:
    if recovery is None:
        return ("", "", "", "", "")
    claim = recovery.claim
    return (claim.purpose, recovery.payment.trace_number, claim.payer_control_number,
            date.fromordinal(claim.payment_day).isoformat(), recovery.line.allowed_cents)  # fmt: skip


def _state(category: str, recovery: Occurrence | None, denied_day: Day, last_day: Day) -> str:
    if category == "duplicate":
        return "duplicate"
    if recovery is not None:
        return "recovered"
    denied = date.fromordinal(denied_day)
    deadline = denied.replace(year=denied.year + 1, day=28 if (denied.month, denied.day) == (2, 29) else denied.day)
    return "expired" if last_day > deadline.toordinal() else "open"
