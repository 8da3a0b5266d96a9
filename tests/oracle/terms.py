"""The words of contract section 3 that need nothing but one line and its claim payment."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.facts import Adjustment, ClaimPayment, Line

DISCIPLINES = {"GP": "PT", "GO": "OT", "GN": "SLP"}
POOLS = {"PT": "PT_SLP", "SLP": "PT_SLP", "OT": "OT"}
PART_B = {"MB", "MA"}
AFTER_ANOTHER_PAYER = {"2", "3", "20", "21"}
CRITICAL_ACCESS_HOSPITAL = "85"
FORWARDED_OR_PREDETERMINED = {"23", "25"}
FIRST_YEAR = 2018
NO_DENIAL_REASONS = "1 2 3 23 44 45 59 66 94 101 104 105 137 144 161 223 225 237 246 253"
GROUP_ORDER = ["CO", "PR", "PI", "OA"]
CATEGORIES = {
    "medical_necessity": "50 150 151 152",
    "modifier": "4",
    "duplicate": "18",
    "timely_filing": "29",
    "documentation": "16 148 163 164 226 227 251 252",
    "bundling": "97 231 234 236",
    "eligibility": "22 24 26 27 31 32 33 109 200",
    "coverage": "49 51 54 55 56 96 204",
}


def find_discipline(line: Line) -> str | None:
    """Of a therapy line, and None for every other: exactly one of GP, GO, GN among its four modifiers."""
    found = [modifier.upper() for modifier in line.modifiers if modifier.upper() in DISCIPLINES]
    return DISCIPLINES[found[0]] if len(found) == 1 else None


def has_kx(line: Line) -> bool:
    return find_discipline(line) is not None and "KX" in [modifier.upper() for modifier in line.modifiers]


def has_signed_notice(line: Line) -> bool:
    return "GA" in [modifier.upper() for modifier in line.modifiers]


def find_service_date(claim: ClaimPayment, line: Line) -> date | None:
    return line.service_date or line.start_date or claim.statement_from


def find_pool(claim: ClaimPayment, line: Line) -> str | None:
    discipline = find_discipline(line)
    day = find_service_date(claim, line)
    if discipline is None or day is None or day.year < FIRST_YEAR:
        return None
    if claim.filing not in PART_B or claim.status in FORWARDED_OR_PREDETERMINED:
        return None
    return POOLS[discipline]


def list_denial_reasons(line: Line) -> list[Adjustment]:
    """The adjustments that deny, the one that names the category first."""
    amounts = [adjustment for adjustment in line.adjustments if adjustment.cents]
    reasons = [adjustment for adjustment in amounts if adjustment.reason not in NO_DENIAL_REASONS.split()]
    return sorted(reasons, key=lambda row: GROUP_ORDER.index(row.group) if row.group in GROUP_ORDER else 4)


def is_denied(line: Line) -> bool:
    is_patients = any(row.group == "PR" and row.reason in {"1", "2", "3"} for row in line.adjustments)
    return line.charge > 0 and line.paid == 0 and not is_patients and bool(list_denial_reasons(line))


def find_denial_category(claim: ClaimPayment, line: Line) -> str | None:
    if not is_denied(line):
        return None
    reason = list_denial_reasons(line)[0].reason
    if reason == "119":
        if find_pool(claim, line) is None or has_kx(line):
            return "benefit_maximum"
        return "signed_notice" if has_signed_notice(line) else "missing_kx"
    return next((name for name, reasons in CATEGORIES.items() if reason in reasons.split()), "other")


def find_units(line: Line) -> Fraction:
    if is_denied(line):
        sent = line.submitted_units or line.units or "0"
        return Fraction(sent) or Fraction(1)
    return Fraction(line.units or "1")


def find_allowed(claim: ClaimPayment, line: Line, is_export: bool) -> tuple[int, str]:
    """Allowed cents and their basis."""
    added_up = line.paid + sum(_add_up(line, "PR", reason) for reason in "123") + _add_up(line, "CO", "253")
    if is_denied(line):
        return 0, "denied"
    if claim.status in AFTER_ANOTHER_PAYER:
        return added_up, "secondary"
    if line.allowed is not None:
        return line.allowed, "export" if is_export else "amt_b6"
    if claim.facility == CRITICAL_ACCESS_HOSPITAL and not is_export:
        return added_up, "cost"
    day = find_service_date(claim, line)
    is_assistant = any(modifier.upper() in {"CQ", "CO"} for modifier in line.modifiers)
    if is_assistant and day is not None and day.year >= 2022:
        return _work_back(line), "derived"
    return added_up, "derived"


def _work_back(line: Line) -> int:
    """The allowed amount of an assistant's line, paid at 85 percent."""
    deductible, coinsurance = _add_up(line, "PR", "1"), _add_up(line, "PR", "2")
    if coinsurance:
        return deductible + 5 * coinsurance
    return deductible + round_half_up(Fraction(line.paid + _add_up(line, "CO", "253")) / Fraction(68, 100))


def _add_up(line: Line, group: str, reason: str) -> int:
    return sum(row.cents for row in line.adjustments if (row.group, row.reason) == (group, reason))


def round_half_up(amount: Fraction) -> int:
    """To the nearest integer, a half away from zero."""
    size = int(abs(amount) + Fraction(1, 2))
    return size if amount >= 0 else -size
