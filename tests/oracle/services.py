"""Lines as occurrences of services: who, where, when, what; which of them stand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.facts import Line
from tests.oracle import terms
from tests.oracle.history import Entry, History, Order, Place

Service = tuple[object, ...]


@dataclass(eq=False)
class Occurrence:
    """One line of a claim payment that counts and is no reversal."""

    entry: Entry
    line: Line
    number: int
    beneficiary: str
    service_date: date
    discipline: str | None
    pool: str | None
    has_kx: bool
    is_denied: bool
    category: str | None
    allowed: int
    basis: str
    units: Fraction
    service: Service = ()
    is_standing: bool = False
    expected: int | None = None

    @property
    def payee(self) -> str:
        return self.entry.payment.npi

    @property
    def provider(self) -> str:
        return self.line.provider or self.entry.claim.provider or self.payee

    @property
    def is_taken_back(self) -> bool:
        return self.entry.taken_back_by is not None

    @property
    def paid_on(self) -> date:
        return self.entry.payment.paid_on

    @property
    def received_or_paid(self) -> date:
        return self.entry.claim.received or self.paid_on

    @property
    def order(self) -> tuple[Order, int]:
        return (self.entry.order, self.number)

    @property
    def place(self) -> tuple[Place, int]:
        return (self.entry.place, self.number)

    @property
    def reason(self) -> tuple[str, str]:
        """Group and reason code of the first denial reason."""
        first = terms.list_denial_reasons(self.line)[0]
        return first.group, first.reason


@dataclass
class Services:
    """Every occurrence, and the same grouped by service, each group from earliest to newest."""

    occurrences: list[Occurrence] = field(default_factory=list)
    by_service: dict[Service, list[Occurrence]] = field(default_factory=dict)

    @property
    def standing(self) -> list[Occurrence]:
        return [occurrence for occurrence in self.occurrences if occurrence.is_standing]


def build_services(history: History, names: dict[str, str]) -> Services:
    """`names` leads from an old identifier to the new one."""
    occurrences = []
    for entry in history.entries:
        if entry.fate is None and not entry.is_reversal:
            beneficiary = resolve(entry.claim.corrected or entry.claim.patient, names)
            occurrences += [_read_line(entry, number, beneficiary) for number in range(1, len(entry.claim.lines) + 1)]
    _name_services(occurrences)
    groups: dict[Service, list[Occurrence]] = defaultdict(list)
    for occurrence in sorted(occurrences, key=lambda row: row.order):
        groups[occurrence.service].append(occurrence)
    for group in groups.values():
        _let_stand(group)
    services = Services(occurrences, dict(groups))
    _expect_allowed(services)
    return services


def normal(identifier: str) -> str:
    return "".join(identifier.replace("-", "").split()).upper()


def resolve(identifier: str, names: dict[str, str]) -> str:
    name = normal(identifier)
    while name in names:
        name = names[name]
    return name


def _read_line(entry: Entry, number: int, beneficiary: str) -> Occurrence:
    claim, line = entry.claim, entry.claim.lines[number - 1]
    day = terms.find_service_date(claim, line)
    assert day is not None
    allowed, basis = terms.find_allowed(claim, line, entry.file.is_export)
    return Occurrence(
        entry=entry,
        line=line,
        number=number,
        beneficiary=beneficiary,
        service_date=day,
        discipline=terms.find_discipline(line),
        pool=terms.find_pool(claim, line),
        has_kx=terms.has_kx(line),
        is_denied=terms.is_denied(line),
        category=terms.find_denial_category(claim, line),
        allowed=allowed,
        basis=basis,
        units=terms.find_units(line),
    )


def _name_services(occurrences: list[Occurrence]) -> None:
    disciplines: dict[Service, set[str]] = defaultdict(set)
    for row in occurrences:
        if row.discipline:
            disciplines[_what(row)].add(row.discipline)
    equal: dict[tuple[object, ...], list[Occurrence]] = defaultdict(list)
    for row in occurrences:
        others = disciplines[_what(row)]
        discipline = row.discipline or (next(iter(others)) if len(others) == 1 else None)
        equal[(row.entry.place, *_what(row), discipline)].append(row)
    for (_, *service), rows in equal.items():
        rows.sort(key=lambda row: (not row.is_denied, row.number))
        for ordinal, row in enumerate(rows, start=1):
            row.service = (*service, ordinal)


def _what(row: Occurrence) -> Service:
    return (row.beneficiary, row.payee, row.service_date, row.line.code)


def _let_stand(group: list[Occurrence]) -> None:
    remaining = [row for row in group if not row.is_taken_back]
    allowed = [row for row in remaining if not row.is_denied]
    for row in allowed or remaining[-1:]:
        row.is_standing = True


def _expect_allowed(services: Services) -> None:
    """The expected allowed amount of each denied line: median per unit times units."""
    rates: dict[tuple[object, ...], list[Fraction]] = defaultdict(list)
    for row in services.standing:
        is_counted = row.pool and not row.is_denied and row.basis != "secondary"
        if is_counted and row.allowed > 0 and row.units > 0:
            rate = Fraction(row.allowed) / row.units
            rates[row.line.code, row.payee, row.service_date.year].append(rate)
            rates[row.line.code, row.payee, None].append(rate)
    for row in services.occurrences:
        known = rates.get((row.line.code, row.payee, row.service_date.year))
        known = known or rates.get((row.line.code, row.payee, None))
        if row.is_denied and known:
            row.expected = terms.round_half_up(_median(known) * row.units)


def _median(values: list[Fraction]) -> Fraction:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
