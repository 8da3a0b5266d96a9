"""The running allowed amount of each pool, in both orders, against the thresholds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.facts import PriorUse, Threshold
from tests.oracle.services import Occurrence, Services, normal, resolve

SHIPPED = {2018: 2010, 2019: 2040, 2020: 2080, 2021: 2110, 2022: 2150, 2023: 2230, 2024: 2330, 2025: 2410, 2026: 2480}
ORDER_BASES = ("received", "service_date")
GRADES = {"implied": 0, "at_least": 1, "typed": 2, "verified": 3}
WITHOUT_KX = {"missing_kx", "signed_notice"}

Pool = tuple[str, str, int]


@dataclass(frozen=True)
class Known:
    """Use outside the practice, known from a date on, with its bounds (an implied amount has no upper one)."""

    since: date
    cents: int
    grade: str
    low: int = 0
    high: int | None = 0
    turn: int = 0


@dataclass(frozen=True)
class Step:
    """One standing, accruing line in its order; own amounts are without prior use."""

    occurrence: Occurrence
    basis: str
    sequence: int
    own_before: int
    own_after: int
    prior: Known | None
    threshold: Threshold
    is_implied_by_then: bool = False
    is_with_crossing: bool = False

    @property
    def external(self) -> int:
        return self.prior.cents if self.prior else 0

    @property
    def grade(self) -> str:
        return self.prior.grade if self.prior else "unknown"

    @property
    def before(self) -> int:
        return self.own_before + self.external

    @property
    def after(self) -> int:
        return self.own_after + self.external

    @property
    def amount(self) -> int:
        """Allowed, or of a denied line expected; 0 where nothing is expected."""
        return (self.occurrence.expected or 0) if self.occurrence.is_denied else self.occurrence.allowed

    @property
    def kx_position(self) -> str:
        return self._position(self.threshold.kx)

    @property
    def medical_review_position(self) -> str | None:
        limit = self.threshold.medical_review
        return None if limit is None else self._position(limit)

    @property
    def kx_finding(self) -> str:
        is_below = self.kx_position == "below"
        if not self.occurrence.has_kx:
            return "not_needed" if is_below else "missing"
        if not is_below or self.is_implied_by_then:
            return "on_time"
        if self.is_with_crossing:
            return "same_visit"
        return "early" if self.grade in {"verified", "typed"} else "early_unverified"

    @property
    def prior_use_needed(self) -> int | None:
        is_early = self.kx_finding in {"early", "early_unverified"}
        return self.threshold.kx + 1 - self.own_before - self.amount if is_early else None

    def _position(self, limit: int) -> str:
        if self.before > limit:
            return "above"
        return "crossing" if self.before + self.amount > limit else "below"


def list_thresholds(added: list[Threshold]) -> dict[int, Threshold]:
    shipped = {year: Threshold(year, kx * 100) for year, kx in SHIPPED.items()}
    return {**{row.year: row for row in added}, **shipped}


def build_prior_use(rows: list[PriorUse], services: Services, names: dict[str, str]) -> dict[Pool, list[Known]]:
    """What was used outside of the practice, by pool, from the earliest date on."""
    known: dict[Pool, list[Known]] = defaultdict(list)
    for turn, row in enumerate(rows):
        pool = (resolve(normal(row.patient), names), row.pool, row.year)
        lines = [line for line in services.occurrences if _pool(line) == pool and not line.is_denied]
        lines = [line for line in lines if not _is_reversed_by(line, row.as_of)]
        counted, received, paid = (
            max(0, row.cents - sum(line.allowed for line in lines if day(line) <= row.as_of))
            for day in (_counted_from, _received_by, lambda line: line.paid_on)
        )
        known[pool].append(Known(row.as_of, counted, row.grade, received, paid, turn))
    return {pool: sorted(rows, key=lambda row: row.since) for pool, rows in known.items()}


def _counted_from(line: Occurrence) -> date:
    """Three days after it was received, at the latest when it was paid; else eleven days before that."""
    received = line.entry.claim.received
    if received is None:
        return line.paid_on - timedelta(days=11)
    return min(received + timedelta(days=3), line.paid_on)


def _received_by(line: Occurrence) -> date:
    return line.entry.claim.received or line.paid_on - timedelta(days=14)


def _is_reversed_by(line: Occurrence, day: date) -> bool:
    reversal = line.entry.taken_back_by
    return reversal is not None and reversal.payment.paid_on - timedelta(days=11) <= day


def _pool(line: Occurrence) -> tuple[object, ...]:
    return (line.beneficiary, line.pool, line.service_date.year)


def largest(known: list[Known], day: date | None) -> Known | None:
    """The largest known by a date; on a tie the verified one, then the typed one, then the one known last."""
    if day is None:
        return None
    by_then = [row for row in known if row.since <= day]
    return max(by_then, key=lambda row: (row.cents, GRADES[row.grade], row.since, row.turn), default=None)


def imply_prior_use(
    services: Services, answered: dict[Pool, list[Known]], thresholds: dict[int, Threshold]
) -> dict[Pool, list[Known]]:
    """`answered` with what the denials for missing KX below the threshold show that Medicare had counted."""
    known = {pool: list(rows) for pool, rows in answered.items()}
    standing = [line for line in services.standing if line.pool]
    for line in sorted(services.occurrences, key=lambda row: _sort_key(row, "received")):
        if not line.pool or line.category not in WITHOUT_KX or _was_allowed_without_kx(services, line):
            continue
        pool = (line.beneficiary, line.pool, line.service_date.year)
        key = _sort_key(line, "received")
        own = sum(row.allowed for row in standing if _pool(row) == pool and _sort_key(row, "received") < key)
        largest_so_far = largest(known.get(pool, []), key[0])
        implied = thresholds[pool[2]].kx + 1 - own - (line.expected or 0)
        if implied > (largest_so_far.cents if largest_so_far else 0):
            known.setdefault(pool, []).append(Known(key[0], implied, "implied", implied, None))
    return known


def _was_allowed_without_kx(services: Services, denied: Occurrence) -> bool:
    group = services.by_service[denied.service]
    first = next(number for number, row in enumerate(group) if row.is_denied)
    return any(
        not row.is_denied and not row.is_taken_back and row.allowed > 0 and not row.has_kx for row in group[first + 1 :]
    )


def build_steps(
    services: Services, prior: dict[Pool, list[Known]], thresholds: dict[int, Threshold]
) -> dict[tuple[Pool, str], list[Step]]:
    """Per beneficiary, pool and year and order basis: its lines in that order."""
    lines: dict[Pool, list[Occurrence]] = defaultdict(list)
    for line in services.standing:
        if line.pool:
            lines[line.beneficiary, line.pool, line.service_date.year].append(line)
    return {
        (pool, basis): _walk(rows, basis, prior.get(pool, []), thresholds[pool[2]])
        for pool, rows in lines.items()
        for basis in ORDER_BASES
    }


def _walk(lines: list[Occurrence], basis: str, known: list[Known], threshold: Threshold) -> list[Step]:
    steps, own = [], 0
    for sequence, line in enumerate(sorted(lines, key=lambda row: _sort_key(row, basis)), start=1):
        after = own + line.allowed
        day = _sort_key(line, basis)[0]
        is_implied = any(row.grade == "implied" and row.since <= day for row in known)
        steps.append(Step(line, basis, sequence, own, after, largest(known, day), threshold, is_implied))
        own = after
    crossing = [step.occurrence for step in steps if step.kx_position == "crossing"]
    claims = {line.entry.place for line in crossing}
    visits = {(line.service_date, line.payee) for line in crossing}
    return [
        replace(
            step,
            is_with_crossing=step.occurrence.entry.place in claims
            or (step.occurrence.service_date, step.occurrence.payee) in visits,
        )
        for step in steps
    ]


def _sort_key(line: Occurrence, basis: str) -> tuple[date, ...]:
    received = (line.received_or_paid, *line.order)
    return (line.service_date, *received) if basis == "service_date" else received  # type: ignore[return-value]
