"""The largest amounts and the smallest units that are read do not overflow what is counted from them."""

from __future__ import annotations

from tests.builders import claim, line, remittance
from tests.scenarios import RECEIVED, expect, told

MOST_CENTS = 999_999_999
MOST_UNITS = "9999"


def test_tiny_units_and_many_units_of_the_largest_amount() -> None:
    """Near 10 to the 17th cents are expected of each denied line, and a few hundred of them would overflow."""
    paid = claim("PAID", line("97110", allowed=MOST_CENTS, charge=MOST_CENTS, adjustments="", units="0.0001"))
    denied = [
        claim(f"D{n}", line("97110", on="2026-01-06", denied="CO-119", submitted_units=MOST_UNITS), patient=f"P{n}")
        for n in range(250)
    ]
    back = claim("BACK", line("97110", "GP KX", on="2026-01-06"), patient="P1")
    with told(remittance(paid, *denied), remittance(back, on="2026-02-20")) as warehouse:
        expect(warehouse, "mart.leakage_by_month", "denied_services\n 250")
        expect(warehouse, "mart.file", "status\n accepted\n accepted")


def test_what_a_line_of_tiny_units_implies_for_an_ordinary_one() -> None:
    paid = claim("PAID", line("97110", allowed=300_000, units="0.0001"))
    with told(remittance(paid, claim("D1", line("97110", denied="CO-50", submitted_units="10")))) as warehouse:
        expect(warehouse, "mart.denial", "expected_allowed_cents\n 30000000000")


def test_squares_of_large_days_do_not_overflow() -> None:
    """A forecast squares what a day cost: ten of the largest lines on each of several days."""
    days = [f"2026-01-{day:02}" for day in range(5, 15) for _ in range(10)]
    lines = [line("97110", on=day, allowed=MOST_CENTS, charge=MOST_CENTS, adjustments="") for day in days]
    with told(remittance(*(claim(f"I{n}", row) for n, row in enumerate(lines)), on="2026-02-20")) as warehouse:
        expect(warehouse, "mart.threshold_crossing", "accrued_cents\n 99999999900", RECEIVED)
        expect(warehouse, "ledger.account_month", "priced_visits", "priced_visits > 0")
