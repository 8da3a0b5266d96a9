"""What a payer decides about one line: Medicare, also as secondary payer and at cost, a plan; and every denial.

Decision 0065.
"""

from __future__ import annotations

from pipelines.simulate.billing import Claim, Line
from pipelines.simulate.fee_schedule import KX_THRESHOLD_CENTS, per_hundred
from pipelines.simulate.practice import CRITICAL_ACCESS

OVER_THRESHOLD = "119"

# Group code and line remark of each denial reason; where a group is missing, `_group` decides.
_DENIAL_GROUP = {"16": "CO", "50": "CO", "97": "CO", "4": "CO", "22": "CO", "252": "CO", "109": "OA", "96": "PR",
                 "29": "CO", "18": "OA", "197": "CO"}  # fmt: skip
_DENIAL_REMARK = {"16": "N290", "50": "N115", "97": "M15", "4": "N822", "252": "N706", "29": "N211"}
_CLAIM_REMARK = {"16": "MA130"}
WHOLE_CLAIM = frozenset({"16", "22", "252", "109", "29", "18"})
_OVER_THRESHOLD_REMARKS = ((), ("N362",), (), ("N640",))
_ASSISTANT_REMARK = "N851"
_COINSURANCE_PERCENT = 20
_ASSISTANT_PERCENT = 68
_SEQUESTRATION_PERCENT = 2
# Of the charge of a critical access hospital.
_COST_PERCENT = 58
_COPAYMENT_CENTS = {"16": 2_500, "HM": 1_500}


def planned_reason(claim: Claim, at: int) -> str | None:
    """The denial reason that was planned for the line at that place of the claim."""
    reason = claim.planned_denial
    if reason is None or (reason not in WHOLE_CLAIM and at != len(claim.lines) - 1):
        return None
    return reason


def is_over_threshold(claim: Claim, line: Line) -> bool:
    """Whether Medicare denies the line: no KX, and with it all that Medicare has counted passes the threshold."""
    if line.has_kx or not line.discipline or not claim.payer.is_medicare:
        return False
    pool_year = line.pool_year
    used = claim.person.balance(pool_year).counted_cents + claim.person.used_elsewhere(pool_year, claim.counted_day)
    return used + amount_to_count(claim, line) > KX_THRESHOLD_CENTS[line.calendar_year]


def amount_to_count(claim: Claim, line: Line) -> int:
    """What the line would add to Medicare's total: as secondary payer only what Medicare itself adds."""
    allowed = min(line.price_cents, line.charge_cents)
    return allowed - allowed // 2 if claim.is_secondary else allowed


def deny(claim: Claim, line: Line, reason: str) -> None:
    """Decides the line with nothing paid and its whole charge under one reason."""
    group = _DENIAL_GROUP.get(reason) or _group(claim, line)
    line.denial = (group, reason)
    line.adjustments = ((group, reason, line.charge_cents),)
    line.paid_cents = line.allowed_cents = line.counted_cents = line.deductible_cents = 0
    if reason == OVER_THRESHOLD:
        line.remarks = _OVER_THRESHOLD_REMARKS[claim.number % 4]
    else:
        line.remarks = (_DENIAL_REMARK[reason],) if reason in _DENIAL_REMARK else ()
    # Only the payer that is silent now and then reports an allowed amount on denied lines too.
    reports = claim.payer.silent_interval > 1 and not _is_silent(claim)
    line.sent_allowed_cents = line.price_cents if reports else None
    if reason in _CLAIM_REMARK:
        claim.remarks = (_CLAIM_REMARK[reason],)


def _group(claim: Claim, line: Line) -> str:
    """Contractors differ on who owes a line over the threshold; with an ABN it is the patient."""
    return "PR" if line.has_abn or claim.number % 10 < 3 else "CO"


def _is_silent(claim: Claim) -> bool:
    interval = claim.payer.silent_interval
    return interval > 0 and claim.number % interval == interval - 1


def pay(claim: Claim, line: Line) -> None:
    """Decides the line as payable: allowed, the patient's share, payment, and the reasons for the rest."""
    if not claim.payer.is_medicare:
        _pay_plan(claim, line)
    elif claim.is_secondary:
        _pay_secondary(claim, line)
    elif claim.facility_type == CRITICAL_ACCESS:
        _pay_at_cost(line)
    else:
        _pay_medicare(claim, line)
    line.counted_cents = amount_to_count(claim, line)


def _settle(line: Line, paid: int, adjustments: list[tuple[str, str, int]], remarks: tuple[str, ...]) -> None:
    line.denial = None
    line.paid_cents = paid
    line.adjustments = tuple(adjustment for adjustment in adjustments if adjustment[2])
    line.remarks = remarks


def _pay_medicare(claim: Claim, line: Line) -> None:
    allowed = min(line.price_cents, line.charge_cents)
    left = claim.person.deductible_left
    deductible = min(allowed, left[line.calendar_year])
    left[line.calendar_year] -= deductible
    rest = allowed - deductible
    coinsurance = per_hundred(rest, _COINSURANCE_PERCENT)
    payable = per_hundred(rest, _ASSISTANT_PERCENT) if line.by_assistant else rest - coinsurance
    sequestration = per_hundred(payable, _SEQUESTRATION_PERCENT)
    reduction = min(line.full_cents, line.charge_cents) - allowed if claim.payer.shows_reduction else 0
    written_off = line.charge_cents - deductible - coinsurance - payable - reduction
    line.deductible_cents = deductible
    _settle(
        line,
        payable - sequestration,
        [
            ("CO", "45", written_off),
            ("CO", "59", reduction),
            ("CO", "253", sequestration),
            ("PR", "1", deductible),
            ("PR", "2", coinsurance),
        ],
        (_ASSISTANT_REMARK,) if line.by_assistant and rest else (),
    )
    line.sent_allowed_cents = None if _is_silent(claim) else allowed


def _pay_at_cost(line: Line) -> None:
    """A critical access hospital is paid its cost; the patient owes a fifth of the charge."""
    coinsurance = per_hundred(line.charge_cents, _COINSURANCE_PERCENT) if line.price_cents else 0
    payable = per_hundred(line.charge_cents, _COST_PERCENT) - coinsurance if line.price_cents else 0
    sequestration = per_hundred(payable, _SEQUESTRATION_PERCENT)
    _settle(
        line,
        payable - sequestration,
        [
            ("CO", "45", line.charge_cents - coinsurance - payable),
            ("CO", "253", sequestration),
            ("PR", "2", coinsurance),
        ],
        (),
    )
    line.sent_allowed_cents = None


def _pay_secondary(claim: Claim, line: Line) -> None:
    allowed = min(line.price_cents, line.charge_cents)
    coinsurance = per_hundred(allowed, _COINSURANCE_PERCENT)
    by_other_payer = allowed // 2
    payable = allowed - coinsurance - by_other_payer
    sequestration = per_hundred(payable, _SEQUESTRATION_PERCENT)
    _settle(
        line,
        payable - sequestration,
        [
            ("CO", "45", line.charge_cents - allowed),
            ("CO", "253", sequestration),
            ("OA", "23", by_other_payer),
            ("PR", "2", coinsurance),
        ],
        (),
    )
    line.sent_allowed_cents = allowed


def _pay_plan(claim: Claim, line: Line) -> None:
    allowed = min(line.price_cents, line.charge_cents)
    is_first_of_day = line is next(other for other in claim.lines if other.service_day == line.service_day)
    copayment = min(allowed, _COPAYMENT_CENTS[claim.payer.filing_indicator]) if is_first_of_day else 0
    _settle(line, allowed - copayment, [("CO", "45", line.charge_cents - allowed), ("PR", "3", copayment)], ())
    line.sent_allowed_cents = None if _is_silent(claim) and not line.by_assistant else allowed


def allowed_basis(claim: Claim, line: Line) -> str:
    """By which rule the allowed amount is read from the remittance."""
    if line.denial is not None:
        return "denied"
    if claim.is_secondary:
        return "secondary"
    if line.sent_allowed_cents is not None:
        return "amt_b6"
    return "cost" if claim.facility_type == CRITICAL_ACCESS else "derived"


def read_allowed(claim: Claim, line: Line) -> int:
    """The allowed amount as the remittance tells it, line by line; exact but for an assistant's line without AMT*B6."""
    basis = allowed_basis(claim, line)
    if basis == "denied":
        return 0
    if basis == "amt_b6":
        return line.sent_allowed_cents or 0
    sums = dict.fromkeys((("PR", "1"), ("PR", "2"), ("PR", "3"), ("CO", "253")), 0)
    for group, reason, cents in (*line.shares, *line.adjustments):
        if (group, reason) in sums:
            sums[group, reason] += cents
    if basis != "derived" or not line.by_assistant:
        return line.paid_cents + sum(sums.values())
    if sums["PR", "2"]:
        return sums["PR", "1"] + 5 * sums["PR", "2"]
    payable = line.paid_cents + sums["CO", "253"]
    return sums["PR", "1"] + (payable * 100 + _ASSISTANT_PERCENT // 2) // _ASSISTANT_PERCENT
