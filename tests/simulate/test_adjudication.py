"""What Medicare pays on a line of one hundred dollars, and what it says about the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.simulate.adjudication import allowed_basis, deny, is_over_threshold, pay, read_allowed
from pipelines.simulate.billing import Claim, Line, Person, PriorUse
from pipelines.simulate.fee_schedule import PROCEDURES
from pipelines.simulate.practice import ADVANTAGE_RISK, RURAL_HOSPITALS, Payer, build_practice

_PRACTICE = build_practice(1)
_DAY = 739_000


@pytest.fixture
def line() -> Line:
    """A service of 2025, charged at 150 dollars and worth 100."""
    return Line(
        control_number="L1",
        service_day=_DAY,
        calendar_year=2025,
        procedure=PROCEDURES["97110"],
        discipline="PT",
        provider=_PRACTICE.providers[0],
        units=2,
        charge_cents=15_000,
        full_cents=12_000,
        price_cents=10_000,
        by_assistant=False,
        style=0,
    )


def _claim(line: Line, payer: Payer, deductible_left: int = 0, number: int = 4) -> Claim:
    person = Person(1, "ordinary", "1EG4TE5MK73", "SAMPLE-ELM", "ANNA", None, [])
    person.deductible_left[2025] = deductible_left
    clinic = line.provider.clinic
    days = (_DAY, _DAY, _DAY + 3, _DAY + 14)
    ids = (person.member_id, person.member_id, None, "P1", "ICN1")
    return Claim(number, "first", person, clinic, payer, *ids, *days, lines=[line])


def _pay(claim: Claim, line: Line) -> None:
    pay(claim, line)
    line.allowed_cents = read_allowed(claim, line)


def _adjusted(line: Line) -> dict[tuple[str, str], int]:
    return {(group, reason): cents for group, reason, cents in line.adjustments}


def test_an_ordinary_line(line: Line) -> None:
    _pay(_claim(line, _PRACTICE.clinics[0].medicare), line)
    assert (line.paid_cents, line.allowed_cents, line.sent_allowed_cents) == (7_840, 10_000, 10_000)
    assert _adjusted(line) == {("CO", "45"): 5_000, ("CO", "253"): 160, ("PR", "2"): 2_000}


def test_an_assistants_line_is_paid_85_percent_of_what_medicare_would_pay(line: Line) -> None:
    line = replace(line, by_assistant=True)
    _pay(_claim(line, _PRACTICE.clinics[0].medicare), line)
    assert (line.paid_cents, line.allowed_cents, line.remarks) == (6_664, 10_000, ("N851",))
    assert _adjusted(line) == {("CO", "45"): 6_200, ("CO", "253"): 136, ("PR", "2"): 2_000}


def test_the_deductible_comes_first_and_may_take_it_all(line: Line) -> None:
    _pay(_claim(line, _PRACTICE.clinics[0].medicare, deductible_left=10_000), line)
    assert (line.paid_cents, line.allowed_cents, line.denial) == (0, 10_000, None)
    assert _adjusted(line) == {("CO", "45"): 5_000, ("PR", "1"): 10_000}


def test_the_western_contractor_names_the_reduction_and_is_silent_about_some_allowed_amounts(line: Line) -> None:
    west = _PRACTICE.clinics[2].medicare
    _pay(_claim(line, west, number=4), line)
    assert (line.sent_allowed_cents, _adjusted(line)[("CO", "59")]) == (10_000, 2_000)
    _pay(_claim(line, west, number=3), line)
    assert (line.sent_allowed_cents, line.allowed_cents) == (None, 10_000)


def test_without_a_reported_amount_an_assistants_line_is_known_from_the_coinsurance(line: Line) -> None:
    line = replace(line, by_assistant=True, price_cents=9_998)
    _pay(_claim(line, _PRACTICE.clinics[2].medicare, number=3), line)
    assert (line.sent_allowed_cents, line.allowed_cents) == (None, 5 * 2_000)


def test_a_plan_takes_a_copayment_and_no_sequestration(line: Line) -> None:
    _pay(_claim(line, ADVANTAGE_RISK), line)
    assert line.paid_cents == 7_500
    assert _adjusted(line) == {("CO", "45"): 5_000, ("PR", "3"): 2_500}


def test_medicare_as_second_payer_pays_what_the_first_left(line: Line) -> None:
    claim = _claim(line, _PRACTICE.clinics[0].medicare)
    claim.person.story = "secondary"
    _pay(claim, line)
    assert (line.paid_cents, line.allowed_cents, line.counted_cents) == (2_940, 5_000, 5_000)
    assert allowed_basis(claim, line) == "secondary"
    assert _adjusted(line) == {("CO", "45"): 5_000, ("CO", "253"): 60, ("OA", "23"): 5_000, ("PR", "2"): 2_000}


@pytest.mark.parametrize(("number", "has_abn", "group"), [(12, False, "PR"), (15, False, "CO"), (15, True, "PR")])
def test_a_line_over_the_threshold_is_owed_by_one_or_the_other(
    line: Line, number: int, has_abn: bool, group: str
) -> None:
    line = replace(line, has_abn=has_abn)
    deny(_claim(line, _PRACTICE.clinics[0].medicare, number=number), line, "119")
    assert (line.denial, line.paid_cents, line.allowed_cents) == ((group, "119"), 0, 0)
    assert line.adjustments == ((group, "119", 15_000),)


def test_exactly_at_the_threshold_no_kx_is_needed(line: Line) -> None:
    claim = _claim(line, _PRACTICE.clinics[0].medicare)
    claim.person.balance(("PT_SLP", 2025)).counted_cents = 241_000 - 10_000
    assert not is_over_threshold(claim, line)
    claim.person.balance(("PT_SLP", 2025)).counted_cents += 1
    assert is_over_threshold(claim, line)
    assert not is_over_threshold(claim, replace(line, has_kx=True))
    assert not is_over_threshold(_claim(line, ADVANTAGE_RISK), line)


def test_a_critical_access_hospital_is_paid_at_cost_and_medicare_counts_its_fee_schedule(line: Line) -> None:
    claim = replace(_claim(line, RURAL_HOSPITALS), facility_type="85")
    line.by_assistant = True
    _pay(claim, line)
    assert _adjusted(line) == {("CO", "45"): 6_300, ("CO", "253"): 114, ("PR", "2"): 3_000}
    assert (line.paid_cents, line.allowed_cents, line.counted_cents) == (5_586, 8_700, 10_000)
    assert allowed_basis(claim, line) == "cost"


def test_medicare_denies_by_what_it_counted_elsewhere_and_not_by_what_the_practice_knows(line: Line) -> None:
    claim = _claim(line, _PRACTICE.clinics[0].medicare)
    claim.person.prior_uses.append(PriorUse("PT_SLP", 2025, 235_000, claim.counted_day))
    assert is_over_threshold(claim, line)
    assert not is_over_threshold(replace(claim, counted_day=claim.counted_day - 1), line)
