"""Where each final line lies against the threshold, its KX finding, and what each account comes to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.simulate.billing import LAST_PAYMENT_DAY, Day, Person, PoolYear
from pipelines.simulate.expected_prior_use import IMPLIED, Answer, PriorUseStep, find_steps, holding
from pipelines.simulate.expected_results import FINAL, Occurrence
from pipelines.simulate.fee_schedule import KX_THRESHOLD_CENTS

_BELOW, _CROSSING, _ABOVE = "below", "crossing", "above"


@dataclass(slots=True)
class ExpectedAccount:
    """One beneficiary's pool and year as kxwatch should see it."""

    patient_id: str
    pool_year: PoolYear
    person: Person
    own_cents: int
    prior_use: PriorUseStep
    has_implied_use: bool
    crossing_day_received: Day | None
    crossing_day_service: Day | None


def expect_accounts(occurrences: list[Occurrence], answers: list[Answer]) -> list[ExpectedAccount]:
    """Goes through every account in both orders: crossings, and the KX finding of each final line."""
    accounts: dict[tuple[str, PoolYear], list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        if one.pool_year is not None and not one.claim.is_reversal:
            accounts[one.patient_id, one.pool_year].append(one)
    answers_of: dict[tuple[int, PoolYear], list[Answer]] = defaultdict(list)
    for answer in answers:
        answers_of[answer.person.number, answer.pool_year].append(answer)
    return [
        _expect_account(patient_id, pool_year, lines, answers_of[lines[0].claim.person.number, pool_year])
        for (patient_id, pool_year), lines in sorted(accounts.items())
        if any(one.standing == FINAL for one in lines)
    ]


def _expect_account(
    patient_id: str, pool_year: PoolYear, lines: list[Occurrence], answers: list[Answer]
) -> ExpectedAccount:
    lines.sort(key=lambda one: (one.received_day, one.turn))
    steps = find_steps(lines, answers)
    final = [one for one in lines if one.standing == FINAL]
    _judge(final, steps)
    by_service = sorted(final, key=lambda one: (one.line.service_day, one.received_day, one.turn))
    return ExpectedAccount(
        patient_id=patient_id,
        pool_year=pool_year,
        person=lines[0].claim.person,
        own_cents=sum(one.line.allowed_cents for one in final),
        prior_use=holding(steps, LAST_PAYMENT_DAY),
        has_implied_use=any(step.grade == IMPLIED for step in steps),
        crossing_day_received=_crossing_day(final, steps, [one.received_day for one in final]),
        crossing_day_service=_crossing_day(by_service, steps, [one.line.service_day for one in by_service]),
    )


def _positions(
    lines: list[Occurrence], steps: list[PriorUseStep], days: list[Day]
) -> Iterator[tuple[Occurrence, str, PriorUseStep]]:
    own_cents = 0
    for one, day in zip(lines, days, strict=True):
        step, threshold = holding(steps, day), KX_THRESHOLD_CENTS[one.line.calendar_year]
        before = own_cents + step.cents
        after = before + (one.expected_cents or 0 if one.is_denied else one.line.allowed_cents)
        own_cents += one.line.allowed_cents
        yield one, _ABOVE if before > threshold else _CROSSING if after > threshold else _BELOW, step


def _crossing_day(lines: list[Occurrence], steps: list[PriorUseStep], days: list[Day]) -> Day | None:
    """The service date of the allowed line that takes the amount past the threshold."""
    for one, position, _ in _positions(lines, steps, days):
        if position == _CROSSING and not one.is_denied:
            return one.line.service_day
    return None


def _judge(lines: list[Occurrence], steps: list[PriorUseStep]) -> None:
    placed = list(_positions(lines, steps, [one.received_day for one in lines]))
    crossing = [one for one, position, _ in placed if position == _CROSSING]
    claims = {one.claim.number for one in crossing}
    visits = {(one.line.service_day, one.claim.clinic.number) for one in crossing}
    for one, position, step in placed:
        is_same_visit = one.claim.number in claims or (one.line.service_day, one.claim.clinic.number) in visits
        one.finding = _finding(one, position, step, steps, is_same_visit)


def _finding(one: Occurrence, position: str, step: PriorUseStep, steps: list[PriorUseStep], is_same_visit: bool) -> str:
    if position != _BELOW:
        return "on_time" if one.has_kx else "missing"
    if not one.has_kx:
        return "not_needed"
    if any(known.grade == IMPLIED and known.day <= one.received_day for known in steps):
        return "on_time"
    if is_same_visit:
        return "same_visit"
    return "early" if step.grade in ("verified", "typed") else "early_unverified"
