"""Payments are never below zero: what a take-back leaves open is carried to the next ones."""

from __future__ import annotations

from dataclasses import replace

from pipelines.simulate.billing import Claim, Line, Person
from pipelines.simulate.fee_schedule import PROCEDURES
from pipelines.simulate.practice import EAST, build_practice
from pipelines.simulate.remittance import gather_payments

_PRACTICE = build_practice(1)
_DAY = 739_000


def _claim(number: int, payment_day: int, paid: int, status: str = "1") -> Claim:
    provider = _PRACTICE.providers[0]
    line = Line("L1", _DAY, 2024, PROCEDURES["97110"], "PT", provider, 1, paid, paid, paid, False, 0, paid_cents=paid)
    person = Person(1, "ordinary", "1EG4TE5MK73", "SAMPLE-ELM", "ANNA", None, [])
    days = (_DAY, _DAY, _DAY, payment_day)
    ids = (person.member_id, person.member_id, None, f"P{number}", f"ICN{number}")
    return replace(Claim(number, "first", person, provider.clinic, EAST, *ids, *days, lines=[line]), status=status)


def test_a_balance_below_zero_is_carried_forward_until_it_is_paid_off() -> None:
    claims = [_claim(1, _DAY, 5_000, "22"), _claim(2, _DAY + 7, 2_000), _claim(3, _DAY + 14, 9_000)]
    payments = gather_payments(1, claims)
    forwarded = [[cents for reason, _, cents in payment.adjustments if reason == "FB"] for payment in payments]
    assert forwarded == [[-5_000], [2_000], [3_000]]
    assert [payment.payment_cents >= 0 for payment in payments] == [True, True, True]
    assert payments[0].payment_cents == payments[1].payment_cents == 0


def test_trace_numbers_of_one_clinic_and_payer_sort_like_their_days() -> None:
    payments = gather_payments(1, [_claim(1, _DAY + 7, 100), _claim(2, _DAY, 100)])
    assert [payment.day for payment in payments] == [_DAY, _DAY + 7]
    assert payments[0].trace_number < payments[1].trace_number
