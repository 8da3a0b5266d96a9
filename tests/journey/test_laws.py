"""Laws that hold for every practice: what may be done to its files without changing what they mean."""

from __future__ import annotations

import os
import random
from collections import Counter
from contextlib import closing
from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.builders import claim, correct, line, payment, reverse
from tests.facts import Adjustment, ClaimPayment, Line, Payment, Threshold
from tests.journey.tables import PLACES, Tables, assert_unchanged, build_tables, read_tables
from tests.oracle.practice import OfferedFile, Practice
from tests.oracle.settlement import rename_person
from tests.oracle.towns import towns
from tests.planned_models import open_planned
from tests.warehouses import NamedFile

# Hypothesis begins with the least example, and one claim costs as much as many.
LEAST_CLAIMS = 12
PLACELESS = (*PLACES, "case_key")
NAMELESS = (
    *(*PLACES, "beneficiary_key", "service_line_key", "claim_payment_key", "denial_service_line_key"),
    *("kx_crossing_line_key", "medical_review_crossing_line_key", "recovered_service_line_key"),
    *("patient_id", "patient_name", "case_key"),
)
ask_a_few = settings(
    max_examples=int(os.environ.get("KXWATCH_EXAMPLES", "2")),
    deadline=None,
    derandomize="KXWATCH_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def _offer(files: list[OfferedFile]) -> list[NamedFile]:
    return [(file.name, file.content) for file in files]


def _has_many_claims(town: Practice) -> bool:
    return sum(len(payment.claims) for file in town.files for payment in file.payments) >= LEAST_CLAIMS


@ask_a_few
@given(towns().filter(_has_many_claims))
def test_splitting_files_offering_them_twice_and_renaming_beneficiaries_change_no_mart(town: Practice) -> None:
    """Left out: the places, and what counts offers (mart.file).

    Where files are split also keys of cases that name a file, and cases of data problems, which are one a file; where
    people have other names, their keys and names.
    """
    files = list(town.files)
    split = [part for file in files if not file.name.endswith("copy.txt") for part in _split(file)]
    # the same bytes count once, which is a law of its own
    assume(len({part.content for part in split}) == len(split))
    with closing(open_planned(_offer(files), town.as_of)) as warehouse:
        once, placeless, nameless = (read_tables(warehouse, columns) for columns in ((), PLACELESS, NAMELESS))
    apart = build_tables(_offer(split), town.as_of, PLACELESS)
    assert_unchanged(_without_data_problems(placeless), _without_data_problems(apart), ["mart.file"])
    renamed = [_rename(file) for file in files]
    assert_unchanged(nameless, build_tables(_offer(renamed), town.as_of, NAMELESS))
    twice = build_tables([*_offer(files), *_offer(files)], town.as_of)
    assert_unchanged(once, twice, ["mart.file"])
    assert twice["mart.file"].total() == 2 * once["mart.file"].total()
    assert once["mart.file"] <= twice["mart.file"]


def _without_data_problems(tables: Tables) -> Tables:
    cases = Counter({row: count for row, count in tables["mart.review_case"].items() if "data_problem" not in row})
    return {**tables, "mart.review_case": cases}


def _split(file: OfferedFile) -> list[OfferedFile]:
    """A file for each payment, in their order."""
    if not file.payments:
        return [file]
    return [
        replace(file, name=f"{place}{file.name}", payments=(payment,)) for place, payment in enumerate(file.payments)
    ]


def _call_otherwise(identifier: str) -> str:
    """People of a town begin with one of six digits."""
    return rename_person(identifier, int(identifier.lstrip()[0]) + 3) if identifier else ""


def _rename(file: OfferedFile) -> OfferedFile:
    payments = tuple(
        replace(payment, claims=tuple(_rename_claim(claim) for claim in payment.claims)) for payment in file.payments
    )
    crosswalk = tuple((_call_otherwise(old), _call_otherwise(new)) for old, new in file.crosswalk)
    prior_use = tuple(replace(row, patient=_call_otherwise(row.patient)) for row in file.prior_use)
    return replace(file, payments=payments, crosswalk=crosswalk, prior_use=prior_use)


def _rename_claim(claim: ClaimPayment) -> ClaimPayment:
    return replace(claim, patient=_call_otherwise(claim.patient), corrected=_call_otherwise(claim.corrected))


CODES = ["97110", "97140", "97530", "92507"]
PEOPLE = [f"P{number}" for number in range(8)]


@st.composite
def visits(draw: st.DrawFn, number: int, reason: str) -> ClaimPayment:
    """A claim of one day with allowed lines (AMT*B6 each), and perhaps a code of its own, allowed and denied."""
    day = draw(st.sampled_from(["2029-01-05", "2029-01-08", "2029-02-02"]))
    modifiers = st.sampled_from(["GP", "GP KX", "GO", "GN KX"])
    amounts = st.sampled_from([5_000, 10_001, 50_000, 125_000])
    lines = [line(draw(st.sampled_from(CODES)), draw(modifiers), day, allowed=draw(amounts)) for _ in range(2)]
    if draw(st.booleans()):
        own = f"9700{number}"
        lines += [
            line(own, draw(modifiers), day, allowed=draw(amounts)),
            line(own, draw(modifiers), day, denied=reason),
        ]
    person = draw(st.sampled_from(PEOPLE))
    received = draw(st.sampled_from([None, "2029-02-10"]))
    return claim(f"I{number}", *lines, patient=person, received=received)


@st.composite
def days(draw: st.DrawFn, reason: str = "CO-119") -> list[ClaimPayment]:
    return [draw(visits(number, reason)) for number in range(draw(st.integers(8, 20)))]


def _in_2029(*payments: Payment, kx: int = 250_000, review: int = 300_000, alert: int = 200_000) -> list[NamedFile]:
    year = OfferedFile("thresholds.csv", thresholds=(Threshold(2029, kx, review, alert),))
    return [(file.name, file.content) for file in [OfferedFile("a.835", payments), year]]


@ask_a_few
@given(days(reason="CO-50"))
def test_reversal_and_correction_give_the_figures_of_the_correction_alone(claims: list[ClaimPayment]) -> None:
    """Left out: keys and places. Without missing-KX denials:
    a reversed denial for missing KX goes on implying prior use.
    """
    figures = ["mart.line_position", "mart.threshold_crossing", "mart.provider_kx"]
    left_out = {*PLACES, "service_line_key", "kx_crossing_line_key", "medical_review_crossing_line_key"}
    corrections = [
        correct(old, *(_add_kx(row) for row in old.lines), icn=f"C{old.icn}", received=old.received) for old in claims
    ]
    early = payment(*claims, on="2029-03-01")
    both = [row for old, new in zip(claims, corrections, strict=True) for row in (reverse(old), new)]
    before = build_tables(_in_2029(payment(*corrections, on="2029-04-01")), without_columns=left_out, only=figures)
    after = build_tables(_in_2029(early, payment(*both, on="2029-04-01")), without_columns=left_out, only=figures)
    assert_unchanged(before, after)


def _add_kx(row: Line) -> Line:
    return replace(row, modifiers=tuple(dict.fromkeys((*row.modifiers, "KX"))))


@ask_a_few
@given(days(), st.randoms(use_true_random=False))
def test_permuting_claims_within_a_day_changes_no_total(claims: list[ClaimPayment], shuffle: random.Random) -> None:
    """Left out: what depends on the order within the day (running amounts, positions, crossing dates, findings)."""
    shuffled = list(claims)
    shuffle.shuffle(shuffled)
    before, after = (_add_up(_in_2029(payment(*order, on="2029-03-01"))) for order in (claims, shuffled))
    assert_unchanged(before, after)


def _add_up(files: list[NamedFile]) -> Tables:
    moving = {"accrued_before_cents", "accrued_after_cents", "kx_position", "kx_finding", "alert_date", "status_date"}
    moving |= {"kx_crossing_date", "medical_review_crossing_date", "days_to_kx", "visits_to_kx", "kx_crossing_line_key"}
    moving |= {"medical_review_crossing_line_key", "kx_crossing_known_date", "medical_review_known_date"}
    moving |= {"missing_lines", "early_lines", "early_unverified_lines", "same_visit_lines"}
    moving |= {"observed_days", "observed_visits"}
    totals = ["mart.line", "mart.threshold_crossing", "mart.denial", "mart.leakage_by_month", "mart.payment"]
    return build_tables(files, without_columns={*PLACES, *moving}, only=totals)


@ask_a_few
@given(days(reason="CO-50"))
def test_doubling_every_amount_and_threshold_doubles_cents_and_moves_nothing(claims: list[ClaimPayment]) -> None:
    """Left out: the one cent of `prior_use_needed_cents`, raw text and keys that are made of amounts.

    Without missing-KX denials: an implied amount is one cent over a difference.
    """
    left_out = {*PLACES, "prior_use_needed_cents", "service_line_key", "claim_payment_key", "denial_service_line_key"}
    left_out |= {"kx_crossing_line_key", "medical_review_crossing_line_key", "recovered_service_line_key"}
    figures = ["mart.line", "mart.line_position", "mart.threshold_crossing", "mart.provider_kx", "mart.denial"]
    figures += ["mart.leakage_by_month", "mart.payment"]
    single = _in_2029(payment(*claims, on="2029-03-01"))
    doubled = payment(*(_double(row) for row in claims), on="2029-03-01")
    double = _in_2029(doubled, kx=500_000, review=600_000, alert=400_000)
    before = build_tables(single, without_columns=left_out, only=figures, cents_times=2)
    after = build_tables(double, without_columns=left_out, only=figures)
    assert_unchanged(before, after)


def _double(claim: ClaimPayment) -> ClaimPayment:
    return replace(claim, lines=tuple(_double_line(row) for row in claim.lines))


def _double_line(row: Line) -> Line:
    adjustments = tuple(Adjustment(part.group, part.reason, 2 * part.cents) for part in row.adjustments)
    allowed = None if row.allowed is None else 2 * row.allowed
    return replace(row, charge=2 * row.charge, paid=2 * row.paid, adjustments=adjustments, allowed=allowed)
