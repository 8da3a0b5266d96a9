"""Writes the documented units of the newest visits, as the export of an EMR lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from pipelines.simulate.billing import Claim, Day, Line
from pipelines.simulate.visits import MINUTES_A_UNIT
from pipelines.simulate.writing import append_rows

HEADER = ("clinic_name", "case_name", "visit_id", "patient_name", "patient_dob", "date_of_service",
          "date_of_finalization", "addendum", "documenting_therapist", "finalizing_therapist", "primary_payer_type",
          "primary_insurance", "secondary_payer_type", "secondary_insurance", "place_of_service", "visit_type",
          "treating_diagnosis", "modifier", "cpt_code", "units", "minutes")  # fmt: skip
DOCUMENTED_HEADER = ("kxwatch_truth", "site", "person", "payee_npi", "line_item_control_number", "visit_id",
                     "service_date", "visit_type", "billed_units", "documented_units",
                     "documented_minutes", "visits_since_progress_report")  # fmt: skip
_DAYS_BACK = 150
_VISITS_A_REPORT = 10
_OLDEST_BIRTH_YEAR = 1932
_DIAGNOSIS = {"PT": "M54.50", "OT": "R27.8", "SLP": "R47.01", "": "M54.50"}


@dataclass(frozen=True, slots=True)
class DocumentedLine:
    """A line as documented: every fiftieth with a unit less than billed. Only timed codes have minutes."""

    claim: Claim
    line: Line
    visit_id: str
    visit_type: str
    units: int
    minutes: int | None
    visits_since_report: int


def list_documented(claims: list[Claim], last_day: Day) -> Iterator[DocumentedLine]:
    """The lines of first claims of the last 150 days, by visit; some persons get no progress report."""
    first = [claim for claim in claims if claim.purpose == "first" and claim.person.plan is None]
    lines = [
        (claim, line) for claim in first for line in claim.lines if last_day - _DAYS_BACK < line.service_day <= last_day
    ]
    lines.sort(key=lambda pair: (pair[0].person.number, pair[0].clinic.number, pair[1].service_day, pair[1].style))
    for (person, _), of_person in groupby(lines, key=lambda pair: (pair[0].person.number, pair[0].clinic.number)):
        since = 0
        for visit, (_, of_visit) in enumerate(groupby(of_person, key=lambda pair: pair[1].service_day), start=1):
            is_report = since >= _VISITS_A_REPORT - 1 and person % 3 != 0
            since = 0 if visit == 1 or is_report else since + 1
            kind = "Initial Examination" if visit == 1 else "Progress Note" if is_report else "Daily Note"
            started: set[str] = set()
            for claim, line in of_visit:
                units = line.units - 1 if line.style % 50 == 0 and line.units > 1 else line.units
                minutes = _minutes(line, units, is_first=line.discipline not in started)
                started |= set() if minutes is None else {line.discipline}
                yield DocumentedLine(claim, line, f"V{claim.number}-{visit}", kind, units, minutes, since)


def _minutes(line: Line, units: int, *, is_first: bool) -> int | None:
    """15 a unit; the first timed code of a discipline and day has up to 7 more or fewer, so the day keeps its units."""
    if not line.procedure.is_timed:
        return None
    return MINUTES_A_UNIT * units + (line.style % MINUTES_A_UNIT - MINUTES_A_UNIT // 2 if is_first else 0)


def write_documented(path: Path, documented: list[DocumentedLine]) -> None:
    """Writes the export: one row a line."""
    append_rows(path, HEADER, map(_row, documented))


def _row(one: DocumentedLine) -> tuple[object, ...]:
    claim, line, person = one.claim, one.line, one.claim.person
    provider = line.provider
    therapist = f"{provider.last_name}, {provider.first_name}" if provider.last_name else "SAMPLE-STAFF, LEE"
    born = date(_OLDEST_BIRTH_YEAR + person.number % 28, 1 + person.number % 12, 1 + person.number % 27)
    day = date.fromordinal(line.service_day)
    return (claim.clinic.name, f"CASE {person.number}", one.visit_id, f"{person.last_name}, {person.first_name}",
            born.isoformat(), day.isoformat(), day.isoformat(), "No", therapist, therapist, "Medicare",
            claim.payer.name, "", "", claim.facility_type, one.visit_type, _DIAGNOSIS[line.discipline],
            " ".join(line.modifiers), line.procedure.code, one.units, one.minutes)  # fmt: skip


def documented_rows(site: int, documented: list[DocumentedLine]) -> Iterator[tuple[object, ...]]:
    """One row a documented line, beside what was billed."""
    for one in documented:
        yield ("documented", site, one.claim.person.number, one.claim.clinic.npi, one.line.control_number, one.visit_id,
               date.fromordinal(one.line.service_day).isoformat(), one.visit_type, one.line.units, one.units,
               one.minutes, one.visits_since_report)  # fmt: skip
