"""Another practice: its visits come as the forecast does not assume, to see how far its promises hold there.

Fixed weekdays, three visits a week that taper to one, flare-ups with several weeks between, holidays, absences, plans
of care in blocks of eight or twelve that are often renewed, visits that grow cheaper, one clinic billing by the month.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tests.sources.export_rows import HEADER

FIRST_DAY, LAST_PAYMENT_DAY = date(2024, 1, 2), date(2026, 10, 28)
CLINICS = ("1999000015", "1999000023")
WEEKDAYS = {1: ((0,), (1,), (2,), (3,), (4,)), 2: ((0, 3), (1, 4), (0, 2)), 3: ((0, 2, 4), (1, 2, 4))}
PROMPT_DAYS, SLOW_DAYS = 14, 21
DISCIPLINES = (("97110", "GP"), ("97110", "GP"), ("97110", "GP"), ("97530", "GO"), ("92507", "GN"))


@dataclass(frozen=True)
class Course:
    """One course of treatment: when visits may fall, how often, what one is allowed, and for how long."""

    start: date
    plan: str
    visits: int
    first_cents: int
    keeps: float


def list_other_practice(
    patients: int, seed: int, visit_cents: int = 11_000, wait_days: int = PROMPT_DAYS
) -> list[list[str]]:
    """The rows of an export: Medicare Part B from 2024 to October 2026, paid on the Wednesday after `wait_days`."""
    chance = np.random.default_rng(seed)
    return [
        row
        for number in range(patients)
        for row in _bill(chance, number, list(_attend(chance, visit_cents)), wait_days)
    ]


def write_other_practice(rows: list[list[str]]) -> bytes:
    """The rows as CSV under the canonical header."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue().encode()


def _attend(chance: np.random.Generator, visit_cents: int) -> Iterator[tuple[date, int]]:
    """The visits of one patient: day and allowed cents."""
    span = (LAST_PAYMENT_DAY - FIRST_DAY).days
    start = FIRST_DAY + timedelta(days=int(chance.integers(-60, span)))
    for _ in range(int(chance.choice([1, 1, 2, 3]))):
        course = _plan(chance, start, visit_cents)
        day = start
        for day, cents in _visit(chance, course):
            if day >= FIRST_DAY:
                yield day, cents
        start = day + timedelta(days=int(chance.integers(90, 300)))


def _plan(chance: np.random.Generator, start: date, visit_cents: int) -> Course:
    plan = str(chance.choice(["taper", "steady", "flare"], p=[0.5, 0.3, 0.2]))
    block = int(chance.choice([8, 12]))
    visits = block
    while chance.random() < (0.62 if plan == "steady" else 0.5) and visits < 90:
        visits += block
    stops_early = chance.random() < 0.25
    visits = max(1, int(visits * chance.random())) if stops_early else visits
    cents = int(visit_cents * float(chance.lognormal(0, 0.3)))
    return Course(start, plan, visits, cents, float(chance.beta(9, 1.5)))


def _visit(chance: np.random.Generator, course: Course) -> Iterator[tuple[date, int]]:
    """Weeks of fixed weekdays until the visits are used up."""
    week = course.start - timedelta(days=course.start.weekday())
    done = 0
    while done < course.visits and week < LAST_PAYMENT_DAY:
        a_week = _frequency(course, done)
        days = WEEKDAYS[a_week][(course.start.toordinal() + done // 12) % len(WEEKDAYS[a_week])]
        for weekday in days:
            day = week + timedelta(days=weekday)
            if day >= course.start and done < course.visits and not _is_holiday(day) and chance.random() < course.keeps:
                done += 1
                yield day, _price(chance, course, done)
        week += timedelta(days=7 * (1 + _pause(chance, course, done)))


def _frequency(course: Course, done: int) -> int:
    if course.plan == "taper":
        return 3 if done < 10 else 2 if done < 22 else 1
    return 3 if course.plan == "flare" else 2


def _pause(chance: np.random.Generator, course: Course, done: int) -> int:
    """Weeks without a visit: between two flare-ups, or for a journey."""
    if course.plan == "flare" and done % 7 > 4:
        return int(chance.integers(2, 7))
    return int(chance.integers(1, 4)) if chance.random() < 0.03 else 0


def _is_holiday(day: date) -> bool:
    return (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2) or (day.month == 7 and day.day <= 7)


def _price(chance: np.random.Generator, course: Course, done: int) -> int:
    """The first visit and each tenth are evaluated; the others grow cheaper by units as the course goes on."""
    evaluation = 4_500 if done % 10 == 1 else 0
    cheaper = max(0.7, 1 - 0.012 * done)
    return max(2_000, int(course.first_cents * cheaper * float(chance.choice([0.75, 1, 1, 1.25]))) + evaluation)


def _bill(
    chance: np.random.Generator, number: int, visits: list[tuple[date, int]], wait_days: int
) -> Iterator[list[str]]:
    """The rows of one patient that were paid by the last payment day; the second clinic bills once a month."""
    clinic = number % 3 == 2
    code, modifier = DISCIPLINES[int(chance.integers(len(DISCIPLINES)))]
    for place, (day, cents) in enumerate(sorted(dict(visits).items())):
        month_end = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        sent = month_end + timedelta(days=2) if clinic else day + timedelta(days=7 - day.weekday())
        if chance.random() < 0.05:
            sent += timedelta(days=int(chance.integers(10, 120)))
        paid = sent + timedelta(days=wait_days + (2 - (sent.weekday() + wait_days)) % 7)
        if paid <= LAST_PAYMENT_DAY:
            yield _row(f"OTHER{number:05}", f"{number:05}{place:03}", day, sent, paid, cents, code, modifier, clinic)


def _row(
    patient: str, place: str, day: date, sent: date, paid: date, cents: int, code: str, modifier: str, clinic: bool
) -> list[str]:
    share = cents // 5
    adjustments = f"CO-45={_dollars(cents)};PR-2={_dollars(share)}"
    return [
        *(patient, "SAMPLE-OTHER", "PAT", f"A{patient}", f"C{place}", "1", "MB", CLINICS[clinic], CLINICS[clinic]),
        *(f"L{place}", f"{day}", f"{sent}", f"{paid}", f"EFT{paid:%Y%m%d}{int(clinic)}", code, modifier, "3"),
        *(_dollars(2 * cents), _dollars(cents), _dollars(cents - share), adjustments, ""),
    ]


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
