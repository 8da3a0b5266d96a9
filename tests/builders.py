"""Small words for tests: a line, a claim payment, a payment, a file, each from what the test is about.

Everything else is filled in so that the file is valid and balances. Amounts are integer cents,
dates are ISO text; the files are bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.facts import Adjustment, ClaimPayment, Line, Payment, PriorUse, Threshold
from tests.writers import write_crosswalk, write_export, write_prior_use, write_remittance, write_thresholds

BENEFICIARY = "1EG4TE5MK73"
CLINIC = "1234567893"
ASSISTANTS = {"CQ", "CO"}

__all__ = [
    "BENEFICIARY",
    "CLINIC",
    "claim",
    "correct",
    "export",
    "line",
    "npi",
    "payment",
    "prior_use",
    "remittance",
    "remittances",
    "reverse",
    "write_crosswalk",
    "write_export",
    "write_prior_use",
    "write_remittance",
    "write_thresholds",
]


def npi(ordinal: int) -> str:
    """A valid NPI of its own for each ordinal below 100,000,000."""
    digits = f"1{ordinal:08}"
    doubled = [
        int(digit) * 2 if place % 2 == 0 else int(digit) for place, digit in enumerate(reversed("80840" + digits))
    ]
    return digits + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def line(
    code: str = "97110",
    modifiers: str = "GP",
    on: str | None = "2026-01-05",
    *,
    allowed: int = 10_000,
    charge: int | None = None,
    denied: str | None = None,
    adjustments: str | None = None,
    deductible: int = 0,
    b6: bool = True,
    **more: object,
) -> Line:
    """One service line.

    Allowed 100.00 and paid 80 % less sequestration if nothing is said; `denied="CO-119"` gives the
    whole charge that reason; `adjustments="CO-45=34.00;PR-2=23.20"` are taken as they are. `more`
    are further fields of `facts.Line`, dates as ISO text.
    """
    charge = (15_000 if denied else allowed + 3_400) if charge is None else charge
    made = _ordinary(modifiers, charge, allowed, deductible)
    if denied:
        made = (_adjustment(denied, charge),)
    elif adjustments is not None:
        made = tuple(_adjustment(*_part(text)) for text in adjustments.split(";") if text)
    fields = {name: _day(value) if name.endswith("_date") else value for name, value in more.items()}
    return Line(
        code=code,
        modifiers=tuple(modifiers.split()),
        service_date=_day(on),
        charge=charge,
        paid=charge - sum(adjustment.cents for adjustment in made),
        adjustments=made,
        allowed=allowed if b6 and not denied else None,
        **fields,  # type: ignore[arg-type]
    )


def claim(icn: str, *lines: Line, patient: str = BENEFICIARY, **more: object) -> ClaimPayment:
    """One claim payment of `lines`; `more` are further fields of `facts.ClaimPayment`, dates as ISO text."""
    days = {"received", "statement_from", "statement_to"}
    fields = {name: _day(value) if name in days else value for name, value in more.items()}
    return ClaimPayment(icn=icn, patient=patient, lines=lines, **{"account": f"A{icn}", **fields})  # type: ignore[arg-type]


def reverse(earlier: ClaimPayment, **changes: object) -> ClaimPayment:
    """The reversal of `earlier`: status 22, every amount negated, group codes kept."""
    lines = tuple(_negate_line(line) for line in earlier.lines)
    opposite = replace(
        earlier, status="22", lines=lines, charge=-earlier.charge, adjustments=_negate(earlier.adjustments)
    )
    return replace(opposite, **changes)  # type: ignore[arg-type]


def correct(earlier: ClaimPayment, *lines: Line, icn: str, **changes: object) -> ClaimPayment:
    """The corrected claim payment after a reversal: new lines, a new control number, REF*F8 to the old one."""
    return replace(earlier, icn=icn, original=earlier.icn, lines=lines or earlier.lines, frequency="7", **changes)  # type: ignore[arg-type]


def payment(*claims: ClaimPayment, on: str, trace: str | None = None, **more: object) -> Payment:
    """One check or EFT paid on a date; its trace number follows from the date if none is given."""
    return Payment(claims=claims, paid_on=date.fromisoformat(on), trace=trace or f"T{on}", **more)  # type: ignore[arg-type]


def remittance(*claims: ClaimPayment, on: str = "2026-01-20", trace: str | None = None, **more: object) -> bytes:
    """An 835 file with one payment of these claim payments."""
    return write_remittance([payment(*claims, on=on, trace=trace, **more)])


def remittances(*payments: Payment) -> bytes:
    """An 835 file with several payments, one transaction each."""
    return write_remittance(payments)


def export(*claims: ClaimPayment, on: str = "2026-01-20", trace: str | None = None, **more: object) -> bytes:
    """The claim payments of one payment as a canonical remittance export (CSV)."""
    return write_export([payment(*claims, on=on, trace=trace, **more)])


def prior_use(
    used: int, as_of: str, *, pool: str = "PT_SLP", patient: str = BENEFICIARY, grade: str = "verified"
) -> bytes:
    """A prior use file with one row, of the calendar year of its date."""
    return write_prior_use([PriorUse(patient, pool, int(as_of[:4]), used, date.fromisoformat(as_of), grade)])


def thresholds(rows: Iterable[Threshold]) -> bytes:
    """A threshold file."""
    return write_thresholds(rows)


def _ordinary(modifiers: str, charge: int, allowed: int, deductible: int) -> tuple[Adjustment, ...]:
    """Deductible, 20 % coinsurance, 2 % sequestration; with an assistant, 85 % of Medicare's share."""
    coinsurance = (allowed - deductible + 2) // 5
    share = allowed - deductible - coinsurance
    share = (share * 85 + 50) // 100 if ASSISTANTS & set(modifiers.upper().split()) else share
    sequestration = (share + 25) // 50
    rows = [("PR", "1", deductible), ("PR", "2", coinsurance), ("CO", "253", sequestration)]
    contractual = charge - share - deductible - coinsurance
    return tuple(Adjustment(*row) for row in [("CO", "45", contractual), *rows] if row[2])


def _part(text: str) -> tuple[str, int]:
    code, _, amount = text.strip().partition("=")
    return code, int(Decimal(amount) * 100)


def _adjustment(code: str, cents: int) -> Adjustment:
    group, _, reason = code.partition("-")
    return Adjustment(group, reason, cents)


def _negate(adjustments: Iterable[Adjustment]) -> tuple[Adjustment, ...]:
    return tuple(replace(adjustment, cents=-adjustment.cents) for adjustment in adjustments)


def _negate_line(line: Line) -> Line:
    opposite = replace(line, charge=-line.charge, paid=-line.paid, adjustments=_negate(line.adjustments))
    return replace(opposite, allowed=None if line.allowed is None else -line.allowed)


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
