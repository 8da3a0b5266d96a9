"""Writes claims that go out as 837P files (005010X222A1): two batches a clinic, claims in the order of receipt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.simulate.billing import Claim, Day, Line
from pipelines.simulate.practice import Clinic, Provider

SENDER = "KXSYNTHETIC"
# Low back pain, lack of coordination, aphasia: one for each discipline, and for a line of none.
_DIAGNOSIS = {"PT": "M5450", "OT": "R278", "SLP": "R4701", "": "M5450"}
_VERSION = "005010X222A1"


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """Claims of one clinic that go out together, in the order of the file."""

    name: str
    clinic: Clinic
    day: Day
    number: int
    claims: tuple[Claim, ...]


def plan_claim_files(site: int, claims: list[Claim], day: Day) -> list[ClaimFile]:
    """Two batches a clinic, one after the other; claims in the order in which the payers receive them."""
    by_clinic: dict[Clinic, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: (claim.clinic.number, claim.event_day, claim.number)):
        by_clinic[claim.clinic].append(claim)
    base = f"site-{site:03d}/{date.fromordinal(day)}_clinic-"
    batches = [
        (f"{base}{clinic.number}_batch-{turn}.837", clinic, batch)
        for clinic, own in by_clinic.items()
        for turn, batch in enumerate((own[: len(own) // 2], own[len(own) // 2 :]), start=1)
        if batch
    ]
    return [
        ClaimFile(name, clinic, day, number, tuple(batch))
        for number, (name, clinic, batch) in enumerate(batches, start=1)
    ]


def write_claim_files(folder: Path, files: list[ClaimFile]) -> None:
    """Writes each file below `folder`."""
    for file in files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_claims(file))


def encode_claims(file: ClaimFile) -> bytes:
    """The bytes of one 837P file."""
    day = date.fromordinal(file.day)
    body = [("ST", "837", "0001", _VERSION), *_header(file), *_claim_loops(file)]
    body.append(("SE", str(len(body) + 1), "0001"))
    segments = [
        ("ISA", "00", " " * 10, "00", " " * 10, "ZZ", SENDER.ljust(15), "ZZ", "KXPAYER".ljust(15), f"{day:%y%m%d}",
         "0600", "^", "00501", f"{file.number:09d}", "0", "T", ":"),
        ("GS", "HC", SENDER, "KXPAYER", f"{day:%Y%m%d}", "0600", str(file.number), "X", _VERSION),
        *body,
        ("GE", "1", str(file.number)),
        ("IEA", "1", f"{file.number:09d}"),
    ]  # fmt: skip
    end = "~\n" if file.clinic.has_line_breaks else "~"
    return "".join("*".join(segment).rstrip("*") + end for segment in segments).encode("ascii")


def _header(file: ClaimFile) -> Iterator[tuple[str, ...]]:
    clinic = file.clinic
    day = date.fromordinal(file.day)
    yield "BHT", "0019", "00", f"{file.number:06d}", f"{day:%Y%m%d}", "0600", "CH"
    yield "NM1", "41", "2", clinic.name, "", "", "", "", "46", SENDER
    yield "PER", "IC", "SYNTHETIC DESK", "TE", "8005550100"
    yield "NM1", "40", "2", "SYNTHETIC CLEARINGHOUSE", "", "", "", "", "46", "KXPAYER"
    yield "HL", "1", "", "20", "1"
    yield "NM1", "85", "2", clinic.name, "", "", "", "", "XX", clinic.npi
    yield "N3", "1 SAMPLE STREET"
    yield "N4", clinic.medicare.city, clinic.medicare.state, clinic.medicare.postal_code
    yield "REF", "EI", f"99{clinic.npi[-7:]}"


def _claim_loops(file: ClaimFile) -> Iterator[tuple[str, ...]]:
    for number, claim in enumerate(file.claims, start=2):
        payer, person = claim.payer, claim.person
        yield "HL", str(number), "1", "22", "0"
        yield "SBR", "S" if claim.is_secondary else "P", "18", "", "", "", "", "", "", payer.filing_indicator
        yield "NM1", "IL", "1", person.last_name, person.first_name, "", "", "", "MI", claim.written_id
        yield "NM1", "PR", "2", payer.name, "", "", "", "", "PI", payer.identifier
        yield ("CLM", claim.patient_control_number, _dollars(claim.charge_cents), "", "",
               f"{claim.facility_type}:B:1", "Y", "A", "Y", "Y")  # fmt: skip
        yield "HI", f"ABK:{_DIAGNOSIS[claim.lines[0].discipline]}"
        if claim.clinic.bills_by_claim:
            yield _rendering(claim.lines[0].provider)
        for at, line in enumerate(claim.lines, start=1):
            yield from _line_loop(claim, line, at)


def _line_loop(claim: Claim, line: Line, at: int) -> Iterator[tuple[str, ...]]:
    code = ":".join(("HC", line.procedure.code, *line.modifiers))
    yield "LX", str(at)
    yield "SV1", code, _dollars(line.charge_cents), "UN", str(line.units), "", "", "1"
    yield "DTP", "472", "D8", f"{date.fromordinal(line.service_day):%Y%m%d}"
    yield "REF", "6R", line.control_number
    if claim.clinic.bills_by_line:
        yield _rendering(line.provider)


def _rendering(provider: Provider) -> tuple[str, ...]:
    return "NM1", "82", "1", provider.last_name, provider.first_name, "", "", "", "XX", provider.npi


def _dollars(cents: int) -> str:
    """As X12 writes amounts: without cents where there are none."""
    dollars, rest = divmod(cents, 100)
    return f"{dollars}.{rest:02d}".rstrip("0") if rest else str(dollars)
