"""Formats cents, dates, shares and identifiers for people; the only place that divides cents."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pandas as pd

POOL_NAMES = {"PT_SLP": "PT and SLP", "OT": "OT"}
KX_FINDING_NAMES = {
    "on_time": "KX on time",
    "early": "Early KX",
    "early_unverified": "Early KX, prior use not verified",
    "same_visit": "KX on the crossing visit or claim",
    "missing": "Missing KX",
    "not_needed": "KX not required",
}

HIDDEN = "•••"
_LAST_SHOWN = 4

# A year without February 29: the day of the year is nearly the same date in any year.
COMMON_YEAR = date(2001, 1, 1)


def format_dollars(cents: int | None) -> str:
    """Cents as $1,234.56; for tables and evidence."""
    if cents is None or pd.isna(cents):
        return "–"
    sign = "−" if cents < 0 else ""
    whole, rest = divmod(abs(int(cents)), 100)
    return f"{sign}${whole:,}.{rest:02d}"


def format_dollars_rounded(cents: int | None) -> str:
    """Cents as $1,235, half up; for sentences and labels."""
    if cents is None or pd.isna(cents):
        return "–"
    sign = "−" if cents < 0 else ""
    return f"{sign}${(abs(int(cents)) + 50) // 100:,}"


def format_cents_plain(cents: int) -> str:
    """Cents as 1234.56 without signs of currency; for files that other programs read."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


def dollars(cents: "pd.Series[Any]") -> "pd.Series[Any]":
    """A column of cents as dollars for an axis or a typed cell; never for adding up."""
    return cents.astype("Float64") / 100


def format_date(day: Any) -> str:
    """A date as Mar 5, 2026."""
    if day is None or pd.isna(day):
        return "–"
    moment = pd.Timestamp(day)
    return f"{moment:%b} {moment.day}, {moment.year}"


def format_month(day: Any) -> str:
    """The month of a date as Mar 2026."""
    return "–" if day is None or pd.isna(day) else f"{pd.Timestamp(day):%b %Y}"


def format_moment(moment: datetime | str | None) -> str:
    """A moment in UTC as Mar 5, 2026, 14:03 UTC."""
    if moment is None or pd.isna(moment):
        return "–"
    stamp = pd.Timestamp(moment)
    return f"{format_date(stamp)}, {stamp:%H:%M} UTC"


def format_elapsed(elapsed: Any, clock: str) -> str:
    """A time on a clock: 'day 120', 'visit 14', or of the calendar, where it is the day of the year, 'Apr 30'."""
    if clock != "calendar":
        return f"{'visit' if clock == 'visits' else 'day'} {int(elapsed)}"
    day = pd.Timestamp(COMMON_YEAR) + pd.Timedelta(days=min(int(elapsed), 365) - 1)
    return f"{day:%b} {day.day}"


def format_share(part: int, whole: int) -> str:
    """A share with its n, '61% (14 of 23)'; a share of nothing is said as such."""
    return f"{format_percent(part, whole)} ({part:,} of {whole:,})" if whole else "none (0 of 0)"


def format_percent(part: int, whole: int) -> str:
    """A share in whole percent, half up; never 0% or 100% unless exactly that."""
    if not whole:
        return "–"
    percent = (200 * part + whole) // (2 * whole)
    if percent == 0 and part:
        return "under 1%"
    return "over 99%" if percent == 100 and part < whole else f"{percent}%"


def format_ratio(share: float | None) -> str:
    """A share that is no count of its own, in whole percent; never 0% or 100% unless exactly that."""
    if share is None or pd.isna(share):
        return "–"
    percent = round(100 * share)
    if percent == 0 and share > 0:
        return "under 1%"
    return "over 99%" if percent == 100 and share < 1 else f"{percent}%"


def format_chance(chance: float | None) -> str:
    """A probability as people say it: '37%', '12 in 10,000', '3 in a million', 'less than one in a million'."""
    if chance is None or pd.isna(chance):
        return "–"
    if chance >= 0.01:
        return format_ratio(chance)
    if chance >= 1e-4:
        return f"{round(1e4 * chance)} in 10,000"
    return f"{round(1e6 * chance)} in a million" if chance >= 1e-6 else "less than one in a million"


def format_count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun, '1 patient' or '1,204 patients'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def format_days_left(days: Any) -> str:
    """How far a date that people act on is from today: '5 days left', 'today', 'passed 30 days ago'."""
    number = int(days)
    if number > 0:
        return f"{format_count(number, 'day')} left"
    return f"passed {format_count(-number, 'day')} ago" if number else "today"


def mask_identifier(identifier: str) -> str:
    """An identifier by its last four characters, •••MK73; of a short one at most half."""
    shown = min(_LAST_SHOWN, len(identifier) // 2)
    return HIDDEN + (identifier[-shown:] if shown else "")


def mask_name(_: str) -> str:
    """Nothing of a name: initials still tell who it is where few patients are listed."""
    return HIDDEN


# Signs that Markdown, LaTeX or the labels of charts would act on, and signs of the same looks that nothing acts on.
_PLAIN_SIGNS = str.maketrans(
    {"[": "［", "]": "］", "<": "‹", ">": "›", "`": "'", "$": "＄", "*": "∗", "~": "∼", "\\": "⧵"}
)


def plain_text(text: object) -> str:
    """Text from a file, safe in Markdown and in chart labels: no link, image, formula or line break of its own."""
    said = str(text)
    if not said.isprintable():
        said = "".join(sign if sign.isprintable() else " " for sign in said)
    return " ".join(said.split()).replace("://", ":∕∕").translate(_PLAIN_SIGNS)


@lru_cache(maxsize=10_000)
def format_name(name: str | None) -> str:
    """A name for eyes: remittances print names in capitals, which read as shouting.

    A page names the same providers and clinics many times, so each is written once.
    """
    if not name:
        return ""
    said = plain_text(name)
    return said.title() if said.isupper() else said


def format_patients(found: pd.DataFrame, name: str = "patient") -> str:
    """'12 patients', and the rows where a patient has one in each threshold category: a row is not a patient."""
    patients = format_count(int(found["beneficiary_key"].nunique()), name)
    if found["beneficiary_key"].is_unique:
        return patients
    return f"{patients} ({format_count(len(found), 'patient-threshold record')})"


def each_row(table: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples; pandas' own types for them are wider than any function accepts."""
    return iter(table.itertuples(index=False))


def as_date(moment: Any) -> date | None:
    """A pandas or Python moment as a plain date."""
    return None if moment is None or pd.isna(moment) else pd.Timestamp(moment).date()
