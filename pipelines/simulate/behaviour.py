"""When a clinic puts KX on a line, a visit or a claim, and the order in which modifiers are written."""

from __future__ import annotations

from pipelines.simulate.adjudication import amount_to_count
from pipelines.simulate.billing import NEVER, Balance, Claim, Line, PoolYear
from pipelines.simulate.chance import Dice
from pipelines.simulate.fee_schedule import KX_THRESHOLD_CENTS
from pipelines.simulate.practice import (
    ASSISTANT_MODIFIER,
    FIXED_DISTANCE,
    FIXED_DISTANCE_CENTS,
    FORGETS,
    KX_ON_EVERYTHING,
    THERAPY_MODIFIER,
    WHOLE_CLAIM,
    WHOLE_MONTH,
    WHOLE_VISIT,
)

_NOTICES_AT_ONCE = 0.45
_DAYS_TO_NOTICE_A_DENIAL = 10
_ON_UNITS = frozenset({WHOLE_VISIT, WHOLE_CLAIM, WHOLE_MONTH})


def put_kx_on_units(claim: Claim) -> None:
    """Sets KX on every line of a visit or claim on which a line passes the threshold, where that is the habit.

    Lines of another pool keep theirs: staff look at the amount that is passed.
    """
    if claim.person.plan is not None or claim.lines[0].provider.behaviour not in _ON_UNITS:
        return
    known: dict[PoolYear, int] = {}
    units = set()
    for line in claim.lines:
        if line.discipline:
            before = known.get(line.pool_year, _known_cents(claim, line))
            known[line.pool_year] = before + amount_to_count(claim, line)
            if known[line.pool_year] > KX_THRESHOLD_CENTS[line.calendar_year]:
                units.add(_unit(line))
    for line in claim.lines:
        line.has_kx = line.has_kx or (bool(line.discipline) and _unit(line) in units)


def _unit(line: Line) -> tuple[object, ...]:
    day = line.service_day if line.provider.behaviour == WHOLE_VISIT else None
    return (*line.pool_year, day)


def _known_cents(claim: Claim, line: Line) -> int:
    person, pool_year = claim.person, line.pool_year
    return person.balance(pool_year).own_cents + person.known_elsewhere(pool_year, claim.event_day)


def put_kx(claim: Claim, line: Line, dice: Dice) -> None:
    """Sets KX on a therapy line, or GA where the patient signed an ABN, as the clinic would at that moment."""
    if not line.discipline or line.has_kx:
        return
    if line.provider.behaviour in KX_ON_EVERYTHING:
        line.has_kx = True
        return
    if claim.person.plan is not None:
        return
    distance = FIXED_DISTANCE_CENTS if line.provider.behaviour == FIXED_DISTANCE else 0
    known = _known_cents(claim, line) + amount_to_count(claim, line)
    if known <= KX_THRESHOLD_CENTS[line.calendar_year] - distance:
        return
    is_noticed = line.provider.behaviour != FORGETS or _is_noticed(claim, claim.person.balance(line.pool_year), dice)
    line.has_abn = is_noticed and claim.person.story == "crosses_with_abn"
    line.has_kx = is_noticed and not line.has_abn


def _is_noticed(claim: Claim, balance: Balance, dice: Dice) -> bool:
    if balance.noticed_day is None:
        never_at_once = claim.person.story == "crosses_forgotten"
        at_once = not never_at_once and dice.happens(_NOTICES_AT_ONCE)
        balance.noticed_day = claim.event_day if at_once else NEVER
    return claim.event_day >= balance.noticed_day


def learn_from_denial(claim: Claim, line: Line) -> None:
    """After a denial over the threshold the clinic knows that it is passed, and asks what other providers used."""
    day = claim.payment_day + _DAYS_TO_NOTICE_A_DENIAL
    balance = claim.person.balance(line.pool_year)
    if balance.noticed_day == NEVER:
        balance.noticed_day = day
    for use in claim.person.prior_uses:
        if (use.pool, use.calendar_year) == line.pool_year:
            use.known_day = min(use.known_day, day)


def write_modifiers(line: Line, reason: str | None) -> tuple[str, ...]:
    """The modifiers in one of the orders in which clinics write them; at most four."""
    if not line.discipline:
        return ()
    therapy = THERAPY_MODIFIER[line.discipline]
    if reason == "4":
        return () if line.style % 3 else (therapy, "GN" if therapy != "GN" else "GO")
    others = [ASSISTANT_MODIFIER[line.discipline]] if line.by_assistant else []
    if reason == "96":
        return (therapy, *others, "GY")
    if line.has_abn:
        return (therapy, *others, "GA")
    attested = ["KX"] if line.has_kx else []
    distinct = ["59"] if line.procedure.code == "97140" and line.style % 4 == 0 else []
    orders = (
        (therapy, *others, *attested, *distinct),
        (*attested, therapy, *others, *distinct),
        (*distinct, therapy, *others, *attested),
    )
    return orders[line.style % 3]
