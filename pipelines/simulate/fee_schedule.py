"""What a unit of therapy is worth: fees like Medicare's, the reduction for several procedures a day, yearly amounts.

The yearly thresholds stand here once more on purpose, apart from the reference tables: the
simulator is the witness that the pipeline's answers are compared with.
"""

from __future__ import annotations

from dataclasses import dataclass

KX_THRESHOLD_CENTS = {2023: 223_000, 2024: 233_000, 2025: 241_000, 2026: 248_000}
DEDUCTIBLE_CENTS = {2023: 22_600, 2024: 24_000, 2025: 25_700, 2026: 28_300}
_FEE_PER_MILLE = {2023: 1_017, 2024: 1_000, 2025: 972, 2026: 1_006}


@dataclass(frozen=True, slots=True)
class Procedure:
    """One code: the fee of a unit in 2024 and the part of it that is practice expense, in cents."""

    code: str
    fee_cents: int
    practice_expense_cents: int
    is_timed: bool


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """A unit in one calendar year: in full, and with practice expense halved."""

    full_cents: int
    reduced_cents: int


_TIMED = (
    ("97110", 2_894, 1_182), ("97112", 3_298, 1_334), ("97116", 2_887, 1_218), ("97140", 2_776, 1_183),
    ("97530", 3_624, 1_792), ("97535", 3_287, 1_424), ("97035", 1_423, 688), ("97750", 3_342, 1_507),
    ("97129", 2_347, 492), ("97130", 2_238, 483),
)  # fmt: skip
_UNTIMED = (
    ("97161", 9_843, 3_691), ("97162", 9_843, 3_691), ("97163", 9_843, 3_691), ("97165", 9_907, 3_788),
    ("97166", 9_907, 3_788), ("97167", 9_907, 3_788), ("92523", 22_691, 7_193), ("92522", 10_904, 3_617),
    ("92507", 7_612, 2_458), ("92526", 8_368, 3_271), ("G0283", 1_097, 561), ("97010", 0, 0), ("20560", 2_603, 0),
)  # fmt: skip

PROCEDURES = {
    **{code: Procedure(code, fee, expense, True) for code, fee, expense in _TIMED},
    **{code: Procedure(code, fee, expense, False) for code, fee, expense in _UNTIMED},
}
# Billed in the hope that somebody pays for it; the fee schedule bundles it.
BUNDLED_CODE = "97010"
# Dry needling: therapy only with a therapy modifier, which the simulated clinics leave out.
NO_THERAPY_CODE = "20560"
_BUNDLED_CHARGE_CENTS = 1_500


def per_hundred(cents: int, percent: int) -> int:
    """So many percent of an amount, rounded half up."""
    return (cents * percent + 50) // 100


def _unit_price(procedure: Procedure, calendar_year: int) -> UnitPrice:
    factor = _FEE_PER_MILLE[calendar_year]
    full = (procedure.fee_cents * factor + 500) // 1_000
    expense = (procedure.practice_expense_cents * factor + 500) // 1_000
    return UnitPrice(full, full - (expense + 1) // 2)


_UNIT_PRICES = {
    (code, year): _unit_price(procedure, year) for code, procedure in PROCEDURES.items() for year in _FEE_PER_MILLE
}


def unit_price(code: str, calendar_year: int) -> UnitPrice:
    """What one unit of the code is worth in that year."""
    return _UNIT_PRICES[code, calendar_year]


def price_day(codes_and_units: list[tuple[str, int]], calendar_year: int) -> list[tuple[int, int]]:
    """The full and the reduced price in cents of each line of one patient's day in one clinic.

    The unit with the highest practice expense counts in full, of every other one half of the practice
    expense is left out (multiple procedure payment reduction).
    """
    top = max(range(len(codes_and_units)), key=lambda at: PROCEDURES[codes_and_units[at][0]].practice_expense_cents)
    prices = []
    for at, (code, units) in enumerate(codes_and_units):
        price = _UNIT_PRICES[code, calendar_year]
        in_full = 1 if at == top else 0
        prices.append((units * price.full_cents, in_full * price.full_cents + (units - in_full) * price.reduced_cents))
    return prices


def charge_cents(code: str, units: int, markup_percent: int) -> int:
    """A clinic's charge: its markup on the fee of 2024, in whole dollars a unit."""
    fee = PROCEDURES[code].fee_cents
    if not fee:
        return _BUNDLED_CHARGE_CENTS * units
    return -(-fee * markup_percent // 10_000) * 100 * units
