"""What a reader noticed in an 835, as rows of `source.finding`: faults of claim payments, and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import oxedi
import pyarrow as pa

from pipelines.sources.era_835.faults import Fault, is_judged
from pipelines.sources.era_835.reading import FileFacts, Reading
from pipelines.sources.schema import conform
from pipelines.sources.x12.envelope import Envelope
from pipelines.sources.x12.segments import SegmentMap

# oxedi's rules in the words of Data quality
_WORDS = {
    "CodeNotInList": "a code that is not in the list of the standard",
    "LengthOutOfRange": "a value that is shorter or longer than the standard allows",
    "RequiredElementMissing": "a required element is missing",
    "RequiredOccurrenceMissing": "a required segment is missing",
    "RequiredLoopMissing": "a required part is missing",
    "TypeMismatch": "a value of another kind than the standard has there; it was not used",
    "UnknownSegment": "a segment that does not belong there; it was not used",
    "OutOfOrder": "a segment in another order than the standard has",
    "LoopOverMax": "a part that comes more often than the standard allows",
    "OccurrenceOverMax": "a segment that comes more often than the standard allows",
    "ImplicitLoop": "a part that begins without its opening segment",
    "CompositeShape": "a value in parts where the standard has one, or the reverse",
}
_SEALS = ("ControlCountMismatch", "ControlNumberMismatch", "BalanceMismatch", "UnterminatedLoop")
_OTHER_TRANSACTION = "a transaction of another kind ({}) is in the file beside the {} and was not read"
_NO_ENVELOPE = "the file begins without ISA; it was read as one interchange"


@dataclass
class _Note:
    segment_number: int
    sentence: str
    times: int = 1


@dataclass
class Notes:
    """Notes on one file, one for each rule and place, with how often it came."""

    rows: dict[tuple[str, str], _Note] = field(default_factory=dict)

    def add(self, rule: str, place: str, segment_number: int, sentence: str) -> None:
        """Counts one more case; the first one gives the segment number."""
        note = self.rows.get((rule, place))
        if note is None:
            self.rows[(rule, place)] = _Note(segment_number, sentence)
        else:
            note.times += 1


def note_diagnostics(notes: Notes, reading: Reading, made_segments: int) -> None:
    """Notes what oxedi found, except what is judged elsewhere and what our own envelope caused."""
    segments = reading.segments
    for diagnostic, position in find_noted(reading, made_segments):
        element = f"{diagnostic.element:02d}" if diagnostic.element else ""
        place = _name_segment(segments.read(position)[0]) + element
        sentence = _WORDS.get(diagnostic.kind, "something that the standard does not have")
        notes.add(_snake_case(diagnostic.kind), place, segments.number(position), sentence)


def find_noted(reading: Reading, made_segments: int) -> Iterator[tuple[oxedi.Diagnostic, int]]:
    """The diagnostics that are noted, each with the position of its segment."""
    last = len(reading.segments.starts) - 1
    for diagnostic in reading.diagnostics:
        position = last if diagnostic.segment is None else min(diagnostic.segment, last)
        is_ours = diagnostic.kind in _SEALS or position < made_segments
        if not is_ours and not is_judged(reading.segments, diagnostic):
            yield diagnostic, position


def note_envelope(notes: Notes, envelope: Envelope, segments: SegmentMap, made_segments: int) -> None:
    """Notes counts and control numbers that differ, transactions of other kinds, and a missing ISA."""
    for position, rule, sentence in envelope.notes:
        notes.add(rule, segments.read(position)[0], segments.number(position), sentence)
    name = envelope.document.name
    for first, _, kind in envelope.others:
        named = name_transaction(kind)
        notes.add("other_transaction", named, segments.number(first), _OTHER_TRANSACTION.format(named, name))
    if made_segments:
        notes.add("no_interchange_header", "ISA", 1, _NO_ENVELOPE)


def build_fault_findings(faults: list[Fault], reading: Reading, facts: FileFacts) -> pa.Table:
    """One row for each claim payment that is set aside."""
    segments = reading.segments
    numbers = [segments.number(fault.position) for fault in faults]
    reasons = [
        f"{facts.name}, segment {number} ({fault.place}): {fault.found}. This claim payment was excluded; "
        "ask the payer for a corrected one."
        for fault, number in zip(faults, numbers, strict=True)
    ]
    columns: dict[str, object] = {
        "file_number": facts.number,
        "file_sha256": facts.sha256,
        "segment_number": numbers,
        "claim_place": [facts.base + facts.claims + fault.claim + 1 for fault in faults],
        "rule": [fault.rule for fault in faults],
        "reason": reasons,
        "is_set_aside": True,
    }
    return conform("finding", columns, len(faults))


def build_note_findings(notes: Notes, facts: FileFacts) -> pa.Table:
    """One row for each note; nothing is set aside by it."""
    rows = list(notes.rows.items())
    columns: dict[str, object] = {
        "file_number": facts.number,
        "file_sha256": facts.sha256,
        "segment_number": [note.segment_number for _, note in rows],
        "rule": [rule for (rule, _), _ in rows],
        "reason": [_write_reason(place, note, facts.name) for (_, place), note in rows],
        "is_set_aside": False,
    }
    return conform("finding", columns, len(rows))


def _write_reason(place: str, note: _Note, file_name: str) -> str:
    times = f", {note.times} times, first" if note.times > 1 else ""
    return f"{file_name} ({place}): {note.sentence}{times} at segment {note.segment_number}."


def _name_segment(identifier: str) -> str:
    """A segment id; where another text stands in its place, it may be a person's and is not repeated."""
    return identifier if re.fullmatch("[A-Z][A-Z0-9]{1,2}", identifier, re.ASCII) else "an unreadable segment"


def name_transaction(kind: str) -> str:
    """A transaction set such as 837; any other text in its place is not repeated."""
    return kind if re.fullmatch(r"\d{3}", kind, re.ASCII) else "unknown"


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
