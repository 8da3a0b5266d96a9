"""Counts, dollars, shares and dates as people read them in sentences of commands and documents."""

from __future__ import annotations

from datetime import date


def say_count(number: int, singular: str, plural: str | None = None) -> str:
    """'1 patient', '2 patients'."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def say_dollars(cents: int) -> str:
    """Cents as $1,235, half up."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${(abs(cents) + 50) // 100:,}"


def say_exact_dollars(cents: int) -> str:
    """Cents as $1,234.56."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{rest:02d}"


def say_share(part: int, whole: int) -> str:
    """A share with its n, '61% (14 of 23)'; a share of nothing is said as such.

    Whole percents up to 1,000; neither all nor nothing is claimed of a share that is neither.
    """
    if whole == 0:
        return "none (0 of 0)"
    digits = 0 if whole <= 1000 else 1
    percent = f"{100 * part / whole:.{digits}f}"
    if 0 < part < whole and float(percent) in (0.0, 100.0):
        percent = "less than 1" if float(percent) == 0 else "more than 99"
    return f"{percent}% ({part:,} of {whole:,})"


def say_name(name: str | None) -> str:
    """A name for eyes: remittances print names in capitals, which read as shouting."""
    return (name.title() if name.isupper() else name) if name else ""


def say_date(day: date) -> str:
    """A date as Mar 5, 2026."""
    return f"{day:%b} {day.day}, {day.year}"
