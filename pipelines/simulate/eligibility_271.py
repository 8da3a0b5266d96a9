"""Writes eligibility responses as 271 files, in the layouts in which therapy amounts were seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.simulate.billing import Day, Person, PoolYear
from pipelines.simulate.claims_837 import SENDER
from pipelines.simulate.fee_schedule import KX_THRESHOLD_CENTS
from pipelines.simulate.practice import EAST

_VERSION = "005010X279A1"
_POOLS = ("PT_SLP", "OT")
_SERVICE_TYPE = {"PT_SLP": "AE", "OT": "AD"}
_POOL_TEXT = {"PT_SLP": "PHYSICAL & SPEECH THERAPY", "OT": "OCCUPATIONAL THERAPY"}
# Pool by service type, pool by text, and the first one shifted by an element.
LAYOUTS = ("service_type", "text", "shifted")

ELIGIBILITY_HEADER = ("kxwatch_truth", "site", "file_name", "person", "patient_id", "pool", "calendar_year", "layout",
                      "as_of_date", "used_cents", "remaining_cents", "expected_amount_cents",
                      "expected_grade")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Benefit:
    """What Medicare says is left of one pool and year; `used_cents` is what it counted."""

    person: Person
    pool_year: PoolYear
    layout: str
    used_cents: int

    @property
    def remaining_cents(self) -> int:
        return max(0, KX_THRESHOLD_CENTS[self.pool_year[1]] - self.used_cents)


def list_benefits(persons: list[Person], day: Day) -> list[Benefit]:
    """The answers on that day: both pools of its year, for every third person of the year before as well."""
    year = date.fromordinal(day).year
    return [
        Benefit(person, (pool, of_year), LAYOUTS[person.number % len(LAYOUTS)], _used(person, (pool, of_year), day))
        for person in persons
        for of_year in ((year - 1, year) if person.number % 3 == 0 else (year,))
        for pool in _POOLS
    ]


def _used(person: Person, pool_year: PoolYear, day: Day) -> int:
    own = sum(cents for counted_day, cents in person.balance(pool_year).counted if counted_day <= day)
    return own + person.used_elsewhere(pool_year, day)


def write_answers(path: Path, benefits: list[Benefit], day: Day, clinic_npi: str) -> None:
    """Writes all answers as one 271 file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    at = date.fromordinal(day)
    body = [("ST", "271", "0001", _VERSION), *_header(clinic_npi, at), *_subscriber_loops(benefits)]
    body.append(("SE", str(len(body) + 1), "0001"))
    segments = [
        ("ISA", "00", " " * 10, "00", " " * 10, "ZZ", SENDER.ljust(15), "ZZ", "KXCLINIC".ljust(15), f"{at:%y%m%d}",
         "0600", "^", "00501", "000000001", "0", "T", ":"),
        ("GS", "HB", SENDER, "KXCLINIC", f"{at:%Y%m%d}", "0600", "1", "X", _VERSION),
        *body,
        ("GE", "1", "1"),
        ("IEA", "1", "000000001"),
    ]  # fmt: skip
    path.write_bytes("".join("*".join(segment).rstrip("*") + "~" for segment in segments).encode("ascii"))


def _header(clinic_npi: str, at: date) -> Iterator[tuple[str, ...]]:
    yield "BHT", "0022", "11", "000001", f"{at:%Y%m%d}", "0600"
    yield "HL", "1", "", "20", "1"
    yield "NM1", "PR", "2", EAST.name, "", "", "", "", "PI", EAST.identifier
    yield "HL", "2", "1", "21", "1"
    yield "NM1", "1P", "2", "SYNTHETIC CLINIC", "", "", "", "", "XX", clinic_npi


def _subscriber_loops(benefits: list[Benefit]) -> Iterator[tuple[str, ...]]:
    number, last = 2, None
    for benefit in benefits:
        person = benefit.person
        if person is not last:
            number, last = number + 1, person
            yield "HL", str(number), "2", "22", "0"
            yield "NM1", "IL", "1", person.last_name, person.first_name, "", "", "", "MI", person.member_id
        yield _benefit_segment(benefit)
        year = benefit.pool_year[1]
        yield "DTP", "292", "RD8", f"{year}0101-{year}1231"


def _benefit_segment(benefit: Benefit) -> tuple[str, ...]:
    dollars, rest = divmod(benefit.remaining_cents, 100)
    amount = f"{dollars}.{rest:02d}" if rest else str(dollars)
    pool = benefit.pool_year[0]
    if benefit.layout == "text":
        return "EB", "F", "IND", "", "MB", _POOL_TEXT[pool], "29", amount
    shift = ("",) if benefit.layout == "shifted" else ()
    return ("EB", "F", "IND", _SERVICE_TYPE[pool], "MB", "", *shift, "29", amount)


def eligibility_rows(site: int, file_name: str, benefits: list[Benefit], day: Day) -> Iterator[tuple[object, ...]]:
    """One row an amount; where nothing is left, the threshold is a lower bound of what was used."""
    for one in benefits:
        threshold = KX_THRESHOLD_CENTS[one.pool_year[1]]
        yield ("eligibility", site, file_name, one.person.number, one.person.member_id, *one.pool_year, one.layout,
               date.fromordinal(day).isoformat(), one.used_cents, one.remaining_cents,
               threshold - one.remaining_cents, "verified" if one.remaining_cents else "at_least")  # fmt: skip
