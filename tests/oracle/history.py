"""Which claim payments count: read, known by the date, usable, not repeated, not taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tests.facts import ClaimPayment, Line, Payment
from tests.oracle import terms
from tests.oracle.practice import OfferedFile, Practice
from tests.oracle.shares import spread_over_lines
from tests.writers import number_segments

Place = tuple[int, int]
Order = tuple[date, str, Place]


@dataclass(eq=False)
class Entry:
    """One claim payment as read; `fate` says why it is not used, `taken_back_by` by which reversal it was undone."""

    file: OfferedFile
    payment: Payment
    claim: ClaimPayment
    place: Place
    segment: int
    line_segments: list[int]
    fate: str | None = None
    taken_back_by: Entry | None = None

    @property
    def order(self) -> Order:
        """Earlier and later: by payment date, trace number as text, place as offered."""
        return (self.payment.paid_on, self.payment.trace, self.place)

    @property
    def is_reversal(self) -> bool:
        return self.claim.status == "22"


@dataclass
class History:
    """All entries read, in order, and the date through which they are known."""

    entries: list[Entry] = field(default_factory=list)
    data_through: date | None = None


def build_history(practice: Practice) -> History:
    entries: list[Entry] = []
    seen = set()
    newest: date | None = None
    for number, file in enumerate(practice.files, start=1):
        if file.content in seen:
            continue
        seen.add(file.content)
        read = _read_file(file, number)
        entries += read
        newest = max([day for day in [newest, *(row.paid_on for row in file.payments)] if day], default=None)
    return sort_out(entries, newest, practice.as_of)


def sort_out(entries: list[Entry], newest: date | None, as_of: date | None) -> History:
    """What becomes of each entry; `newest` is the newest payment date read."""
    entries.sort(key=lambda entry: entry.order)
    for entry in entries:
        entry.claim = spread_over_lines(entry.claim)
    _leave_out_later(entries, as_of)
    _set_unusable_aside(entries)
    _set_repeated_aside(entries)
    _take_back(entries)
    return History(entries, as_of or newest)


def _read_file(file: OfferedFile, number: int) -> list[Entry]:
    if file.is_export:
        return _read_export(file, number)
    claim_segments, line_segments = number_segments(file.payments)
    entries: list[Entry] = []
    for payment in file.payments:
        for claim in payment.claims:
            ordinal = len(entries)
            lines = [line_segments[ordinal, place] for place in range(len(claim.lines))]
            entries.append(Entry(file, payment, claim, (number, ordinal), claim_segments[ordinal], lines))
    return entries


def _read_export(file: OfferedFile, number: int) -> list[Entry]:
    entries: list[Entry] = []
    row = 2
    for payment in file.payments:
        for claim in payment.claims:
            rows = list(range(row, row + len(claim.lines)))
            entries.append(Entry(file, payment, claim, (number, len(entries)), row, rows))
            row += len(claim.lines)
    return entries


def _leave_out_later(entries: list[Entry], as_of: date | None) -> None:
    for entry in entries:
        if as_of and entry.payment.paid_on > as_of:
            entry.fate = "after_as_of"


def _set_unusable_aside(entries: list[Entry]) -> None:
    for entry in entries:
        if entry.fate is None and _is_unusable(entry):
            entry.fate = "unusable"


def _is_unusable(entry: Entry) -> bool:
    claim = entry.claim
    if not (claim.corrected.strip() or claim.patient.strip()):
        return True
    for line in claim.lines:
        day = terms.find_service_date(claim, line)
        if day is None or day.year < 2000 or day > entry.payment.paid_on:
            return True
        allowed, _ = terms.find_allowed(claim, line, entry.file.is_export)
        if min(line.charge, allowed, line.allowed or 0) < 0 and not entry.is_reversal:
            return True
    return False


def _set_repeated_aside(entries: list[Entry]) -> None:
    seen = set()
    for entry in entries:
        if entry.fate is not None:
            continue
        lines = frozenset(_describe_all(entry.claim, 1).items())
        paid_on = entry.payment.paid_on if entry.claim.total_paid == 0 else None
        same = (plain(entry.payment.trace), plain(entry.claim.icn), entry.claim.status, lines, paid_on)
        if same in seen:
            entry.fate = "repeated_claim_payment"
        seen.add(same)


def _describe_all(claim: ClaimPayment, sign: int) -> Counter[tuple[object, ...]]:
    """What its lines are, or of a claim payment decided without lines what it charged and paid."""
    bare = [] if claim.lines else [(sign * claim.total_charge, sign * claim.total_paid)]
    return Counter([*(_describe(claim, line, sign) for line in claim.lines), *bare])


def _describe(claim: ClaimPayment, line: Line, sign: int) -> tuple[object, ...]:
    day = terms.find_service_date(claim, line)
    modifiers = frozenset(modifier.upper() for modifier in line.modifiers if modifier)
    return (line.code, modifiers, day, sign * line.charge, sign * line.paid)


def plain(number: str) -> str:
    """A number as it is compared: leading zeros of digits alone do not count."""
    return (number.lstrip("0") or "0") if number.isascii() and number.isdigit() else number


def _take_back(entries: list[Entry]) -> None:
    for ordinal, reversal in enumerate(entries):
        if reversal.fate is not None or not reversal.is_reversal:
            continue
        earlier = [
            entry
            for entry in entries[:ordinal]
            if entry.fate is None and not entry.is_reversal and entry.taken_back_by is None
        ]
        original = _find_original(reversal, earlier)
        if original is None:
            reversal.fate = "orphan_reversal"
        else:
            original.taken_back_by = reversal


def _find_original(reversal: Entry, earlier: list[Entry]) -> Entry | None:
    """The newest of the first tier that holds anything, one with equal and opposite lines first."""
    claim = reversal.claim
    opposite = [entry for entry in earlier if _is_opposite(claim, entry.claim)]
    tiers = [
        [entry for entry in earlier if claim.icn and plain(entry.claim.icn) == plain(claim.icn)],
        [entry for entry in earlier if claim.original and plain(entry.claim.icn) == plain(claim.original)],
        [entry for entry in opposite if plain(entry.claim.account) == plain(claim.account)],
    ]
    tier = next((tier for tier in tiers if tier), [])
    return max(tier, key=lambda entry: (entry in opposite, entry.order), default=None)


def _is_opposite(reversal: ClaimPayment, original: ClaimPayment) -> bool:
    return _describe_all(reversal, -1) == _describe_all(original, 1)
