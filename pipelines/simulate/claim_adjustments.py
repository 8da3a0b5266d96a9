"""Adjustments that a payer reports at the claim instead of on its lines, and each line's share of them."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.simulate.billing import Adjustment, Claim, Line

# What is reported at the claim: the other payer's payment, sequestration, a copayment.
_MOVED = (("OA", "23"), ("CO", "253"), ("PR", "3"))


def move_to_claim(claim: Claim, whole_claim_reasons: frozenset[str]) -> None:
    """Moves the adjustments of every n-th claim of such a payer from the lines to the claim.

    The denial of a whole claim moves too; its lines then say that everything is paid, and the claim takes it back.
    """
    interval = claim.payer.claim_level_interval
    if not interval or claim.number % interval != interval - 1:
        return
    reasons = {line.denial for line in claim.lines}
    denial = next(iter(reasons)) if len(reasons) == 1 else None
    is_denied = denial is not None and denial[1] in whole_claim_reasons
    moved = (denial,) if is_denied and denial is not None else _MOVED
    totals = [(*key, sum(_take(line, key) for line in claim.lines)) for key in moved]
    claim.adjustments = tuple(total for total in totals if total[2])
    for line, shares in zip(claim.lines, share_out(claim.adjustments, claim.lines), strict=True):
        line.shares = shares
        line.paid_cents -= sum(cents for _, _, cents in shares)


def _take(line: Line, key: tuple[str, str]) -> int:
    """Takes the amounts under that reason off the line, whose payment rises by them."""
    cents = sum(amount for group, reason, amount in line.adjustments if (group, reason) == key)
    line.adjustments = tuple(one for one in line.adjustments if one[:2] != key)
    line.paid_cents += cents
    return cents


def share_out(adjustments: tuple[Adjustment, ...], lines: Sequence[Line]) -> list[tuple[Adjustment, ...]]:
    """Each line's shares: of all but the last in proportion, of the last what is left of the line's part of the sum."""
    if not adjustments:
        return [()] * len(lines)
    weights = [abs(line.paid_cents) for line in lines]
    if not any(weights):
        weights = [line.charge_cents for line in lines]
    if not any(weights):
        weights = [1] * len(lines)
    left = spread(sum(cents for _, _, cents in adjustments), weights)
    shares: list[list[Adjustment]] = [[] for _ in lines]
    for at, (group, reason, cents) in enumerate(adjustments):
        is_last = at == len(adjustments) - 1
        parts = left if is_last else spread(cents, weights)
        left = [rest - part for rest, part in zip(left, parts, strict=True)]
        for of_line, part in zip(shares, parts, strict=True):
            if part:
                of_line.append((group, reason, part))
    return [tuple(of_line) for of_line in shares]


def spread(cents: int, weights: Sequence[int]) -> list[int]:
    """Whole cents in proportion to the weights; cents that remain go to the largest remainders, the earlier first."""
    total, sign = sum(weights), -1 if cents < 0 else 1
    divided = [divmod(abs(cents) * weight, total) for weight in weights]
    parts = [whole for whole, _ in divided]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-divided[at][1], at))
    for at in by_remainder[: abs(cents) - sum(parts)]:
        parts[at] += 1
    return [sign * part for part in parts]
