"""Which rule of a system would put KX where it was found: from the start, at a distance, at the threshold, or later.

Decision 0058.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Amounts = NDArray[np.float64]

ALWAYS_ON = "always_on"
FIXED_DISTANCE = "fixed_distance"
AFTER_DENIAL = "after_denial"
AT_THRESHOLD = "at_threshold"
MIXED = "mixed"
TOO_FEW = "too_few"
# A distance that explains so much of what the best one explains may be the one that is set.
WIDTH = 0.95


@dataclass(frozen=True)
class Starts:
    """Where KX starts in each account (beneficiary, pool and year); seven arrays of one length.

    `remaining_after` is what is left to the threshold after the first KX line, `remaining_previous` before the line
    before it (nan if there is none), both in one unit of money, negative after the threshold; of an account without
    KX `remaining_after` is that of its last line. `is_needed`: some line of the account lies at or over the threshold.
    """

    has_kx: Flags
    is_needed: Flags
    is_from_start: Flags
    is_after_denial: Flags
    is_first_needed: Flags
    remaining_after: Amounts
    remaining_previous: Amounts

    def take(self, places: NDArray[np.int64]) -> Starts:
        """Some of the accounts."""
        return Starts(*(getattr(self, column.name)[places] for column in fields(self)))


@dataclass(frozen=True)
class Rule:
    """One rule held against all accounts: of `asked`, those where the rule or the clinic puts KX, it explains some."""

    name: str
    explained: int
    asked: int
    low: float = float("nan")
    high: float = float("nan")

    @property
    def share(self) -> float:
        """The part of the asked accounts that is explained; 0 if there is none."""
        return self.explained / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class Limits:
    """From how many accounts with KX a rule is named, what share it must explain, and by how much more than others;
    `nearest` is the shortest distance that is not simply at the threshold, in the unit of the amounts."""

    fewest: int
    explained: float
    margin: float
    nearest: float


def weigh_rules(starts: Starts, nearest: float) -> tuple[Rule, Rule, Rule, Rule]:
    """always_on, at_threshold, after_denial and fixed_distance, each with what it explains.

    An account where a rule asks for KX and there is none counts against it, as does KX that the rule does not explain.
    KX after a denial is not at the threshold, also where the denied line came back with KX.
    """
    has_kx = starts.has_kx
    always = Rule(ALWAYS_ON, int((has_kx & starts.is_from_start).sum()), has_kx.size)
    needed, at_once = has_kx | starts.is_needed, has_kx & ~starts.is_after_denial
    at_threshold = Rule(AT_THRESHOLD, int((at_once & starts.is_first_needed).sum()), int(needed.sum()))
    denied = has_kx & starts.is_after_denial
    after_denial = Rule(AFTER_DENIAL, int(denied.sum()), int(has_kx.sum()))
    return always, at_threshold, after_denial, _find_distance(starts, nearest)


def name_signature(starts: Starts, limits: Limits) -> tuple[str, tuple[Rule, Rule, Rule, Rule]]:
    """The rule that explains enough and clearly more than its rivals, with all four; `mixed` and `too_few` are none.

    The distance is free to choose, so it must beat every other rule by the margin; the others are compared as they are.
    """
    rules = weigh_rules(starts, limits.nearest)
    if int(starts.has_kx.sum()) < limits.fewest:
        return TOO_FEW, rules
    best = max(rules[:3], key=lambda rule: rule.share)
    distance = rules[3]
    is_clear = distance.share >= best.share + limits.margin
    if is_clear and distance.share >= limits.explained:
        return FIXED_DISTANCE, rules
    return (best.name if best.share >= limits.explained else MIXED), rules


def _find_distance(starts: Starts, nearest: float) -> Rule:
    """The distance below the threshold at which KX starts in most accounts.

    KX at distance d: the first KX line is the first after which less than d is left, whether the system looks before
    or after it adds the line, so d lies above what is left after it and not above what was left before the line
    before. An account without KX speaks against every d above what is left after its last line. The width is that of
    all distances around the best that explain nearly as many.
    """
    low = starts.remaining_after[starts.has_kx]
    high = starts.remaining_previous[starts.has_kx]
    high = np.where(np.isnan(high), np.inf, high)
    tried = np.concatenate([np.nextafter(low, np.inf), high])
    tried = np.unique(tried[np.isfinite(tried) & (tried >= nearest)])
    if tried.size == 0:
        return Rule(FIXED_DISTANCE, 0, int(starts.has_kx.sum()))
    silent = np.sort(starts.remaining_after[~starts.has_kx])
    inside = np.searchsorted(np.sort(low), tried, "left") - np.searchsorted(np.sort(high), tried, "left")
    asked = low.size + np.searchsorted(silent, tried, "left")
    best = int(np.argmax(inside / asked))
    first, last = _find_run(inside >= WIDTH * inside[best], best)
    return Rule(FIXED_DISTANCE, int(inside[best]), int(asked[best]), float(tried[first]), float(tried[last]))


def _find_run(holds: Flags, place: int) -> tuple[int, int]:
    """First and last place of the unbroken run that holds `place`."""
    broken = np.flatnonzero(~holds)
    return int(broken[broken < place].max(initial=-1)) + 1, int(broken[broken > place].min(initial=holds.size)) - 1
