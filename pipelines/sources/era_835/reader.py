"""Reads an 835: bytes in, source rows out, or one sentence that says why not.

A file is read whole or refused whole: every segment that an independent split finds must have been
seen, every seal must be closed, and everything must balance to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

import oxedi
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import RefusedFile
from pipelines.sources.era_835.balance import judge_balance
from pipelines.sources.era_835.bounds import limit_amounts
from pipelines.sources.era_835.completeness import refuse_half_read, refuse_mixed_separators
from pipelines.sources.era_835.faults import Fault, find_faults, refuse_unjudgeable
from pipelines.sources.era_835.findings import (
    Notes,
    build_fault_findings,
    build_note_findings,
    name_transaction,
    note_diagnostics,
    note_envelope,
)
from pipelines.sources.era_835.reading import FileFacts, Reading, advance, read_rows
from pipelines.sources.era_835.spec import era_835_spec
from pipelines.sources.era_835.tables import build_tables
from pipelines.sources.source_file import SourceFile, build_source_file
from pipelines.sources.x12.envelope import Envelope, keep_wanted, walk_envelope
from pipelines.sources.x12.interchange import KIND, Interchange, split_interchanges
from pipelines.sources.x12.segments import SegmentMap, build_segment_map, join_segments

__all__ = ["era_835_spec", "read_era_835"]


Key = tuple[bytes, bytes, str, str | None]


@dataclass(frozen=True)
class Part:
    """One interchange after its seals were judged: the segments that are read."""

    interchange: Interchange
    segments: SegmentMap
    envelope: Envelope
    original: SegmentMap


def read_era_835(content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
    """The source rows of one 835 file.

    Raises RefusedFile for a file that is no remittance, is cut off, does not balance exactly, or
    whose payment date lies more than a year from its production date.
    """
    parts = open_parts(content, file_name)
    facts = FileFacts(file_number, file_sha256, file_name)
    notes = Notes()
    tables: dict[str, list[pa.Table]] = {}
    for part in parts:
        note_envelope(notes, part.envelope, part.original, part.interchange.made_segments)
    # interchanges that speak alike are read in one go: a parse and its tables cost the same for few rows as for many
    remittances = (part for part in parts if part.envelope.wanted)
    for _, alike in groupby(remittances, describe_part):
        reading = read_parts(list(alike), file_name)
        for name, table in _build_rows(reading, facts).items():
            tables.setdefault(name, []).append(table)
        note_diagnostics(notes, reading, parts[0].interchange.made_segments)
        facts = advance(facts, reading)
    tables.setdefault("finding", []).append(build_note_findings(notes, facts))
    whole = {name: pa.concat_tables(pieces) for name, pieces in tables.items()}
    return build_source_file(KIND, whole, _sum_payments(whole["payment"]))


def open_parts(content: bytes, file_name: str) -> list[Part]:
    """The interchanges of a file. Raises RefusedFile where none is a remittance."""
    parts = []
    segments_before = 0
    for interchange in split_interchanges(content, file_name):
        original = build_segment_map(interchange, segments_before)
        envelope = walk_envelope(original, interchange.is_ended, file_name)
        segments_before += len(original.starts) - interchange.made_segments
        parts.append(Part(interchange, keep_wanted(original, envelope), envelope, original))
    if not any(part.envelope.wanted for part in parts):
        kinds = sorted({name_transaction(kind) for part in parts for _, _, kind in part.envelope.others})
        found = f"transactions of kind {', '.join(kinds)}" if kinds else "no transaction"
        raise RefusedFile(
            KIND,
            f"{file_name}: this is not an 835 remittance; it holds {found}. "
            "Give the remittance advice (835) that the payer sent with the payment.",
        )
    return parts


def describe_part(part: Part) -> Key:
    """What interchanges that are read together have in common: separators, version, sender."""
    sender = part.segments.read_element(0, 6) if not part.interchange.made_segments else ""
    return part.segments.element, part.segments.component, _read_version(part), sender or None


def read_parts(parts: list[Part], file_name: str) -> Reading:
    """Interchanges with one description, parsed in one go. Raises RefusedFile for what is read by half."""
    element, component, version, sender = describe_part(parts[0])
    segments = join_segments([part.segments for part in parts])
    refuse_mixed_separators(segments, file_name)
    delimiters = oxedi.Delimiters(element=element, component=component, segment=b"\n")
    result = oxedi.parse(segments.text, spec=era_835_spec(version), delimiters=delimiters)
    reading = Reading(limit_amounts(read_rows(result)), result.diagnostics, segments, sender)
    refuse_half_read(reading, len(result.document), sum(len(part.envelope.wanted) for part in parts), file_name)
    return reading


def _read_version(part: Part) -> str:
    groups = [version for _, _, has_remittance, version in part.envelope.groups if has_remittance]
    declared = next((version for version in groups if version), part.segments.read_element(0, 12))
    return "4010" if declared.startswith(("003", "004")) else "5010"


def _build_rows(reading: Reading, facts: FileFacts) -> dict[str, pa.Table]:
    """The source tables of one reading with its faults; refuses what cannot be kept."""
    tables, faults = judge_reading(reading, facts)
    if faults:
        tables["finding"] = build_fault_findings(faults, reading, facts)
    return tables


def judge_reading(reading: Reading, facts: FileFacts) -> tuple[dict[str, pa.Table], list[Fault]]:
    """The source tables of one reading and the faults of its claim payments; refuses what cannot be kept."""
    refuse_unjudgeable(reading, facts.name)
    tables = build_tables(reading, facts)
    faults = find_faults(reading)
    faults += judge_balance(reading, faults, facts.name)
    _judge_payment_dates(reading, facts.name)
    return tables, faults


def _judge_payment_dates(reading: Reading, file_name: str) -> None:
    table = reading.tables["payments"]
    paid, produced = table["payment_date"].to_pylist(), table["production_date"].to_pylist()
    for row, (payment_date, production_date) in enumerate(zip(paid, produced, strict=True)):
        if production_date is not None and not _is_within_a_year(payment_date, production_date):
            raise RefusedFile(
                KIND,
                f"{file_name}, segment {reading.segments.number(reading.payment_position(row))} (BPR16): the payment "
                f"date {payment_date} lies more than a year from the production date {production_date} (DTM*405). "
                "One of them is wrong. Ask the payer for a corrected file.",
            )


def _is_within_a_year(payment_date: date, production_date: date) -> bool:
    earlier, later = sorted((payment_date, production_date))
    return later <= _one_year_after(earlier)


def _one_year_after(day: date) -> date:
    if day.year == date.max.year:
        return date.max
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 2, 28) if is_leap_day else day.replace(year=day.year + 1)


def _sum_payments(payments: pa.Table) -> int:
    return to_cents(pc.sum(payments["payment_amount"]).as_py() or Decimal(0))


def to_cents(dollars: Decimal) -> int:
    """Whole cents of a sum of payments."""
    return int((dollars * 100).quantize(Decimal(1), ROUND_HALF_UP))
