"""What was planted, as tables beside the remittances: nothing here is meant to be taken in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from pipelines.simulate.billing import Claim, Day, Person
from pipelines.simulate.practice import FIXED_DISTANCE, FIXED_DISTANCE_CENTS, Practice
from pipelines.simulate.remittance import Delivery, Payment
from pipelines.simulate.standing import (
    Occurrence,
    PoolStory,
    group_services,
    known_uses,
    list_occurrences,
    resolved_identifiers,
    tell_pools,
)
from pipelines.simulate.truth_denials import DENIAL_HEADER, denial_rows
from pipelines.simulate.writing import append_rows

_Row = tuple[object, ...]

# Every table of truth names itself in its first column, so that a reader knows it for what it is.
_PROVIDERS = ("kxwatch_truth", "site", "provider_npi", "provider_name", "payee_npi", "payee_name", "discipline",
              "behaviour", "distance_cents", "has_assistant")  # fmt: skip
_BENEFICIARIES = ("kxwatch_truth", "site", "person", "story", "patient_id", "pool", "calendar_year",
                  "own_accrued_cents", "prior_use_cents", "prior_use_grade", "used_elsewhere_cents", "true_total_cents",
                  "kx_crossing_date_received", "kx_crossing_date_service_date")  # fmt: skip
_LINES = ("kxwatch_truth", "person", "story", "patient_id", "payer_name", "payee_npi", "provider_npi",
          "payment_trace_number", "payer_claim_control_number", "claim_status_code", "line_number",
          "line_item_control_number", "service_date", "received_date", "payment_date", "procedure_code", "modifiers",
          "units", "has_kx", "is_denied", "adjustment_group_code", "adjustment_reason_code", "charge_cents",
          "paid_cents", "allowed_cents", "pool", "standing_category", "kx_finding")  # fmt: skip
_REVERSALS = ("kxwatch_truth", "site", "kind", "payment_trace_number", "payer_claim_control_number",
              "original_trace_number", "original_claim_control_number", "names_original_by", "has_correction",
              "service_lines")  # fmt: skip
_DUPLICATES = ("kxwatch_truth", "site", "kind", "file_name", "original_file_name", "claim_payments",
               "service_lines")  # fmt: skip
_TOTALS = ("kxwatch_truth", "site", "name", "value")
_PRIOR_USE = ("patient_id", "pool", "calendar_year", "amount", "as_of_date", "grade")
_CROSSWALK = ("old_patient_id", "new_patient_id")


def write_truth(
    out: Path, practice: Practice, persons: list[Person], payments: list[Payment], deliveries: list[Delivery]
) -> None:
    """Adds one site to `out/truth`, and to the prior use and the identity crosswalk among the remittances."""
    new_ids, uses = resolved_identifiers(persons), known_uses(persons)
    occurrences = list_occurrences(payments, new_ids)
    stories = tell_pools(occurrences, uses)
    denials = list(denial_rows(group_services(occurrences).values(), max(payment.day for payment in payments)))
    truth, remittances = out / "truth", out / "remittances"
    append_rows(remittances / "prior_use.csv", _PRIOR_USE, (
        (_first_id(use.person), *use.pool_year, _dollars(use.total_cents), _iso(use.as_of_day), use.grade)
        for use in uses))  # fmt: skip
    append_rows(remittances / "identity_crosswalk.csv", _CROSSWALK, new_ids.items())
    append_rows(truth / "providers.csv", _PROVIDERS, _provider_rows(practice))
    append_rows(truth / "beneficiaries.csv", _BENEFICIARIES, (_pool_row(practice.site, story) for story in stories))
    append_rows(truth / "lines.csv", _LINES, map(_line_row, occurrences))
    append_rows(truth / "denials.csv", DENIAL_HEADER, denials)
    append_rows(truth / "reversals.csv", _REVERSALS, _reversal_rows(practice.site, payments))
    append_rows(truth / "duplicates.csv", _DUPLICATES, _duplicate_rows(practice.site, deliveries))
    append_rows(truth / "totals.csv", _TOTALS, _total_rows(practice.site, deliveries, occurrences))


@cache
def _iso(day: Day | None) -> str:
    return "" if day is None else date.fromordinal(day).isoformat()


def _dollars(cents: int) -> str:
    dollars, rest = divmod(cents, 100)
    return f"{dollars}.{rest:02d}"


def _first_id(person: Person) -> str:
    return person.member_id


def _provider_rows(practice: Practice) -> Iterator[_Row]:
    for one in practice.providers:
        distance = FIXED_DISTANCE_CENTS if one.behaviour == FIXED_DISTANCE else 0
        yield ("providers", practice.site, one.npi, f"{one.last_name}, {one.first_name}", one.clinic.npi,
               one.clinic.name, one.discipline, one.behaviour, distance, one.has_assistant)  # fmt: skip


def _pool_row(site: int, story: PoolStory) -> _Row:
    pool, year = story.pool_year
    elsewhere = sum(
        use.used_cents for use in story.person.prior_uses if (use.pool, use.calendar_year) == story.pool_year
    )
    return ("beneficiaries", site, story.person.number, story.person.story, story.patient_id, pool, year,
            story.own_cents, story.prior_use_cents, story.grade, elsewhere, story.own_cents + elsewhere,
            _iso(story.crossing_day_received), _iso(story.crossing_day_service))  # fmt: skip


def _line_row(one: Occurrence) -> _Row:
    claim, line, pool_year = one.claim, one.line, one.pool_year
    group, reason = line.denial or ("", "")
    sign = -1 if claim.is_reversal else 1
    return ("lines", claim.person.number, claim.person.story, one.patient_id, claim.payer.name, claim.clinic.npi,
            line.provider.npi, one.payment.trace_number, claim.payer_control_number, claim.status, one.line_number,
            line.control_number, _iso(line.service_day),
            _iso(claim.received_day) if claim.payer.has_received_date else "", _iso(claim.payment_day),
            line.procedure.code, ",".join(line.modifiers), line.units, "KX" in line.modifiers,
            line.denial is not None, group, reason, sign * line.charge_cents, sign * line.paid_cents,
            line.allowed_cents, pool_year[0] if pool_year else "", one.standing, one.finding)  # fmt: skip


def _reversal_rows(site: int, payments: list[Payment]) -> Iterator[_Row]:
    corrected = {claim.original.number for payment in payments for claim in payment.claims
                 if claim.purpose == "correction" and claim.original is not None}  # fmt: skip
    traces = {claim.number: payment.trace_number for payment in payments for claim in payment.claims}
    for payment in payments:
        for claim in payment.claims:
            if claim.is_reversal:
                original = claim.original
                kind = "orphan" if original is None else "reversal"
                yield ("reversals", site, kind, payment.trace_number, claim.payer_control_number,
                       traces[original.number] if original else "", original.payer_control_number if original else "",
                       _manner(claim), original is not None and original.number in corrected,
                       len(claim.lines))  # fmt: skip


def _manner(reversal: Claim) -> str:
    original = reversal.original
    if original is None:
        return ""
    if reversal.payer_control_number == original.payer_control_number:
        return "same_control_number"
    return "named_control_number" if reversal.original_control_number else "opposite_lines"


def _duplicate_rows(site: int, deliveries: list[Delivery]) -> Iterator[_Row]:
    for delivery in deliveries:
        if delivery.repeats is not None:
            kind = "file_copy" if delivery.is_copy else "repeated_payment"
            yield ("duplicates", site, kind, delivery.name, delivery.repeats, *_size(delivery))


def _size(delivery: Delivery) -> tuple[int, int]:
    claims = [claim for payment in delivery.payments for claim in payment.claims]
    return len(claims), sum(len(claim.lines) for claim in claims)


def _total_rows(site: int, deliveries: list[Delivery], occurrences: list[Occurrence]) -> Iterator[_Row]:
    accepted = [delivery for delivery in deliveries if not delivery.is_copy]
    sizes = [_size(delivery) for delivery in accepted]
    repeated = [_size(delivery) for delivery in accepted if delivery.repeats is not None]
    totals: dict[str, int] = {
        "files": len(deliveries),
        "duplicate_files": len(deliveries) - len(accepted),
        "claim_payments": sum(claims for claims, _ in sizes),
        "repeated_claim_payments": sum(claims for claims, _ in repeated),
        "service_lines": sum(lines for _, lines in sizes),
        "repeated_service_lines": sum(lines for _, lines in repeated),
        "payment_cents": sum(payment.payment_cents for delivery in accepted for payment in delivery.payments),
        "standing_in_pool": sum(one.standing == "standing" and one.pool_year is not None for one in occurrences),
        "standing_in_no_pool": sum(one.standing == "standing" and one.pool_year is None for one in occurrences),
    }
    for category in ("superseded", "taken_back", "reversal", "orphan_reversal"):
        totals[category] = sum(one.standing == category for one in occurrences)
    for name, number in totals.items():
        yield ("totals", site, name, number)
