"""Shows the ledger of the line: its money, its classification and its running amount."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.trace.answers import show_answers
from pipelines.trace.layout import format_dollars, show_fields, show_stage, show_table, show_text
from pipelines.trace.stages import Row, Stages

_LINE_FACTS = (
    "claim_category",
    "taken_back_date",
    "beneficiary_key",
    "provider_npi",
    "payee_npi",
    "discipline",
    "pool",
    "calendar_year",
    "service_date",
    "payment_date",
    "order_date",
    "procedure_code",
    "modifiers",
    "has_kx",
    "paid_units",
    "charge_cents",
    "allowed_cents",
    "allowed_basis",
    "paid_cents",
    "is_denied",
    "denial_category",
)
# The names of mart.line_position, shortened where the table would be too wide.
_AMOUNTS = {
    "order_basis": "order_basis",
    "order_date": "order_date",
    "nth_line": "line_sequence",
    "prior_use_cents": "prior_use_cents",
    "before_cents": "accrued_before_cents",
    "allowed_cents": "allowed_cents",
    "after_cents": "accrued_after_cents",
}
_FINDINGS = {
    "order_basis": "order_basis",
    "prior_use_grade": "prior_use_grade",
    "kx_position": "kx_position",
    "medical_review": "medical_review_position",
    "kx_finding": "kx_finding",
    "needed_elsewhere_cents": "prior_use_needed_cents",
}
_NO_POOL = "It counts toward no threshold: not a therapy line of a Part A or B claim payment, or not a final line."


def show_entries(stages: Stages, line: Row) -> Iterator[str]:
    """The movements of money: what was charged went somewhere, to the cent."""
    yield from show_stage(4, "ledger.entry", "Each movement of money: charge, payment and adjustments, to the cent.")
    entries = stages.rows(
        "select entry_category, entry_level, adjustment_group_code, adjustment_reason_code, amount_cents"
        " from warehouse.ledger.entry where line_place = $place"
        " order by entry_category <> 'charge', entry_category, adjustment_place",
        place=line["line_place"],
    )
    yield from show_table(entries)
    yield from show_text(f"sum {format_dollars(sum(entry['amount_cents'] for entry in entries))}")
    yield from _show_shares(stages, line)


def _show_shares(stages: Stages, line: Row) -> Iterator[str]:
    """What of the adjustments at the claim falls on this line, beside the amounts for the whole claim."""
    shares = stages.rows(
        "select adjustment_group_code, adjustment_reason_code, claim_adjustment_cents, share_cents"
        " from warehouse.ledger.claim_share where line_place = $place order by adjustment_place",
        place=line["line_place"],
    )
    if shares:
        yield from show_text("This line's share of claim-level adjustments:")
        yield from show_table(shares)


def show_service_line(stages: Stages, line: Row) -> Iterator[str]:
    """What the rules make of the line."""
    yield from show_stage(5, "ledger.service_line", "What the line is, by the rules.")
    yield from show_fields({name: line[name] for name in _LINE_FACTS})


def show_accrual(stages: Stages, line: Row) -> Iterator[str]:
    """The running allowed amount around the line, in both orders."""
    yield from show_stage(
        6,
        "ledger.therapy_accrual",
        "The running allowed amount of the beneficiary, threshold category and year, in both orders.",
    )
    positions = stages.rows(
        "from warehouse.mart.line_position where service_line_key = $key order by order_basis",
        key=line["service_line_key"],
    )
    if not positions:
        yield from show_text(_NO_POOL)
        return
    for columns in (_AMOUNTS, _FINDINGS):
        yield from show_table([{short: one[name] for short, name in columns.items()} for one in positions])
    threshold = stages.row("from warehouse.mart.threshold where calendar_year = $year", year=line["calendar_year"])
    if threshold:
        limits = ("kx_threshold_cents", "medical_review_cents", "alert_cents")
        yield from show_fields({name: threshold[name] for name in limits})
    yield from show_answers(stages, line, positions[0])
