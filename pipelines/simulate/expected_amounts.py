"""What a denied line would have been allowed: the usual amount per unit of its code and payee."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from pipelines.simulate.billing import Line
from pipelines.simulate.expected_results import FINAL, Occurrence

# Code and payee, and the calendar year, or None for all years.
_Group = tuple[str, int, int | None]
_Amount = tuple[float, int, int]


class UsualAmounts:
    """The median allowed amount per unit, by code, payee and calendar year."""

    def __init__(self, occurrences: Iterable[Occurrence]) -> None:
        self._medians = _medians(occurrences)

    def expect(self, line: Line, payee: int) -> int | None:
        """What the line would be allowed, by its year, else by all years; None if nothing tells."""
        of_code = (line.procedure.code, payee)
        median = self._medians.get((*of_code, line.calendar_year)) or self._medians.get((*of_code, None))
        return None if median is None else _round_half_up(median * line.units)


def expect_allowed(occurrences: Iterable[Occurrence], usual: UsualAmounts) -> None:
    """Sets the expected allowed amount of every denied line."""
    for one in occurrences:
        if one.is_denied and not one.claim.is_reversal:
            one.expected_cents = usual.expect(one.line, one.claim.clinic.number)


def _medians(occurrences: Iterable[Occurrence]) -> dict[_Group, Fraction]:
    amounts: dict[_Group, list[_Amount]] = defaultdict(list)
    for one in occurrences:
        line = one.line
        if one.standing == FINAL and one.pool_year and line.allowed_cents > 0 and not one.claim.is_secondary:
            amount = (line.allowed_cents / line.units, line.allowed_cents, line.units)
            amounts[line.procedure.code, one.claim.clinic.number, line.calendar_year].append(amount)
            amounts[line.procedure.code, one.claim.clinic.number, None].append(amount)
    return {group: _median(of_group) for group, of_group in amounts.items()}


def _median(amounts: list[_Amount]) -> Fraction:
    """Exact: an even count takes the mean of the middle two."""
    amounts.sort()
    low, high = amounts[(len(amounts) - 1) // 2], amounts[len(amounts) // 2]
    return (Fraction(low[1], low[2]) + Fraction(high[1], high[2])) / 2


def _round_half_up(amount: Fraction) -> int:
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)
