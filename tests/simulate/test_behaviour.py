"""When KX is put on a line, habit by habit, and in what order modifiers are written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.simulate.behaviour import learn_from_denial, put_kx, put_kx_on_units, write_modifiers
from pipelines.simulate.billing import NEVER, Claim, Line, Person, PriorUse
from pipelines.simulate.chance import Dice
from pipelines.simulate.fee_schedule import PROCEDURES
from pipelines.simulate.practice import (
    ADVANTAGE_RISK,
    ALWAYS_ON,
    CORRECT,
    EAST,
    FIXED_DISTANCE,
    FORGETS,
    WHOLE_CLAIM,
    WHOLE_VISIT,
    build_practice,
)

_PRACTICE = build_practice(1)
_DAY = 739_000
_POOL_YEAR = ("PT_SLP", 2025)
_THRESHOLD = 241_000


@pytest.fixture
def person() -> Person:
    return Person(1, "ordinary", "1EG4TE5MK73", "SAMPLE-ELM", "ANNA", None, [])


def _claim(person: Person, behaviour: str) -> Claim:
    provider = _PRACTICE.provider_with(behaviour)
    line = Line("L1", _DAY, 2025, PROCEDURES["97110"], "PT", provider, 1, 9_000, 3_000, 3_000, False, 0)
    days = (_DAY, _DAY, _DAY + 3, _DAY + 14)
    ids = (person.member_id, person.member_id, None, "P1", "ICN1")
    return Claim(1, "first", person, provider.clinic, EAST, *ids, *days, lines=[line])


def _has_kx(person: Person, behaviour: str, own_cents: int, event_day: int = _DAY) -> bool:
    claim = replace(_claim(person, behaviour), event_day=event_day)
    person.balance(_POOL_YEAR).own_cents = own_cents
    put_kx(claim, claim.lines[0], Dice(1))
    return claim.lines[0].has_kx


@pytest.mark.parametrize(
    ("behaviour", "own_cents", "has_kx"),
    [
        (CORRECT, _THRESHOLD - 3_000, False),
        (CORRECT, _THRESHOLD - 2_999, True),
        (FIXED_DISTANCE, _THRESHOLD - 43_000, False),
        (FIXED_DISTANCE, _THRESHOLD - 42_999, True),
        (ALWAYS_ON, 0, True),
    ],
)
def test_each_habit_begins_where_it_says(person: Person, behaviour: str, own_cents: int, has_kx: bool) -> None:
    assert _has_kx(person, behaviour, own_cents) is has_kx


def test_known_use_elsewhere_counts_from_the_day_it_is_known(person: Person) -> None:
    person.prior_uses.append(PriorUse("PT_SLP", 2025, 200_000, _DAY - 9, known_day=_DAY + 5))
    assert not _has_kx(person, CORRECT, 100_000, _DAY)
    assert _has_kx(person, CORRECT, 100_000, _DAY + 5)


def test_a_forgetful_clinic_learns_from_the_denial(person: Person) -> None:
    person.story = "crosses_forgotten"
    person.prior_uses.append(PriorUse("OT", 2025, 200_000, _DAY - 9))
    person.prior_uses.append(PriorUse("PT_SLP", 2025, 200_000, _DAY - 9))
    assert not _has_kx(person, FORGETS, _THRESHOLD)
    claim = _claim(person, FORGETS)
    learn_from_denial(claim, claim.lines[0])
    assert person.balance(_POOL_YEAR).noticed_day == claim.payment_day + 10
    assert [use.known_day for use in person.prior_uses] == [NEVER, claim.payment_day + 10]
    assert _has_kx(person, FORGETS, _THRESHOLD, claim.payment_day + 10)


def test_a_patient_with_a_signed_notice_gets_ga_and_never_kx(person: Person) -> None:
    person.story = "crosses_with_abn"
    person.balance(_POOL_YEAR).noticed_day = _DAY
    claim = _claim(person, FORGETS)
    person.balance(_POOL_YEAR).own_cents = _THRESHOLD
    put_kx(claim, claim.lines[0], Dice(1))
    assert write_modifiers(claim.lines[0], None) == ("GP", "GA")


def test_members_of_plans_get_no_kx_but_from_those_who_put_it_on_everything(person: Person) -> None:
    person.plan = ADVANTAGE_RISK
    assert not _has_kx(person, CORRECT, _THRESHOLD)
    assert _has_kx(person, ALWAYS_ON, 0)


def test_modifiers_stand_in_every_order_and_are_at_most_four(person: Person) -> None:
    line = replace(_claim(person, CORRECT).lines[0], procedure=PROCEDURES["97140"], by_assistant=True, has_kx=True)
    orders = [write_modifiers(replace(line, style=style), None) for style in (0, 4, 8)]
    assert orders == [("GP", "CQ", "KX", "59"), ("KX", "GP", "CQ", "59"), ("59", "GP", "CQ", "KX")]


def test_a_line_that_is_denied_for_its_modifiers_has_none_or_two_disciplines(person: Person) -> None:
    line = _claim(person, CORRECT).lines[0]
    assert write_modifiers(replace(line, style=1), "4") == ()
    assert write_modifiers(replace(line, style=3), "4") == ("GP", "GN")
    assert write_modifiers(line, "96") == ("GP", "GY")


@pytest.mark.parametrize(
    ("behaviour", "has_kx"),
    [(CORRECT, [False] * 5), (WHOLE_VISIT, [False, False, True, True, False]), (WHOLE_CLAIM, [True] * 4 + [False])],
)
def test_kx_goes_on_the_unit_on_which_the_threshold_is_passed(
    person: Person, behaviour: str, has_kx: list[bool]
) -> None:
    """Two lines a day; the fourth passes the threshold; the fifth is of the other pool."""
    claim = _claim(person, behaviour)
    first = claim.lines[0]
    claim.lines = [replace(first, service_day=_DAY + at // 2) for at in range(4)]
    claim.lines.append(replace(first, service_day=_DAY + 1, discipline="OT"))
    person.balance(_POOL_YEAR).own_cents = _THRESHOLD - 9_001
    put_kx_on_units(claim)
    assert [line.has_kx for line in claim.lines] == has_kx


def test_use_elsewhere_that_is_known_brings_the_crossing_visit_forward(person: Person) -> None:
    person.prior_uses.append(PriorUse("PT_SLP", 2025, _THRESHOLD, _DAY, known_day=_DAY))
    claim = _claim(person, WHOLE_VISIT)
    put_kx_on_units(claim)
    assert claim.lines[0].has_kx
