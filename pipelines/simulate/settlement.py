"""Every claim decided in the order in which payers receive them, and what follows from each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from heapq import heapify, heappop, heappush

from pipelines.simulate.adjudication import OVER_THRESHOLD, deny, is_over_threshold, pay, planned_reason
from pipelines.simulate.behaviour import learn_from_denial, put_kx, write_modifiers
from pipelines.simulate.billing import Claim, Day, Line, Person
from pipelines.simulate.chance import Dice
from pipelines.simulate.fee_schedule import PROCEDURES, charge_cents, unit_price
from pipelines.simulate.follow_up import FollowUp
from pipelines.simulate.practice import Provider
from pipelines.simulate.submission import BillingOffice

_ORPHAN_SERVICE_DAY = date(2023, 11, 14).toordinal()
_ORPHAN_DAY = date(2024, 1, 8).toordinal()
_KX_IS_OPEN = frozenset({"first", "rebill"})
_Turn = tuple[Day, Day, int, int]


def settle(first_claims: list[Claim], follow_up: FollowUp, dice: Dice) -> list[Claim]:
    """All claims and what follows from them, decided; in the order of decision."""
    waiting = [(_turn(claim), claim) for claim in first_claims]
    heapify(waiting)
    decided = []
    while waiting:
        _, claim = heappop(waiting)
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
        _take_back(claim)
        return
    for at, line in enumerate(claim.lines):
        if claim.purpose != "correction" or not line.adjustments:
            _decide_line(claim, line, at, dice)
        _post(claim, line, line.allowed_cents)
    claim.status = _status(claim)
    if claim.payer.is_medicare and not claim.remarks:
        claim.remarks = ("MA01",)


def _decide_line(claim: Claim, line: Line, at: int, dice: Dice) -> None:
    reason = planned_reason(claim, at)
    if claim.purpose in _KX_IS_OPEN:
        put_kx(claim, line, dice)
    if reason is None and is_over_threshold(claim, line):
        reason = OVER_THRESHOLD
        learn_from_denial(claim, line)
    line.modifiers = write_modifiers(line, reason)
    if reason is None:
        pay(claim, line)
    else:
        deny(claim, line, reason)


def _status(claim: Claim) -> str:
    """Denied (4) is said of some wholly denied claims and not of others, as payers do."""
    if claim.person.story == "secondary":
        return "2"
    return "4" if claim.number % 5 < 2 and all(line.denial for line in claim.lines) else "1"


def _take_back(reversal: Claim) -> None:
    if reversal.original is None:
        raise AssertionError("a reversal names its original")
    reversal.original.taken_back_by = reversal
    for line in reversal.lines:
        _post(reversal, line, -line.allowed_cents)


def _post(claim: Claim, line: Line, cents: int) -> None:
    if cents and line.discipline and claim.payer.is_medicare:
        balance = claim.person.balance(line.pool_year)
        balance.own_cents += cents
        balance.postings.append((claim.payment_day, cents))


def orphan_reversal(person: Person, provider: Provider, office: BillingOffice) -> Claim:
    """A take-back of a claim that was paid before the first remittance of the practice."""
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
    claim.status = "22"
    claim.received_day = _ORPHAN_SERVICE_DAY + 3
    return replace(claim, patient_id=person.member_id, corrected_id=None)
