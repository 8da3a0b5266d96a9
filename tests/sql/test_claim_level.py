"""Adjustments at the claim level, spread over the lines of the claim payment (contract section 3)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.builders import claim, export, line, remittance, reverse
from tests.facts import Adjustment, ClaimPayment, Line
from tests.scenarios import LINE, expect, told

SHARES = """(
    select line.line_number, claim_share.*
    from mart.line inner join mart.claim_share using (service_line_key)
)"""


def paid_lines(*cents: int) -> list[Line]:
    """Lines that look paid in full."""
    codes = ["97110", "97140", "97530", "97535"]
    return [line(code, charge=paid, adjustments="", b6=False) for code, paid in zip(codes, cents, strict=False)]


def shared(*amounts: str, lines: list[Line]) -> ClaimPayment:
    """A claim payment whose claim level says `CO-45=0.05` and so on."""
    made = [_read_amount(*text.replace("=", "-", 1).split("-", 2)) for text in amounts]
    return claim("I1", *lines, adjustments=tuple(made))


def _read_amount(group: str, reason: str, dollars: str) -> Adjustment:
    return Adjustment(group, reason, int(Decimal(dollars) * 100))


def list_shares(claim_payment: ClaimPayment) -> list[tuple[int, str, int]]:
    """Line, reason and cents of every share."""
    with told(remittance(claim_payment)) as warehouse:
        rows = warehouse.execute(
            f"select line_number, adjustment_reason_code, share_cents from {SHARES} order by 1, adjustment_ordinal"
        ).fetchall()
        unbalanced = warehouse.execute(
            "select claim_place from ledger.entry group by claim_place having sum(amount_cents) <> 0"
        ).fetchall()
    assert not unbalanced
    return rows


def test_in_proportion_to_what_was_paid() -> None:
    assert list_shares(shared("CO-119=150", lines=paid_lines(10_000, 5_000))) == [(1, "119", 10_000), (2, "119", 5_000)]


def test_cents_left_over_go_to_the_largest_remainders_and_then_to_the_earlier_line() -> None:
    """0.05 over 1:1:1 is 1, 1, 1 and two cents left; 0.01 over 100:200 falls to the second."""
    assert [share for _, _, share in list_shares(shared("CO-45=0.05", lines=paid_lines(500, 500, 500)))] == [2, 2, 1]
    assert list_shares(shared("CO-45=0.01", lines=paid_lines(100, 200))) == [(2, "45", 1)]


def test_of_several_amounts_the_last_takes_what_the_others_left() -> None:
    """The sum 0.02 is 1 and 1; so is the first 0.01 by the tie: 1 and 0; what is left is 0 and 1."""
    shares = list_shares(shared("CO-45=0.01", "PR-2=0.01", lines=paid_lines(500, 500)))
    assert shares == [(1, "45", 1), (2, "2", 1)]


def test_a_negative_amount_is_spread_like_its_positive_twin() -> None:
    positive = list_shares(shared("CO-45=0.05", lines=paid_lines(500, 300, 200)))
    negative = list_shares(shared("CO-45=-0.05", lines=paid_lines(500, 300, 200)))
    assert [-cents for _, _, cents in negative] == [cents for _, _, cents in positive] == [3, 1, 1]


def test_without_payment_by_the_charge_and_without_charge_evenly() -> None:
    unpaid = [
        line("97110", charge=3_000, adjustments="CO-45=30", b6=False),
        line("97140", charge=1_000, adjustments="CO-45=10", b6=False),
    ]
    free = [line("97110", charge=0, adjustments="", b6=False), line("97140", charge=0, adjustments="", b6=False)]
    assert [cents for _, _, cents in list_shares(shared("OA-23=-4", lines=unpaid))] == [-300, -100]
    assert [cents for _, _, cents in list_shares(shared("OA-23=-0.03", lines=free))] == [-2, -1]


def test_a_share_counts_as_the_lines_own() -> None:
    """The claim's reasons precede the line's; a coinsurance at the claim is part of what the lines were allowed."""
    lines = [
        line("97110", charge=10_000, adjustments="CO-50=40", b6=False),
        line("97140", charge=3_000, adjustments="", b6=False),
    ]
    with told(remittance(shared("CO-119=60", "PR-2=30", lines=lines))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | paid_cents | is_denied | allowed_cents
            97110          | 0          | no        | 2000
            97140          | 0          | no        | 1000
            """,
        )


def test_the_first_reason_of_a_denied_line_is_the_claims() -> None:
    lines = [line("97110", charge=10_000, adjustments="CO-50=40", b6=False)]
    with told(remittance(shared("CO-119=60", lines=lines))) as warehouse:
        expect(warehouse, LINE, "adjustment_reason_code | denial_category\n 119 | missing_kx")


def test_without_lines_nothing_is_spread() -> None:
    decided = claim("I1", charge=15_000, adjustments=(Adjustment("CO", "29", 15_000),), statement_from="2026-01-05")
    with told(remittance(decided)) as warehouse:
        expect(warehouse, "mart.claim_share", "share_cents")
        expect(
            warehouse,
            "ledger.entry",
            "entry_category | entry_level | amount_cents\n charge | claim | 15000\n adjustment | claim | -15000",
        )


def test_its_reversal_mirrors_it() -> None:
    paid = shared("CO-45=0.07", "PR-2=10.01", lines=paid_lines(5_000, 3_333))
    with told(remittance(paid), remittance(reverse(paid), on="2026-02-20")) as warehouse:
        expect(warehouse, LINE, "line_number")
        expect(warehouse, "mart.set_aside", "rule")
        answer = warehouse.execute("select sum(amount_cents) filter (entry_category = 'adjustment') from ledger.entry")
        assert answer.fetchall() == [(0,)]


@pytest.mark.parametrize("is_export_first", [True, False])
def test_an_export_that_states_the_shares_is_the_same_claim_payment(is_export_first: bool) -> None:
    at_claim = shared("CO-45=30", lines=paid_lines(10_000, 5_000))
    on_lines = claim(
        "I1",
        line("97110", charge=10_000, adjustments="CO-45=20", b6=False),
        line("97140", charge=5_000, adjustments="CO-45=10", b6=False),
    )
    files = [remittance(at_claim), export(on_lines)]
    with told(*(reversed(files) if is_export_first else files)) as warehouse:
        expect(warehouse, LINE, "procedure_code | paid_cents\n 97110 | 8000\n 97140 | 4000")
        expect(warehouse, "mart.set_aside", "rule\n repeated_claim_payment")
