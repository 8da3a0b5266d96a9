"""The running allowed amount of each pool, in both orders, against the thresholds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tests.facts import PriorUse, Threshold
from tests.oracle.services import Occurrence, Services, normal, resolve

SHIPPED = {2018: 2010, 2019: 2040, 2020: 2080, 2021: 2110, 2022: 2150, 2023: 2230, 2024: 2330, 2025: 2410, 2026: 2480}
ORDER_BASES = ("received", "service_date")
GRADES = {"typed": 1, "verified": 2}

Pool = tuple[str, str, int]


@dataclass(frozen=True)
class Known:
    """Use outside the practice, known from a date on."""

    since: date
    cents: int
    grade: str


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
        if not is_below:
            return "on_time"
        return "early_unverified" if self.grade == "unknown" else "early"

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
    for row in rows:
        pool = (resolve(normal(row.patient), names), row.pool, row.year)
        own = sum(line.allowed for line in services.occurrences if _pool(line) == pool and _stood(line, row.as_of))
        known[pool].append(Known(row.as_of, max(0, row.cents - own), row.grade))
    return {pool: sorted(rows, key=lambda row: row.since) for pool, rows in known.items()}


def _pool(line: Occurrence) -> tuple[object, ...]:
    return (line.beneficiary, line.pool, line.service_date.year)


def _stood(line: Occurrence, day: date) -> bool:
    reversal = line.entry.taken_back_by
    return line.paid_on <= day and (reversal is None or reversal.payment.paid_on > day)


def largest(known: list[Known], day: date | None) -> Known | None:
    """The largest known by a date, on a tie the verified one."""
    if day is None:
        return None
    return max((row for row in known if row.since <= day), key=lambda row: (row.cents, GRADES[row.grade]), default=None)


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
        prior = largest(known, _sort_key(line, basis)[0])
        steps.append(Step(line, basis, sequence, own, after, prior, threshold))
        own = after
    return steps


def _sort_key(line: Occurrence, basis: str) -> tuple[date, ...]:
    received = (line.received_or_paid, *line.order)
    return (line.service_date, *received) if basis == "service_date" else received  # type: ignore[return-value]
