"""What kxwatch should make of each simulated line, by the links that only the simulator knows.

Decision 0066.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipelines.simulate.billing import Claim, Day, Line, Person, PoolYear
from pipelines.simulate.practice import POOL_OF_DISCIPLINE
from pipelines.simulate.remittance import Payment

FINAL = "final"
REPLACED = "replaced"
REVERSED = "reversed"
REVERSAL = "reversal"
ORPHAN = "orphan_reversal"

_DISCIPLINE_OF_MODIFIER = {"GP": "PT", "GO": "OT", "GN": "SLP"}
# A claim counts from so many days after receipt; without a received date, so many before payment.
_DAYS_AFTER_RECEIPT = 3
_DAYS_BEFORE_PAYMENT = 11


@dataclass(slots=True)
class Occurrence:
    """One line of one claim payment; `turn` is its place in the order of payments.

    `pool_year` is where the line accrues, None for no pool. `expected_cents` of a denied line is what it
    would have been allowed, None if nothing tells.
    """

    turn: int
    payment: Payment
    claim: Claim
    line: Line
    line_number: int
    patient_id: str
    standing: str
    pool_year: PoolYear | None
    expected_cents: int | None = None
    finding: str = ""

    @property
    def received_day(self) -> Day:
        """The received date, else the payment date."""
        return self.claim.received_day if self.claim.payer.has_received_date else self.claim.payment_day

    @property
    def counted_day(self) -> Day:
        """From when Medicare counts the line, as far as the remittance tells."""
        payment_day = self.claim.payment_day
        if not self.claim.payer.has_received_date:
            return payment_day - _DAYS_BEFORE_PAYMENT
        return min(self.claim.received_day + _DAYS_AFTER_RECEIPT, payment_day)

    @property
    def reversal_counted_day(self) -> Day | None:
        """From when Medicare counts the reversal of the line; None if it was not reversed."""
        reversal = self.claim.reversed_by
        return None if reversal is None else reversal.payment_day - _DAYS_BEFORE_PAYMENT

    @property
    def has_kx(self) -> bool:
        return "KX" in self.line.modifiers

    @property
    def is_denied(self) -> bool:
        return self.line.denial is not None


def resolved_identifiers(persons: list[Person]) -> dict[str, str]:
    """Old identifier to new one, for those that the identity crosswalk links."""
    changes = [(person.member_id, person.identity_change) for person in persons]
    return {old_id: change.new_id for old_id, change in changes if change is not None and change.is_in_crosswalk}


def list_occurrences(payments: list[Payment], new_ids: dict[str, str]) -> list[Occurrence]:
    """All lines of the files in the order of payments, with their standing."""
    delivered = {claim.number for payment in payments for claim in payment.claims}
    occurrences: list[Occurrence] = []
    for payment in payments:
        for claim in payment.claims:
            patient_id = new_ids.get(claim.resolved_id, claim.resolved_id)
            standing = _standing_of_claim(claim, delivered)
            for number, line in enumerate(claim.lines, start=1):
                pool = pool_of(line.modifiers) if claim.payer.is_medicare else None
                pool_year = (pool, line.calendar_year) if pool else None
                turn = len(occurrences)
                occurrences.append(
                    Occurrence(turn, payment, claim, line, number, patient_id, standing, pool_year)
                )  # fmt: skip
    for service in group_services(occurrences).values():
        _replace(service)
    return occurrences


@cache
def pool_of(modifiers: tuple[str, ...]) -> str | None:
    """The pool of a line with exactly one therapy modifier."""
    disciplines = [_DISCIPLINE_OF_MODIFIER[code] for code in modifiers if code in _DISCIPLINE_OF_MODIFIER]
    return POOL_OF_DISCIPLINE[disciplines[0]] if len(disciplines) == 1 else None


def _standing_of_claim(claim: Claim, delivered: set[int]) -> str:
    if claim.is_reversal:
        return REVERSAL if is_linked(claim, delivered) else ORPHAN
    return FINAL if claim.reversed_by is None else REVERSED


def is_linked(reversal: Claim, delivered: set[int]) -> bool:
    """Whether the claim that the reversal reverses is among the files."""
    return reversal.original is not None and reversal.original.number in delivered


def group_services(occurrences: Iterable[Occurrence]) -> dict[tuple[str, str], list[Occurrence]]:
    """The occurrences of each service in the order of payments, reversals left out."""
    services: dict[tuple[str, str], list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        if not occurrence.claim.is_reversal:
            services[occurrence.line.control_number, occurrence.patient_id].append(occurrence)
    return services


def _replace(service: list[Occurrence]) -> None:
    """Allowed occurrences are final; a denied one only if it is the newest and none is allowed."""
    left = [occurrence for occurrence in service if occurrence.standing == FINAL]
    is_allowed = any(not occurrence.is_denied for occurrence in left)
    for occurrence in left:
        if occurrence.is_denied and (is_allowed or occurrence is not left[-1]):
            occurrence.standing = REPLACED


def find_recovery(service: list[Occurrence], first_denied: Occurrence) -> Occurrence | None:
    """The first later occurrence of a denied service that is allowed above 0 and not reversed."""
    return next((one for one in service if one.turn > first_denied.turn and is_paid(one)), None)


def is_paid(one: Occurrence) -> bool:
    """Whether the line is allowed above 0 and not reversed."""
    return not one.is_denied and one.standing != REVERSED and one.line.allowed_cents > 0
