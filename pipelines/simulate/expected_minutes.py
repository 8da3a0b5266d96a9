"""Which lines that go out have more timed units than their documented minutes support, by the 8-minute rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pipelines.simulate.billing import Day, Line
from pipelines.simulate.claims_837 import ClaimFile
from pipelines.simulate.documented_units import DocumentedLine
from pipelines.simulate.visits import units_of_minutes

MINUTES_HEADER = ("kxwatch_truth", "site", "file_name", "person", "patient_control_number", "line_number",
                  "service_date", "day_units", "documented_minutes", "supported_units")  # fmt: skip
_THERAPY = frozenset({"GP", "GO", "GN"})
_DayKey = tuple[int, str, Day]


def minute_rows(site: int, files: list[ClaimFile], documented: list[DocumentedLine]) -> Iterator[tuple[object, ...]]:
    """One row a line that takes the units of its treatment day over what the documented minutes support."""
    minutes = _add_minutes(documented)
    for file in files:
        units: dict[_DayKey, int] = defaultdict(int)
        for claim in file.claims:
            for number, line in enumerate(claim.lines, start=1):
                key = (claim.person.number, _therapy(line), line.service_day)
                is_judged = claim.payer.filing_indicator == "MB" and line.procedure.is_timed
                if not is_judged or key not in minutes:
                    continue
                before, supported = units[key], units_of_minutes(minutes[key])
                units[key] += line.units
                if before <= supported < units[key]:
                    yield ("minutes", site, file.name, claim.person.number, claim.patient_control_number, number,
                           date.fromordinal(line.service_day).isoformat(), _count(file, key), minutes[key],
                           supported)  # fmt: skip


def _add_minutes(documented: list[DocumentedLine]) -> dict[_DayKey, int]:
    of_visit: dict[str, set[str]] = defaultdict(set)
    for one in documented:
        of_visit[one.visit_id] |= {_therapy(one.line)} - {""}
    minutes: dict[_DayKey, int] = defaultdict(int)
    for one in documented:
        named = of_visit[one.visit_id]
        therapy = _therapy(one.line) or (next(iter(named)) if len(named) == 1 else "")
        if one.minutes is not None and therapy:
            minutes[one.claim.person.number, therapy, one.line.service_day] += one.minutes
    return minutes


def _count(file: ClaimFile, key: _DayKey) -> int:
    """The timed units of one person, discipline and day in a file."""
    return sum(
        line.units
        for claim in file.claims
        for line in claim.lines
        if line.procedure.is_timed and (claim.person.number, _therapy(line), line.service_day) == key
    )


def _therapy(line: Line) -> str:
    """GP, GO or GN; empty where there is none, or more than one."""
    named = _THERAPY & set(line.modifiers)
    return next(iter(named)) if len(named) == 1 else ""
