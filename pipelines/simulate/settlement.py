"""Adjudicates every claim in the order of receipt, with the claims that follow from each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from heapq import heapify, heappop, heappush

from pipelines.simulate.adjudication import (
    OVER_THRESHOLD,
    WHOLE_CLAIM,
    deny,
    is_over_threshold,
    pay,
    planned_reason,
    read_allowed,
)
from pipelines.simulate.behaviour import learn_from_denial, put_kx, put_kx_on_units, write_modifiers
from pipelines.simulate.billing import Claim, Day, Line, Person
from pipelines.simulate.chance import Dice
from pipelines.simulate.claim_adjustments import move_to_claim
from pipelines.simulate.claim_errors import ErrorPlanter, denial_of_error, spoil_kx, spoil_modifiers
from pipelines.simulate.fee_schedule import PROCEDURES, charge_cents, unit_price
from pipelines.simulate.follow_up import FollowUp
from pipelines.simulate.practice import Provider
from pipelines.simulate.submission import BillingOffice

_ORPHAN_SERVICE_DAY = date(2023, 11, 14).toordinal()
_ORPHAN_DAY = date(2024, 1, 8).toordinal()
_KX_IS_OPEN = frozenset({"first", "rebill"})
_Turn = tuple[Day, Day, int, int]


def settle(first_claims: list[Claim], follow_up: FollowUp, dice: Dice) -> list[Claim]:
    """All claims and what follows from them, decided; in the order of decision. Some open ones get an error."""
    planter = ErrorPlanter()
    waiting = [(_turn(claim), claim) for claim in first_claims]
    heapify(waiting)
    decided = []
    while waiting:
        _, claim = heappop(waiting)
        if claim.is_open:
            planter.plant(claim)
        _decide(claim, dice)
        decided.append(claim)
        for following in follow_up.after(claim):
            heappush(waiting, (_turn(following), following))
    return decided


def _turn(claim: Claim) -> _Turn:
    """Receipt, then payment, then the order within a payment: as the contract orders lines (`received`)."""
    return claim.event_day, claim.payment_day, claim.clinic.number, claim.number


def _decide(claim: Claim, dice: Dice) -> None:
    if claim.purpose == "orphan":
        return
    if claim.is_reversal:
        _reverse(claim)
        return
    if claim.purpose in _KX_IS_OPEN:
        put_kx_on_units(claim)
    for at, line in enumerate(claim.lines):
        if claim.purpose != "correction" or not line.adjustments:
            _decide_line(claim, line, at, dice)
        _add(claim, line, line.counted_cents, line.counted_cents)
    claim.status = _status(claim)
    if claim.payer.is_medicare and not claim.remarks:
        claim.remarks = ("MA01",)
    _finish(claim)


def _decide_line(claim: Claim, line: Line, at: int, dice: Dice) -> None:
    reason = planned_reason(claim, at)
    if claim.purpose in _KX_IS_OPEN:
        put_kx(claim, line, dice)
        spoil_kx(claim, line)
    reason = reason or denial_of_error(claim, line)
    if reason is None and is_over_threshold(claim, line):
        reason = OVER_THRESHOLD
        learn_from_denial(claim, line)
    line.modifiers = write_modifiers(line, None if claim.planted_error else reason)
    spoil_modifiers(claim, line)
    if reason is None:
        pay(claim, line)
    else:
        deny(claim, line, reason)


def _finish(claim: Claim) -> None:
    """Adjustments at the claim, and the amounts that follow from what the remittance then says."""
    move_to_claim(claim, WHOLE_CLAIM)
    for line in claim.lines:
        before = line.counted_cents
        line.allowed_cents = read_allowed(claim, line)
        if claim.is_secondary:
            line.counted_cents = line.allowed_cents
        _add(claim, line, line.allowed_cents - before, line.counted_cents - before)
        _count(claim, line, line.counted_cents)


def _status(claim: Claim) -> str:
    """Denied (4) is said of some wholly denied claims and not of others, as payers do."""
    if claim.is_secondary:
        return "2"
    return "4" if claim.number % 5 < 2 and all(line.denial for line in claim.lines) else "1"


def _reverse(reversal: Claim) -> None:
    if reversal.original is None:
        raise AssertionError("a reversal names its original")
    reversal.original.reversed_by = reversal
    for line in reversal.lines:
        _add(reversal, line, -line.allowed_cents, -line.counted_cents)
        _count(reversal, line, -line.counted_cents)


def _add(claim: Claim, line: Line, own_cents: int, counted_cents: int) -> None:
    if line.discipline and claim.payer.is_medicare:
        balance = claim.person.balance(line.pool_year)
        balance.own_cents += own_cents
        balance.counted_cents += counted_cents


def _count(claim: Claim, line: Line, cents: int) -> None:
    if cents and line.discipline and claim.payer.is_medicare:
        claim.person.balance(line.pool_year).counted.append((claim.counted_day, cents))


def orphan_reversal(person: Person, provider: Provider, office: BillingOffice) -> Claim:
    """A reversal of a claim that was paid before the first remittance of the practice."""
    price = unit_price("97110", 2023).full_cents
    line = Line(
        control_number=f"S{office.site:03d}ORPHAN{provider.clinic.number}",
        service_day=_ORPHAN_SERVICE_DAY,
        calendar_year=2023,
        procedure=PROCEDURES["97110"],
        discipline=provider.discipline,
        provider=provider,
        units=1,
        charge_cents=charge_cents("97110", 1, provider.clinic.markup_percent),
        full_cents=price,
        price_cents=price,
        by_assistant=False,
        style=0,
    )
    line.modifiers = write_modifiers(line, None)
    claim = office.claim("orphan", person, [line], _ORPHAN_DAY)
    pay(claim, line)
    line.allowed_cents = read_allowed(claim, line)
    claim.status = "22"
    claim.received_day = _ORPHAN_SERVICE_DAY + 3
    return replace(claim, patient_id=person.member_id, written_id=person.member_id, corrected_id=None)
