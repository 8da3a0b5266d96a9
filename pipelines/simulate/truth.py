"""Writes what was planted, and what kxwatch should make of it, as tables beside the remittances.

Decision 0023.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pipelines.simulate.adjudication import allowed_basis
from pipelines.simulate.billing import LAST_PAYMENT_DAY, Adjustment, Day, Person
from pipelines.simulate.expected_amounts import UsualAmounts, expect_allowed
from pipelines.simulate.expected_positions import ExpectedAccount, expect_accounts
from pipelines.simulate.expected_prior_use import list_answers
from pipelines.simulate.expected_results import Occurrence, group_services, list_occurrences, resolved_identifiers
from pipelines.simulate.practice import Practice
from pipelines.simulate.remittance import Delivery, Payment
from pipelines.simulate.truth_denials import DENIAL_HEADER, denial_rows
from pipelines.simulate.truth_files import (
    DUPLICATE_HEADER,
    REVERSAL_HEADER,
    TOTAL_HEADER,
    duplicate_rows,
    reversal_rows,
    total_rows,
)
from pipelines.simulate.truth_practice import (
    CLINIC_HEADER,
    COVERAGE_HEADER,
    PATIENT_HEADER,
    PROVIDER_HEADER,
    clinic_rows,
    coverage_rows,
    patient_rows,
    provider_rows,
)
from pipelines.simulate.writing import append_rows

_Row = tuple[object, ...]

# Every table of truth names itself in its first column, so that a reader knows it for what it is.
_BENEFICIARIES = ("kxwatch_truth", "site", "person", "story", "patient_id", "pool", "calendar_year",
                  "own_accrued_cents", "prior_use_cents", "prior_use_grade", "prior_use_low_cents",
                  "prior_use_high_cents", "used_elsewhere_cents", "counted_by_medicare_cents",
                  "kx_crossing_date_received", "kx_crossing_date_service_date")  # fmt: skip
_LINES = ("kxwatch_truth", "person", "story", "patient_id", "payer_name", "payee_npi", "provider_npi",
          "payment_trace_number", "payer_claim_control_number", "claim_status_code", "facility_type", "line_number",
          "line_item_control_number", "service_date", "received_date", "counted_date", "payment_date",
          "procedure_code", "modifiers", "units", "has_kx", "is_denied", "adjustment_group_code",
          "adjustment_reason_code", "charge_cents", "paid_cents", "sent_paid_cents", "claim_adjustments",
          "allowed_cents", "allowed_basis", "pool", "standing_category", "expected_allowed_cents",
          "kx_finding")  # fmt: skip
_PRIOR_USE = ("patient_id", "pool", "calendar_year", "amount", "as_of_date", "grade")
_CROSSWALK = ("old_patient_id", "new_patient_id")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What kxwatch should know of a site once its remittances are built."""

    accounts: list[ExpectedAccount]
    usual: UsualAmounts
    new_ids: dict[str, str]
    data_through_day: Day


def write_truth(
    out: Path, practice: Practice, persons: list[Person], payments: list[Payment], deliveries: list[Delivery]
) -> Expectation:
    """Adds one site to `out/truth`, and to the prior use and the identity crosswalk among the remittances."""
    new_ids, answers = resolved_identifiers(persons), list_answers(persons)
    occurrences = list_occurrences(payments, new_ids)
    usual = UsualAmounts(occurrences)
    expect_allowed(occurrences, usual)
    accounts = expect_accounts(occurrences, answers)
    last_day = max(payment.day for payment in payments)
    denials = list(denial_rows(group_services(occurrences).values(), last_day))
    site, truth, remittances = practice.site, out / "truth", out / "remittances"
    append_rows(remittances / "prior_use.csv", _PRIOR_USE, (
        (one.person.member_id, *one.pool_year, _dollars(one.total_cents), _iso(one.as_of_day), one.grade)
        for one in answers))  # fmt: skip
    append_rows(remittances / "identity_crosswalk.csv", _CROSSWALK, new_ids.items())
    append_rows(remittances / "coverage.csv", COVERAGE_HEADER, coverage_rows(practice))
    append_rows(truth / "clinics.csv", CLINIC_HEADER, clinic_rows(practice))
    append_rows(truth / "providers.csv", PROVIDER_HEADER, provider_rows(practice))
    append_rows(truth / "patients.csv", PATIENT_HEADER, patient_rows(site, persons))
    append_rows(truth / "beneficiaries.csv", _BENEFICIARIES, (_account_row(site, account) for account in accounts))
    append_rows(truth / "lines.csv", _LINES, map(_line_row, occurrences))
    append_rows(truth / "denials.csv", DENIAL_HEADER, denials)
    append_rows(truth / "reversals.csv", REVERSAL_HEADER, reversal_rows(site, payments))
    append_rows(truth / "duplicates.csv", DUPLICATE_HEADER, duplicate_rows(site, deliveries))
    append_rows(truth / "totals.csv", TOTAL_HEADER, total_rows(site, deliveries, occurrences))
    return Expectation(accounts, usual, new_ids, last_day)


@cache
def _iso(day: Day | None) -> str:
    return "" if day is None else date.fromordinal(day).isoformat()


def _dollars(cents: int) -> str:
    dollars, rest = divmod(cents, 100)
    return f"{dollars}.{rest:02d}"


def _or_empty(cents: int | None) -> int | str:
    return "" if cents is None else cents


def _account_row(site: int, account: ExpectedAccount) -> _Row:
    person, use = account.person, account.prior_use
    pool, year = account.pool_year
    elsewhere = person.used_elsewhere(account.pool_year, date(year, 12, 31).toordinal())
    own = sum(cents for day, cents in person.balance(account.pool_year).counted if day <= LAST_PAYMENT_DAY)
    counted = own + elsewhere
    return ("beneficiaries", site, person.number, person.story, account.patient_id, pool, year, account.own_cents,
            use.cents, use.grade, use.low_cents, _or_empty(use.high_cents), elsewhere, counted,
            _iso(account.crossing_day_received), _iso(account.crossing_day_service))  # fmt: skip


def _line_row(one: Occurrence) -> _Row:
    claim, line, pool_year = one.claim, one.line, one.pool_year
    group, reason = line.denial or ("", "")
    sign = -1 if claim.is_reversal else 1
    return ("lines", claim.person.number, claim.person.story, one.patient_id, claim.payer.name, claim.clinic.npi,
            line.provider.npi, one.payment.trace_number, claim.payer_control_number, claim.status,
            claim.facility_type, one.line_number, line.control_number, _iso(line.service_day),
            _iso(claim.received_day) if claim.payer.has_received_date else "", _iso(claim.counted_day),
            _iso(claim.payment_day), line.procedure.code, ",".join(line.modifiers), line.units, one.has_kx,
            one.is_denied, group, reason, sign * line.charge_cents, sign * line.paid_cents,
            sign * line.sent_paid_cents, _shares(line.shares, sign), line.allowed_cents, allowed_basis(claim, line),
            pool_year[0] if pool_year else "", one.standing, _or_empty(one.expected_cents), one.finding)  # fmt: skip


def _shares(shares: tuple[Adjustment, ...], sign: int) -> str:
    """The line's shares of the adjustments at the claim, in cents."""
    return ";".join(f"{group}-{reason}={sign * cents}" for group, reason, cents in shares)
