"""Invented identifiers with true formats: NPI with its check digit, MBI, control numbers, names."""

from __future__ import annotations

from datetime import date

_NPI_PREFIX = "80840"
_NPI_SPACE = 100_000_000
_NPI_STRIDE = 48_271
_NPI_START = 12_345_677

_DIGITS = "0123456789"
_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
_BOTH = _DIGITS + _LETTERS
# The format of a Medicare Beneficiary Identifier, place by place (CMS: letters without S, L, O, I, B, Z).
_MBI_PLACES = ("123456789", _LETTERS, _BOTH, _DIGITS, _LETTERS, _BOTH, _DIGITS, _LETTERS, _LETTERS, _DIGITS, _DIGITS)
# Coprime to every place's size (2, 3, 5), so that neighbours get distant identifiers and none repeats.
_MBI_STRIDE = 4_567_891_237
_MBI_START = 987_654_321_011

_LAST_NAMES = (
    "ALDER", "BIRCH", "CEDAR", "DOGWOOD", "ELM", "FIR", "GINKGO", "HAZEL", "IVY", "JUNIPER", "LARCH", "MAPLE",
    "NUTMEG", "OAK", "PINE", "QUINCE", "ROWAN", "SPRUCE", "TEAK", "WILLOW", "YEW",
)  # fmt: skip
_FIRST_NAMES = (
    "ANNA", "BORIS", "CLARA", "DANIEL", "EDITH", "FRANK", "GRETA", "HARRY", "IRMA", "JONAS", "KARLA", "LEON",
    "MARTHA", "NORBERT", "OLGA", "PAUL", "RUTH", "SIMON", "THEA", "VICTOR", "WANDA",
)  # fmt: skip


def npi(number: int) -> str:
    """The invented NPI of that number: ten digits, the last one the Luhn check digit over 80840 + NPI."""
    body = f"1{(number * _NPI_STRIDE + _NPI_START) % _NPI_SPACE:08d}"
    total = 0
    for place, digit in enumerate(reversed(_NPI_PREFIX + body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return body + str(-total % 10)


def medicare_identifier(number: int) -> str:
    """The invented MBI of that number: eleven characters in the format of CMS."""
    capacity = 1
    for place in _MBI_PLACES:
        capacity *= len(place)
    rest = (number * _MBI_STRIDE + _MBI_START) % capacity
    characters = []
    for place in _MBI_PLACES:
        rest, remainder = divmod(rest, len(place))
        characters.append(place[remainder])
    return "".join(characters)


def plan_identifier(number: int) -> str:
    """The member number of a Medicare Advantage plan."""
    return f"KXS{number:09d}"


def payer_control_number(day: int, number: int) -> str:
    """The payer's claim control number: year and day of the year of receipt, then a running number."""
    received = date.fromordinal(day)
    return f"{received:%y%j}{number:09d}"


def names(number: int) -> tuple[str, str]:
    """Last and first name, recognisably invented."""
    last = _LAST_NAMES[number % len(_LAST_NAMES)]
    first = _FIRST_NAMES[(number // len(_LAST_NAMES) + number) % len(_FIRST_NAMES)]
    return f"SAMPLE-{last}", first
