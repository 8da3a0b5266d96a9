"""What is known of prior use, and from when: eligibility responses, and denials that imply more."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pipelines.simulate.adjudication import OVER_THRESHOLD
from pipelines.simulate.billing import NEVER, Day, Person, PoolYear
from pipelines.simulate.expected_results import FINAL, Occurrence, group_services, is_paid
from pipelines.simulate.fee_schedule import KX_THRESHOLD_CENTS
from pipelines.simulate.patients import LAST_SERVICE_DAY

IMPLIED = "implied"
_RANK = {"verified": 2, "typed": 1, IMPLIED: 0}
_DAYS_UNTIL_PAID = 14


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of prior_use.csv: the total used that Medicare's answer showed on a day, our own claims included."""

    person: Person
    pool_year: PoolYear
    as_of_day: Day
    grade: str
    total_cents: int


@dataclass(frozen=True, slots=True)
class PriorUseStep:
    """Prior use that is known from a day on, with its bounds."""

    day: Day
    cents: int
    grade: str
    low_cents: int
    high_cents: int | None


UNKNOWN = PriorUseStep(0, 0, "unknown", 0, 0)


def list_answers(persons: list[Person]) -> list[Answer]:
    """What the practice hands to kxwatch: the totals that Medicare had counted when it was asked."""
    answers = []
    for person in persons:
        for use in person.prior_uses:
            if use.grade is None or use.known_day > LAST_SERVICE_DAY:
                continue
            pool_year = (use.pool, use.calendar_year)
            own_cents = sum(cents for day, cents in person.balance(pool_year).counted if day <= use.known_day)
            total = own_cents + person.used_elsewhere(pool_year, use.known_day)
            answers.append(Answer(person, pool_year, use.known_day, use.grade, total))
    return answers


def find_steps(lines: list[Occurrence], answers: list[Answer]) -> list[PriorUseStep]:
    """All that becomes known for one beneficiary, pool and year; `lines` without reversals, in the order received."""
    steps = [_step_of_answer(answer, lines) for answer in answers]
    silent = _without_meaning(lines)
    threshold = KX_THRESHOLD_CENTS[lines[0].line.calendar_year]
    own_cents = 0
    for one in lines:
        if _is_missing_kx(one) and one.line.control_number not in silent:
            cents = threshold + 1 - own_cents - (one.expected_cents or 0)
            if cents > holding(steps, one.received_day).cents:
                steps.append(PriorUseStep(one.received_day, cents, IMPLIED, cents, None))
        if one.standing == FINAL:
            own_cents += one.line.allowed_cents
    return steps


def holding(steps: list[PriorUseStep], day: Day) -> PriorUseStep:
    """The largest that is known on that day; on a tie the better grade, then the later one."""
    known = [step for step in steps if step.day <= day]
    return max(known, key=lambda step: (step.cents, _RANK[step.grade], step.day), default=UNKNOWN)


def _step_of_answer(answer: Answer, lines: list[Occurrence]) -> PriorUseStep:
    day = answer.as_of_day
    used = [one for one in lines if not one.is_denied and not _is_reversed_by(one, day)]
    counted = sum(one.line.allowed_cents for one in used if one.counted_day <= day)
    received = sum(one.line.allowed_cents for one in used if _is_received_by(one, day))
    paid = sum(one.line.allowed_cents for one in used if one.claim.payment_day <= day)
    bounds = (max(0, answer.total_cents - own) for own in (counted, received, paid))
    return PriorUseStep(day, next(bounds), answer.grade, next(bounds), next(bounds))


def _is_reversed_by(one: Occurrence, day: Day) -> bool:
    reversed_day = one.reversal_counted_day
    return reversed_day is not None and reversed_day <= day


def _is_received_by(one: Occurrence, day: Day) -> bool:
    if one.claim.payer.has_received_date:
        return one.claim.received_day <= day
    return one.claim.payment_day <= day + _DAYS_UNTIL_PAID


def _is_missing_kx(one: Occurrence) -> bool:
    return one.line.denial is not None and one.line.denial[1] == OVER_THRESHOLD and not one.has_kx


def _without_meaning(lines: list[Occurrence]) -> set[str]:
    """Denied services that were later allowed without KX: their denials imply nothing."""
    denied_at: dict[str, int] = defaultdict(lambda: NEVER)
    silent = set()
    for (service, _), occurrences in group_services(lines).items():
        for one in sorted(occurrences, key=lambda one: one.turn):
            if one.is_denied:
                denied_at[service] = min(denied_at[service], one.turn)
            elif is_paid(one) and not one.has_kx and one.turn > denied_at[service]:
                silent.add(service)
    return silent
