"""Plants errors in claims that are not answered yet, as billing offices make them."""

from __future__ import annotations

from pipelines.simulate.billing import Claim, Line
from pipelines.simulate.chance import Cycle, EveryNth
from pipelines.simulate.fee_schedule import KX_THRESHOLD_CENTS
from pipelines.simulate.practice import ASSISTANT_MODIFIER

KX_MISSING = "kx_missing"
KX_EARLY = "kx_early"
KX_WITH_GA = "kx_with_ga"
DISCIPLINE_MODIFIER = "discipline_modifier"
ASSISTANT_MODIFIER_ERROR = "assistant_modifier"
LATE_CLAIM = "late_claim"

_FAR_BELOW_CENTS = 60_000
_WEEKS_TOO_LATE = 55
_WRONG_MODIFIER = "4"
_TOO_LATE = "29"
_MOST_MODIFIERS = 4


class ErrorPlanter:
    """Picks every fifth open claim to Medicare, and the error in rotation among those that fit its account."""

    def __init__(self) -> None:
        self._turns = EveryNth(5, 2)
        self._over = Cycle((KX_MISSING, KX_WITH_GA, KX_MISSING))
        self._below = Cycle((KX_EARLY, DISCIPLINE_MODIFIER, ASSISTANT_MODIFIER_ERROR, LATE_CLAIM, KX_EARLY))

    def plant(self, claim: Claim) -> None:
        """Sets the planted error of the claim, or none; a late claim gets its old service dates at once."""
        line = claim.lines[0]
        if not claim.payer.is_medicare or claim.planned_denial or not line.discipline or not self._turns.is_due():
            return
        threshold = KX_THRESHOLD_CENTS[line.calendar_year]
        known = claim.person.balance(line.pool_year).own_cents
        known += claim.person.known_elsewhere(line.pool_year, claim.event_day)
        if known > threshold:
            claim.planted_error = self._over.next()
        elif known < threshold - _FAR_BELOW_CENTS:
            claim.planted_error = self._below.next()
        if claim.planted_error == LATE_CLAIM:
            for line in claim.lines:
                line.service_day -= 7 * _WEEKS_TOO_LATE
                line.calendar_year -= 1


def spoil_kx(claim: Claim, line: Line) -> None:
    """Takes KX off the line or puts it on, where that is the planted error."""
    if claim.planted_error == KX_MISSING:
        line.has_kx = False
    elif claim.planted_error == KX_EARLY:
        line.has_kx = bool(line.discipline)


def spoil_modifiers(claim: Claim, line: Line) -> None:
    """Writes wrong modifiers on the line, where that is the planted error."""
    error = claim.planted_error
    if not line.discipline or line is not claim.lines[0]:
        return
    if error == DISCIPLINE_MODIFIER:
        line.modifiers = tuple(code for code in line.modifiers if code not in ("GP", "GO", "GN"))
    elif error == KX_WITH_GA and "KX" in line.modifiers[: _MOST_MODIFIERS - 1]:
        line.modifiers = (*line.modifiers[: _MOST_MODIFIERS - 1], "GA")
    elif error == ASSISTANT_MODIFIER_ERROR:
        own = ASSISTANT_MODIFIER.get(line.discipline)
        wrong = "CO" if own == "CQ" else "CQ"
        line.modifiers = (*(code for code in line.modifiers if code != own), wrong)[:_MOST_MODIFIERS]


def denial_of_error(claim: Claim, line: Line) -> str | None:
    """The reason for which Medicare denies the line because of its planted error, missing KX aside."""
    if claim.planted_error == LATE_CLAIM:
        return _TOO_LATE
    spoiled = claim.planted_error in (DISCIPLINE_MODIFIER, ASSISTANT_MODIFIER_ERROR, KX_WITH_GA)
    return _WRONG_MODIFIER if spoiled and line is claim.lines[0] and line.discipline else None
