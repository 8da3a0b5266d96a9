"""Denied services, what became of them, and what they cost by month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from tests.oracle import terms
from tests.oracle.marts import Row
from tests.oracle.services import Occurrence, Services


def list_denials(services: Services, data_through: date | None) -> list[Row]:
    denials = []
    for group in services.by_service.values():
        denied = [row for row in group if row.is_denied]
        if denied:
            assert data_through is not None
            recovering = _find_recovering(group, denied[0])
            denials.append(_denial(denied, recovering, data_through))
    return denials


def _find_recovering(group: list[Occurrence], denied: Occurrence) -> Occurrence | None:
    later = group[group.index(denied) + 1 :]
    return next((row for row in later if not row.is_denied and not row.is_taken_back and row.allowed > 0), None)


def _denial(denied: list[Occurrence], recovering: Occurrence | None, data_through: date) -> Row:
    first = denied[0]
    deadline = add_year(first.paid_on)
    state = _state(first.category, recovering, is_over=data_through > deadline)
    recovered = recovering if state == "recovered" else None
    group_code, reason_code = first.reason
    return {
        "payer_claim_control_number": first.entry.claim.icn,
        "line_number": first.number,
        "beneficiary": first.beneficiary,
        "provider_npi": first.provider,
        "payee_npi": first.payee,
        "pool": first.pool,
        "service_date": first.service_date,
        "procedure_code": first.line.code,
        "has_kx": first.has_kx,
        "first_denied_date": first.paid_on,
        "times_denied": len(denied),
        "adjustment_group_code": group_code,
        "adjustment_reason_code": reason_code,
        "denial_category": first.category,
        "has_notice": terms.has_signed_notice(first.line),
        "charge_cents": first.line.charge,
        "expected_allowed_cents": first.expected,
        "state": state,
        "recovered_date": recovered.paid_on if recovered else None,
        "recovered_allowed_cents": recovered.allowed if recovered else None,
        "days_to_recover": (recovered.paid_on - first.paid_on).days if recovered else None,
        "reopening_deadline": deadline,
    }


def _state(category: str | None, recovering: Occurrence | None, is_over: bool) -> str:
    if category == "duplicate":
        return "duplicate"
    if recovering:
        return "recovered"
    return "expired" if is_over else "open"


def add_year(day: date) -> date:
    """The same day a year later; Feb 29 becomes Feb 28."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return date(day.year + 1, day.month, last)


def list_leakage(denials: list[Row]) -> list[Row]:
    groups: dict[tuple[date, object], list[Row]] = defaultdict(list)
    for row in denials:
        first = row["first_denied_date"]
        assert isinstance(first, date)
        if row["state"] != "duplicate":
            groups[first.replace(day=1), row["denial_category"]].append(row)
    return [
        {
            "first_denied_month": month,
            "denial_category": category,
            "denied_services": len(rows),
            "expected_allowed_cents": _add_up(rows, "recovered", "open", "expired"),
            "recovered_cents": _add_up(rows, "recovered"),
            "open_cents": _add_up(rows, "open"),
            "expired_cents": _add_up(rows, "expired"),
        }
        for (month, category), rows in groups.items()
    ]


def _add_up(denials: list[Row], *states: str) -> int:
    amounts = [row["expected_allowed_cents"] or 0 for row in denials if row["state"] in states]
    return sum(amount for amount in amounts if isinstance(amount, int))
