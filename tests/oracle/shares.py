"""Claim-level adjustments spread over the lines of their claim payment (contract section 3)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tests.facts import Adjustment, ClaimPayment, Line


def spread_over_lines(claim: ClaimPayment) -> ClaimPayment:
    """The claim payment with every share on its line: paid less the shares, the shares before the line's own."""
    if not claim.lines or not claim.adjustments:
        return claim
    weights = _weigh(claim.lines)
    *but_last, last = claim.adjustments
    left = _spread(sum(row.cents for row in claim.adjustments), weights)
    shares: list[list[Adjustment]] = [[] for _ in claim.lines]
    for row in but_last:
        for number, cents in enumerate(_spread(row.cents, weights)):
            shares[number].append(replace(row, cents=cents))
            left[number] -= cents
    for number, cents in enumerate(left):
        shares[number].append(replace(last, cents=cents))
    lines = tuple(_settle(line, own) for line, own in zip(claim.lines, shares, strict=True))
    return replace(claim, lines=lines, adjustments=())


def _weigh(lines: tuple[Line, ...]) -> list[int]:
    for weights in ([abs(line.paid) for line in lines], [abs(line.charge) for line in lines]):
        if any(weights):
            return weights
    return [1] * len(lines)


def _spread(cents: int, weights: list[int]) -> list[int]:
    """Whole cents in proportion to the weights, what is left to the largest remainders, on a tie the earlier."""
    exact = [Fraction(abs(cents) * weight, sum(weights)) for weight in weights]
    parts = [int(amount) for amount in exact]
    by_remainder = sorted(range(len(weights)), key=lambda number: parts[number] - exact[number])
    for number in by_remainder[: abs(cents) - sum(parts)]:
        parts[number] += 1
    return parts if cents >= 0 else [-part for part in parts]


def _settle(line: Line, shares: list[Adjustment]) -> Line:
    filled = tuple(share for share in shares if share.cents)
    paid = line.paid - sum(share.cents for share in filled)
    return replace(line, paid=paid, adjustments=(*filled, *line.adjustments))
