"""Adjustments at the claim: each line's share in whole cents, and nothing lost between claim and lines."""

from __future__ import annotations

import pytest

from pipelines.simulate.billing import Claim, Line, Person
from pipelines.simulate.claim_adjustments import move_to_claim, share_out, spread
from pipelines.simulate.fee_schedule import PROCEDURES
from pipelines.simulate.practice import ADVANTAGE_RISK, HOSPITALS, Payer, build_practice

_PROVIDER = build_practice(1).providers[0]
_DAY = 739_000


def _line(paid: int, charge: int = 10_000) -> Line:
    return Line(
        "L1", _DAY, 2025, PROCEDURES["97110"], "PT", _PROVIDER, 1, charge, paid, paid, False, 0, paid_cents=paid
    )


def _claim(payer: Payer, lines: list[Line], number: int) -> Claim:
    person = Person(1, "ordinary", "1EG4TE5MK73", "SAMPLE-ELM", "ANNA", None, [])
    ids = (person.member_id, person.member_id, None, "P1", "ICN1")
    return Claim(number, "first", person, _PROVIDER.clinic, payer, *ids, _DAY, _DAY, _DAY + 3, _DAY + 14, lines=lines)


@pytest.mark.parametrize(
    ("cents", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (101, [0, 30, 70], [0, 30, 71]),
        (2, [50, 25, 25], [1, 1, 0]),
        (0, [3, 4], [0, 0]),
    ],
)
def test_cents_are_spread_in_proportion(cents: int, weights: list[int], parts: list[int]) -> None:
    assert spread(cents, weights) == parts


def test_the_last_amount_takes_what_the_others_left_of_each_lines_part() -> None:
    shares = share_out((("OA", "23", 50), ("CO", "253", 51)), [_line(1), _line(1), _line(1)])
    assert shares == [
        (("OA", "23", 17), ("CO", "253", 17)),
        (("OA", "23", 17), ("CO", "253", 17)),
        (("OA", "23", 16), ("CO", "253", 17)),
    ]


def test_without_payments_the_charges_decide_and_without_charges_the_number_of_lines() -> None:
    one = (("CO", "22", 9),)
    assert share_out(one, [_line(0, 200), _line(0, 100)]) == [(("CO", "22", 6),), (("CO", "22", 3),)]
    assert share_out(one, [_line(0, 0), _line(0, 0)]) == [(("CO", "22", 5),), (("CO", "22", 4),)]
    assert share_out((), [_line(5)]) == [()]


def test_sequestration_moves_to_the_claim_and_the_line_still_balances() -> None:
    line, other = _line(7_840), _line(0)
    line.adjustments = (("CO", "45", 0), ("CO", "253", 160), ("PR", "2", 2_000))
    claim = _claim(HOSPITALS, [line, other], number=3)
    move_to_claim(claim, frozenset())
    assert (claim.adjustments, line.shares, other.shares) == ((("CO", "253", 160),), (("CO", "253", 160),), ())
    assert (line.paid_cents, line.sent_paid_cents) == (7_840, 8_000)
    assert ("CO", "253", 160) not in line.adjustments


def test_the_denial_of_a_whole_claim_moves_to_the_claim() -> None:
    lines = [_line(0, 300), _line(0, 200)]
    for line in lines:
        line.denial, line.adjustments = ("CO", "22"), (("CO", "22", line.charge_cents),)
    claim = _claim(ADVANTAGE_RISK, lines, number=2)
    move_to_claim(claim, frozenset({"22"}))
    assert claim.adjustments == (("CO", "22", 500),)
    assert [(line.paid_cents, line.sent_paid_cents, line.adjustments) for line in lines] == [(0, 300, ()), (0, 200, ())]


def test_a_payer_without_the_habit_reports_on_lines_only() -> None:
    line = _line(7_840)
    line.adjustments = (("CO", "253", 160),)
    for payer, number in ((HOSPITALS, 4), (_PROVIDER.clinic.medicare, 3)):
        claim = _claim(payer, [line], number)
        move_to_claim(claim, frozenset())
        assert (claim.adjustments, line.shares, line.adjustments) == ((), (), (("CO", "253", 160),))
