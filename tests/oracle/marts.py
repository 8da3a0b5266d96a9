"""The tables of contract section 4 that speak of pools and providers, one function a table."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

from tests.oracle.accrual import Known, Pool, Step, largest
from tests.oracle.services import Occurrence, Services

Row = dict[str, object]
Steps = dict[tuple[Pool, str], list[Step]]
ENOUGH_BENEFICIARIES = 10


def list_lines(services: Services) -> list[Row]:
    return [_line(row) for row in services.standing]


def _line(row: Occurrence) -> Row:
    return {
        **locate(row),
        "payer_claim_control_number": row.entry.claim.icn,
        "patient_control_number": row.entry.claim.account,
        "line_number": row.number,
        "beneficiary": row.beneficiary,
        "provider_npi": row.provider,
        "payee_npi": row.payee,
        "pool": row.pool,
        "discipline": row.discipline,
        "payer_name": row.entry.claim.filing if row.entry.file.is_export else row.entry.payment.payer,
        "claim_filing_indicator_code": row.entry.claim.filing,
        "service_date": row.service_date,
        "received_date": row.entry.claim.received,
        "payment_date": row.paid_on,
        "procedure_code": row.line.code,
        "modifiers": ",".join(filter(None, row.line.modifiers)),
        "has_kx": row.has_kx,
        "paid_units": row.units,
        "charge_cents": row.line.charge,
        "allowed_cents": row.allowed,
        "allowed_basis": row.basis,
        "paid_cents": row.line.paid,
        "is_denied": row.is_denied,
        "denial_category": row.category,
    }


def locate(row: Occurrence) -> Row:
    return {"file_name": row.entry.file.name, "segment_number": row.entry.line_segments[row.number - 1]}


def list_positions(steps: Steps) -> list[Row]:
    return [_position(step) for walk in steps.values() for step in walk]


def _position(step: Step) -> Row:
    line = step.occurrence
    return {
        **locate(line),
        "order_basis": step.basis,
        "beneficiary": line.beneficiary,
        "pool": line.pool,
        "calendar_year": line.service_date.year,
        "accrued_before_cents": step.before,
        "accrued_after_cents": step.after,
        "prior_use_cents": step.external,
        "prior_use_grade": step.grade,
        "kx_position": step.kx_position,
        "medical_review_position": step.medical_review_position,
        "kx_finding": step.kx_finding,
        "prior_use_needed_cents": step.prior_use_needed,
    }


def list_crossings(steps: Steps, prior: dict[Pool, list[Known]], data_through: date | None) -> list[Row]:
    return [
        _crossing(pool, basis, walk, largest(prior.get(pool, []), data_through))
        for (pool, basis), walk in steps.items()
    ]


def _crossing(pool: Pool, basis: str, walk: list[Step], known: Known | None) -> Row:
    threshold = walk[0].threshold
    days = sorted({step.occurrence.service_date for step in walk})
    accrued = walk[-1].own_after + (known.cents if known else 0)
    kx_date = _find_date(walk, threshold.kx + 1)
    review = threshold.medical_review
    return {
        "beneficiary": pool[0],
        "pool": pool[1],
        "calendar_year": pool[2],
        "order_basis": basis,
        "first_service_date": days[0],
        "last_service_date": days[-1],
        "visits": len(days),
        "prior_use_cents": known.cents if known else 0,
        "prior_use_grade": known.grade if known else "unknown",
        "prior_use_low_cents": known.low if known else 0,
        "prior_use_high_cents": known.high if known else 0,
        "accrued_cents": accrued,
        "alert_date": _find_date(walk, threshold.alert),
        "kx_crossing_date": kx_date,
        "medical_review_crossing_date": None if review is None else _find_date(walk, review + 1),
        "days_to_kx": (kx_date - days[0]).days if kx_date else None,
        "visits_to_kx": sum(day <= kx_date for day in days) if kx_date else None,
        "status": _status(accrued, threshold.alert, threshold.kx, review),
    }


def _find_date(walk: list[Step], reached: int) -> date | None:
    """The service date of the line that takes the amount from below `reached` cents to it."""
    return next((step.occurrence.service_date for step in walk if step.before < reached <= step.after), None)


def _status(accrued: int, alert: int, kx: int, review: int | None) -> str:
    if review is not None and accrued > review:
        return "over_medical_review"
    if accrued > kx:
        return "over_kx"
    return "approaching" if accrued >= alert else "below"


def list_providers(steps: Steps) -> list[Row]:
    walks = {pool: walk for (pool, basis), walk in steps.items() if basis == "received"}
    first_dates = {pool: min(step.occurrence.service_date for step in walk) for pool, walk in walks.items()}
    groups: dict[tuple[str, str, date], list[tuple[Step, bool]]] = defaultdict(list)
    for pool, walk in walks.items():
        for step in walk:
            line = step.occurrence
            item = (step, line.service_date == first_dates[pool])
            groups[line.provider, "month", line.service_date.replace(day=1)].append(item)
            groups[line.provider, "year", line.service_date.replace(month=1, day=1)].append(item)
    return [_provider(key, items) for key, items in groups.items()]


def _provider(key: tuple[str, str, date], items: list[tuple[Step, bool]]) -> Row:
    steps = [step for step, _ in items]
    kx = [step for step in steps if step.occurrence.has_kx]
    everyone = {step.occurrence.beneficiary for step in steps}
    with_kx = {step.occurrence.beneficiary for step in kx}
    below_kx = [step for step in kx if step.kx_position == "below"]
    early = [step for step in kx if step.kx_finding in {"early", "early_unverified"}]
    return {
        "provider_npi": key[0],
        "period_type": key[1],
        "period_start": key[2],
        "beneficiaries": len(everyone),
        "kx_beneficiaries": len(with_kx),
        "kx_beneficiary_ratio": Fraction(len(with_kx), len(everyone)),
        "lines": len(steps),
        "kx_lines": len(kx),
        "kx_line_ratio": Fraction(len(kx), len(steps)),
        "below_lines": sum(step.kx_position == "below" for step in steps),
        "below_kx_lines": len(below_kx),
        "early_kx_lines": len(early),
        "far_early_kx_lines": sum(step.after < step.threshold.alert for step in early),
        "same_visit_kx_lines": sum(step.kx_finding == "same_visit" for step in kx),
        "over_lines": sum(step.kx_position != "below" for step in steps),
        "over_kx_lines": len(kx) - len(below_kx),
        "first_date_kx_beneficiaries": len(
            {step.occurrence.beneficiary for step, is_first in items if is_first and step.occurrence.has_kx}
        ),
        "all_kx_category": _all_kx(len(everyone), len(with_kx), len(kx), len(early)),
    }


def _all_kx(beneficiaries: int, kx_beneficiaries: int, kx_lines: int, early_kx_lines: int) -> str:
    if kx_beneficiaries < beneficiaries:
        return "none"
    if 2 * early_kx_lines < kx_lines:
        return "explained"
    return "red_flag" if beneficiaries >= ENOUGH_BENEFICIARIES else "watch"
