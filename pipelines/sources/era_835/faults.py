"""Values of the 835 that cannot be used: each sets its claim payment aside, or refuses the file.

A claim payment is set aside once, for its first fault. Where the fault lies in a value that the
whole payment is judged by, nothing can be judged and the file is refused. No sentence repeats a
value that could be a name or an identifier: only what looks like an amount or a date is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import oxedi
import pyarrow.compute as pc

from pipelines.errors import RefusedFile
from pipelines.sources.era_835.bounds import LEAST_UNUSABLE_DOLLARS, MOST_UNITS, find_large
from pipelines.sources.era_835.reading import Reading
from pipelines.sources.x12.interchange import KIND
from pipelines.sources.x12.segments import SegmentMap, find_claim_segments, find_long_decimals

_CAS_AMOUNTS = frozenset(range(3, 19, 3))
_PLB_AMOUNTS = frozenset(range(4, 15, 2))
_SERVICE_DATES = frozenset(("472", "150", "151", "232", "233", "050"))
# elements whose value decides over one claim payment, by segment
_CLAIM_AMOUNTS = {"CLP": frozenset((3, 4, 5)), "CAS": _CAS_AMOUNTS, "SVC": frozenset((2, 3)), "AMT": frozenset((2,))}
_PAYMENT_AMOUNTS = {"BPR": frozenset((2,)), "CLP": frozenset((4,)), "PLB": _PLB_AMOUNTS}
_LINE_UNITS = frozenset((5, 7))
# the segments of the 835 (005010X221A1 and the standard behind it); NTE and K3 carry text alone
KNOWN_SEGMENTS = (
    *("ISA", "IEA", "GS", "GE", "ST", "SE", "TA1", "BPR", "NTE", "TRN", "CUR", "REF", "DTM", "N1", "N2", "N3", "N4"),
    *("PER", "RDM", "LX", "TS3", "TS2", "CLP", "CAS", "NM1", "MIA", "MOA", "AMT", "QTY", "SVC", "LQ", "PLB", "K3"),
)
# a long run of digits in the wrong place may be a claim or account number
_QUOTABLE = re.compile(r"[-+$]{0,2}(?:[0-9]{1,8}|[0-9]{0,10}[.,$/][0-9]{0,5}(?:[.,$/][0-9]{1,5})?)")


@dataclass(frozen=True)
class Fault:
    """One unusable value: `claim` is the row of its claim payment, `place` the element (SVC03)."""

    claim: int
    position: int
    place: str
    rule: str
    found: str


def is_judged(segments: SegmentMap, diagnostic: oxedi.Diagnostic) -> bool:
    """Whether a diagnostic is about a value that this module judges, and so needs no note."""
    if diagnostic.kind != "TypeMismatch" or diagnostic.segment is None:
        return False
    rule = _rule_of(segments.read(diagnostic.segment), diagnostic.element or 0)
    return rule is not None


def refuse_unjudgeable(reading: Reading, file_name: str) -> None:
    """Refuses a file in which BPR02, BPR16, a CLP04 or an amount of a PLB is missing or unreadable."""
    for name, column, place in (
        ("payments", "total_payment_amount", "BPR02"),
        ("claims", "payment_amount", "CLP04"),
        ("provider_adjustments", "amount", "PLB"),
    ):
        row = _first_null(reading, name, column)
        if row is not None:
            position = reading.payment_position(row) if name == "payments" else int(reading.positions(name)[row])
            raise RefusedFile(
                KIND,
                f"{file_name}, segment {reading.segments.number(position)} ({place}): the amount is missing or "
                "unreadable, so the payment cannot be balanced. Ask the payer for a corrected file.",
            )
    row = _first_null(reading, "payments", "payment_date")
    if row is not None:
        raise RefusedFile(
            KIND,
            f"{file_name}, segment {reading.segments.number(reading.payment_position(row))} (BPR16): the payment date "
            "is missing or unreadable; a date is CCYYMMDD. Without it the order of payments is unknown. "
            "Ask the payer for a corrected file.",
        )


def find_faults(reading: Reading) -> list[Fault]:
    """The first fault of every claim payment that has one, in file order."""
    found = [
        *_find_unreadable(reading),
        *_find_missing(reading),
        *_find_long_amounts(reading),
        *_find_large_values(reading),
        *_find_unknown_segments(reading),
        *find_unread(reading),
    ]
    first: dict[int, Fault] = {}
    for fault in sorted(
        found, key=lambda fault: (fault.position, fault.rule == "missing_amount", fault.place, fault.rule)
    ):
        first.setdefault(fault.claim, fault)
    return list(first.values())


def find_unread(reading: Reading) -> Iterator[Fault]:
    """Adjustments that stand where the standard has none, or are empty, and so are no row."""
    expected, read = reading.segments.find("CAS"), reading.positions("adjustments")
    is_new = np.diff(read, prepend=-1) > 0
    if len(reading.claim_positions) and not np.array_equal(expected, read[is_new]):
        for position in np.setdiff1d(expected, read).tolist():
            claim = max(reading.claim_of(position), 0)
            yield Fault(claim, position, "CAS", "unread_adjustment", _SENTENCES["unread_adjustment"])


def _find_unreadable(reading: Reading) -> Iterator[Fault]:
    for diagnostic in reading.diagnostics:
        if diagnostic.kind != "TypeMismatch" or diagnostic.segment is None:
            continue
        elements = reading.segments.read(diagnostic.segment)
        element = diagnostic.element or 0
        rule = _rule_of(elements, element)
        claim = reading.claim_of(diagnostic.segment)
        if rule is not None and claim >= 0 and not _is_zero_date(rule, elements[element]):
            value = _quote(elements[element])
            yield Fault(claim, diagnostic.segment, f"{elements[0]}{element:02d}", rule, _SENTENCES[rule].format(value))


def _is_zero_date(rule: str, value: str) -> bool:
    """A date of zeros is an absent date."""
    return rule == "unreadable_date" and bool(value.strip()) and not value.strip().strip("0")


def _find_missing(reading: Reading) -> Iterator[Fault]:
    for name, column, place in (
        ("claims", "charge_amount", "CLP03"),
        ("services", "charge_amount", "SVC02"),
        ("services", "payment_amount", "SVC03"),
        ("adjustments", "amount", "CAS"),
    ):
        values = reading.tables[name][column]
        if values.null_count:
            for position in reading.positions(name)[pc.is_null(values).to_numpy()].tolist():
                sentence = _SENTENCES["missing_amount"]
                yield Fault(reading.claim_of(position), position, place, "missing_amount", sentence)


def _find_long_amounts(reading: Reading) -> Iterator[Fault]:
    for position in find_long_decimals(reading.segments).tolist():
        elements = reading.segments.read(position)
        claim = reading.claim_of(position)
        for element in sorted(_CLAIM_AMOUNTS.get(elements[0], ())):
            value = elements[element] if element < len(elements) else ""
            is_allowed_or_other = elements[0] != "AMT" or elements[1] == "B6"
            if claim >= 0 and is_allowed_or_other and re.fullmatch(r"-?\d*\.\d{3,}", value):
                sentence = _SENTENCES["amount_with_three_decimals"].format(_quote(value))
                yield Fault(claim, position, f"{elements[0]}{element:02d}", "amount_with_three_decimals", sentence)


def _find_large_values(reading: Reading) -> Iterator[Fault]:
    for rule, (claim, position, place) in find_large(reading):
        if claim >= 0:
            yield Fault(claim, position, place, rule, _SENTENCES[rule])


def _find_unknown_segments(reading: Reading) -> Iterator[Fault]:
    """Segments within a claim payment that the 835 does not have: one wrong letter can hide a service line."""
    for position in find_claim_segments(reading.segments, reading.claim_positions, KNOWN_SEGMENTS).tolist():
        claim = reading.claim_of(position)
        yield Fault(claim, position, "segment", "unknown_segment", _SENTENCES["unknown_segment"])


_SENTENCES = {
    "amount_too_large": f"the amount is ${LEAST_UNUSABLE_DOLLARS:,} or more, which no therapy claim has",
    "units_too_large": f"there are more than {MOST_UNITS:,} units, which no therapy line has",
    "unknown_segment": "the 835 has no segment of this name; a damaged name can hide a service line",
    "unread_adjustment": "the adjustment is empty or where the standard has none, and could not be read",
    "unreadable_amount": "{} is not an amount; an amount is a plain number with at most two decimals",
    "unreadable_units": "{} is not a number of units; units are a plain number",
    "unreadable_date": "{} is not a date; a date is CCYYMMDD",
    "missing_amount": "the amount is missing; every charge, payment and adjustment has one",
    "amount_with_three_decimals": "{} has three decimals or more; an amount has at most two",
}


def _rule_of(elements: list[str], element: int) -> str | None:
    """The rule that an unreadable value of this element breaks; None for an element we do not use."""
    identifier, qualifier = elements[0], elements[1] if len(elements) > 1 else ""
    if identifier == "DTM":
        return "unreadable_date" if element == 2 and qualifier in _SERVICE_DATES else None
    if identifier == "SVC" and element in _LINE_UNITS:
        return "unreadable_units"
    if identifier == "AMT":
        return "unreadable_amount" if element == 2 and qualifier == "B6" else None
    judged = _CLAIM_AMOUNTS.get(identifier, frozenset()) | _PAYMENT_AMOUNTS.get(identifier, frozenset())
    return "unreadable_amount" if element in judged else None


def _quote(value: str) -> str:
    return f'"{value}"' if _QUOTABLE.fullmatch(value) else "the value"


def _first_null(reading: Reading, name: str, column: str) -> int | None:
    values = reading.tables[name][column]
    if not values.null_count:
        return None
    return int(np.argmax(pc.is_null(values).to_numpy()))
