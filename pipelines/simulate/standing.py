"""What the planted story makes of each line, by the links that only the simulator knows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from pipelines.simulate.billing import NEVER, Claim, Day, Line, Person, PoolYear
from pipelines.simulate.cast import LAST_PAYMENT_DAY
from pipelines.simulate.fee_schedule import KX_THRESHOLD_CENTS
from pipelines.simulate.practice import POOL_OF_DISCIPLINE
from pipelines.simulate.remittance import Payment

STANDING = "standing"
SUPERSEDED = "superseded"
TAKEN_BACK = "taken_back"
REVERSAL = "reversal"
ORPHAN = "orphan_reversal"

_DISCIPLINE_OF_MODIFIER = {"GP": "PT", "GO": "OT", "GN": "SLP"}


@dataclass(slots=True)
class Occurrence:
    """One line of one claim payment; `turn` is its place in the order of payments."""

    turn: int
    payment: Payment
    claim: Claim
    line: Line
    line_number: int
    patient_id: str
    standing: str
    # the pool and year in which the line accrues; None if it is in no pool
    pool_year: PoolYear | None
    finding: str = ""

    @property
    def received_day(self) -> Day:
        return self.claim.received_day if self.claim.payer.has_received_date else self.claim.payment_day


@dataclass(frozen=True, slots=True)
class KnownUse:
    """A row of prior_use.csv: the total used that the portal showed, and the part of it used elsewhere."""

    person: Person
    pool_year: PoolYear
    as_of_day: Day
    grade: str
    total_cents: int
    elsewhere_cents: int


def resolved_identifiers(persons: list[Person]) -> dict[str, str]:
    """Old identifier to new one, for those that the identity crosswalk links."""
    changes = [(person.member_id, person.identity_change) for person in persons]
    return {old_id: change.new_id for old_id, change in changes if change is not None and change.is_in_crosswalk}


def known_uses(persons: list[Person]) -> list[KnownUse]:
    """What the practice hands to kxwatch about use elsewhere: the total used, its own lines included."""
    known = []
    for person in persons:
        for use in person.prior_uses:
            if use.grade is None or use.known_day > min(NEVER - 1, LAST_PAYMENT_DAY):
                continue
            pool_year = (use.pool, use.calendar_year)
            postings = person.balance(pool_year).postings
            own_cents = sum(cents for day, cents in postings if day <= use.known_day)
            total = own_cents + use.used_cents
            known.append(KnownUse(person, pool_year, use.known_day, use.grade, total, use.used_cents))
    return known


def list_occurrences(payments: list[Payment], new_ids: dict[str, str]) -> list[Occurrence]:
    """All lines in the order of payments, with their standing."""
    occurrences: list[Occurrence] = []
    for payment in payments:
        for claim in payment.claims:
            patient_id = new_ids.get(claim.resolved_id, claim.resolved_id)
            standing = _standing_of_claim(claim)
            for number, line in enumerate(claim.lines, start=1):
                pool = _pool(line.modifiers) if claim.payer.is_medicare else None
                pool_year = (pool, line.calendar_year) if pool else None
                turn = len(occurrences)
                occurrences.append(
                    Occurrence(turn, payment, claim, line, number, patient_id, standing, pool_year)
                )  # fmt: skip
    for service in group_services(occurrences).values():
        _supersede(service)
    return occurrences


@cache
def _pool(modifiers: tuple[str, ...]) -> str | None:
    """The pool of a line with exactly one therapy modifier."""
    disciplines = [_DISCIPLINE_OF_MODIFIER[code] for code in modifiers if code in _DISCIPLINE_OF_MODIFIER]
    return POOL_OF_DISCIPLINE[disciplines[0]] if len(disciplines) == 1 else None


def _standing_of_claim(claim: Claim) -> str:
    if claim.is_reversal:
        return ORPHAN if claim.purpose == "orphan" else REVERSAL
    return STANDING if claim.taken_back_by is None else TAKEN_BACK


def group_services(occurrences: list[Occurrence]) -> dict[tuple[str, str], list[Occurrence]]:
    """The occurrences of each service in the order of payments, reversals left out."""
    services: dict[tuple[str, str], list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        if not occurrence.claim.is_reversal:
            services[occurrence.line.control_number, occurrence.patient_id].append(occurrence)
    return services


def _supersede(service: list[Occurrence]) -> None:
    """Allowed occurrences stand; a denied one only if it is the newest and none is allowed."""
    left = [occurrence for occurrence in service if occurrence.standing == STANDING]
    is_allowed = any(occurrence.line.denial is None for occurrence in left)
    for occurrence in left:
        if occurrence.line.denial is not None and (is_allowed or occurrence is not left[-1]):
            occurrence.standing = SUPERSEDED


@dataclass(slots=True)
class PoolStory:
    """One beneficiary's pool and year as kxwatch should see it."""

    patient_id: str
    pool_year: PoolYear
    person: Person
    own_cents: int
    prior_use_cents: int
    grade: str
    crossing_day_received: Day | None
    crossing_day_service: Day | None


def tell_pools(occurrences: list[Occurrence], uses: list[KnownUse]) -> list[PoolStory]:
    """Runs through every pool in both orders: crossings, and the KX finding of each standing line."""
    pools: dict[tuple[str, PoolYear], list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        pool_year = occurrence.pool_year
        if occurrence.standing == STANDING and pool_year is not None:
            pools[occurrence.patient_id, pool_year].append(occurrence)
    use_of = {(use.person.number, use.pool_year): use for use in uses}
    return [
        _tell_pool(patient_id, pool_year, lines, use_of.get((lines[0].claim.person.number, pool_year)))
        for (patient_id, pool_year), lines in sorted(pools.items())
    ]


def _tell_pool(patient_id: str, pool_year: PoolYear, lines: list[Occurrence], use: KnownUse | None) -> PoolStory:
    received = sorted(lines, key=lambda one: (one.received_day, one.turn))
    by_service = sorted(lines, key=lambda one: (one.line.service_day, one.received_day, one.turn))
    _judge(received, pool_year[1], use)
    return PoolStory(
        patient_id=patient_id,
        pool_year=pool_year,
        person=lines[0].claim.person,
        own_cents=sum(one.line.allowed_cents for one in lines),
        prior_use_cents=use.elsewhere_cents if use else 0,
        grade=use.grade if use else "unknown",
        crossing_day_received=_crossing(received, pool_year[1], use, [one.received_day for one in received]),
        crossing_day_service=_crossing(by_service, pool_year[1], use, [one.line.service_day for one in by_service]),
    )


def _elsewhere(use: KnownUse | None, day: Day) -> int:
    return use.elsewhere_cents if use is not None and day >= use.as_of_day else 0


def _crossing(lines: list[Occurrence], calendar_year: int, use: KnownUse | None, days: list[Day]) -> Day | None:
    threshold, own = KX_THRESHOLD_CENTS[calendar_year], 0
    for one, day in zip(lines, days, strict=True):
        before = own + _elsewhere(use, day)
        if before <= threshold < before + one.line.allowed_cents:
            return one.line.service_day
        own += one.line.allowed_cents
    return None


def _judge(lines: list[Occurrence], calendar_year: int, use: KnownUse | None) -> None:
    threshold, own = KX_THRESHOLD_CENTS[calendar_year], 0
    for one in lines:
        before = own + _elsewhere(use, one.received_day)
        own += one.line.allowed_cents
        low, high = _would_add(one.line)
        if (before + low > threshold) == (before + high > threshold):
            is_over, has_kx = before + low > threshold, "KX" in one.line.modifiers
            one.finding = _finding(is_over, has_kx, _elsewhere(use, one.received_day))


def _would_add(line: Line) -> tuple[int, int]:
    """Between what amounts a line counts: of a denied one the pipeline estimates what it would have been allowed."""
    if line.denial is None:
        return line.allowed_cents, line.allowed_cents
    return line.price_cents * 7 // 10, line.price_cents * 14 // 10


def _finding(is_over: bool, has_kx: bool, elsewhere_cents: int) -> str:
    if is_over:
        return "on_time" if has_kx else "missing"
    if not has_kx:
        return "not_needed"
    return "early" if elsewhere_cents else "early_unverified"
