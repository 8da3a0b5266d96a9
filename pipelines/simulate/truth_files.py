"""Rows of truth on the files: reversals and how they name their original, repeated files, totals."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.simulate.billing import Claim
from pipelines.simulate.expected_results import FINAL, ORPHAN, REPLACED, REVERSAL, REVERSED, Occurrence, is_linked
from pipelines.simulate.remittance import Delivery, Payment

_Row = tuple[object, ...]

REVERSAL_HEADER = ("kxwatch_truth", "site", "kind", "payment_trace_number", "payer_claim_control_number",
                   "original_trace_number", "original_claim_control_number", "names_original_by", "has_correction",
                   "service_lines")  # fmt: skip
DUPLICATE_HEADER = ("kxwatch_truth", "site", "kind", "file_name", "original_file_name", "claim_payments",
                    "service_lines")  # fmt: skip
TOTAL_HEADER = ("kxwatch_truth", "site", "name", "value")


def reversal_rows(site: int, payments: list[Payment]) -> Iterator[_Row]:
    """One row a reversal; an orphan reverses what is not among the files."""
    claims = [claim for payment in payments for claim in payment.claims]
    corrected = {
        claim.original.number for claim in claims if claim.purpose == "correction" and claim.original is not None
    }
    traces = {claim.number: payment.trace_number for payment in payments for claim in payment.claims}
    delivered = set(traces)
    for claim in claims:
        if claim.is_reversal:
            original = claim.original if is_linked(claim, delivered) else None
            kind = "orphan" if original is None else "reversal"
            yield ("reversals", site, kind, traces[claim.number], claim.payer_control_number,
                   traces[original.number] if original else "", original.payer_control_number if original else "",
                   _manner(claim, original), original is not None and original.number in corrected,
                   len(claim.lines))  # fmt: skip


def _manner(reversal: Claim, original: Claim | None) -> str:
    if original is None:
        return ""
    if reversal.payer_control_number == original.payer_control_number:
        return "same_control_number"
    return "named_control_number" if reversal.original_control_number else "opposite_lines"


def duplicate_rows(site: int, deliveries: list[Delivery]) -> Iterator[_Row]:
    """One row a file that brings claim payments a second time."""
    for delivery in deliveries:
        if delivery.repeats is not None:
            kind = "file_copy" if delivery.is_copy else "repeated_payment"
            yield ("duplicates", site, kind, delivery.name, delivery.repeats, *_size(delivery))


def _size(delivery: Delivery) -> tuple[int, int]:
    claims = [claim for payment in delivery.payments for claim in payment.claims]
    return len(claims), sum(len(claim.lines) for claim in claims)


def total_rows(site: int, deliveries: list[Delivery], occurrences: list[Occurrence]) -> Iterator[_Row]:
    """What the files hold, and how many service lines are what."""
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
        "final_in_pool": sum(one.standing == FINAL and one.pool_year is not None for one in occurrences),
        "final_in_no_pool": sum(one.standing == FINAL and one.pool_year is None for one in occurrences),
    }
    for category in (REPLACED, REVERSED, REVERSAL, ORPHAN):
        totals[category] = sum(one.standing == category for one in occurrences)
    for name, number in totals.items():
        yield ("totals", site, name, number)
