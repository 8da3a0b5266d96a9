"""Reads 271 eligibility responses: the benefits of each subscriber with their year, and rejected requests.

What a benefit means for prior use is decided later, by reference tables that a user can add rows to.

Decision 0126.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import oxedi
import pyarrow as pa

from pipelines.errors import RefusedFile
from pipelines.sources.eligibility_271.dates import find_benefit_year, read_date
from pipelines.sources.eligibility_271.rejection import list_rejections
from pipelines.sources.eligibility_271.spec import eligibility_271_spec
from pipelines.sources.era_835.findings import Notes, build_note_findings, note_envelope
from pipelines.sources.era_835.reading import FileFacts, read_rows
from pipelines.sources.finding import build_findings
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.values import read_amounts
from pipelines.sources.x12.document import ELIGIBILITY
from pipelines.sources.x12.envelope import Envelope, keep_wanted, walk_envelope
from pipelines.sources.x12.interchange import Interchange, split_interchanges
from pipelines.sources.x12.segments import Positions, SegmentMap, build_segment_map

_ASK = "Ask the clearinghouse for the file again."
_SHOWN_ELEMENTS = 8
_PLAN_ELEMENT = 5
_REPETITION_ELEMENT = 11
# what follows a benefit and is not part of it
_BENEFIT_ENDS = ("EB", "HL", "NM1", "SE")
Row = dict[str, object]


@dataclass(frozen=True)
class _Part:
    interchange: Interchange
    segments: SegmentMap
    envelope: Envelope
    original: SegmentMap


def read_eligibility_271(content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
    """The benefits of one 271 file; rejected requests are findings.

    Raises RefusedFile for a file that is cut off, that cannot be read whole, or that says no date.
    """
    origin = Origin(file_number, file_sha256, file_name)
    facts, notes = FileFacts(file_number, file_sha256, file_name), Notes()
    rows: list[Row] = []
    findings = []
    for part in _open_parts(content, file_name):
        note_envelope(notes, part.envelope, part.original, part.interchange.made_segments)
        if part.envelope.wanted:
            rows += _read_benefits(part.segments, origin)
            findings += list_rejections(part.segments, origin)
    tables = {
        "eligibility_benefit": _build_table(rows, origin),
        "finding": pa.concat_tables([build_findings(origin, findings), build_note_findings(notes, facts)]),
    }
    return build_source_file(ELIGIBILITY.kind, tables)


@dataclass(frozen=True)
class _Surroundings:
    """Where the segments stand that a benefit is read with, and what separates repeated codes."""

    segments: SegmentMap
    groups: Positions
    messages: Positions
    benefit_ends: Positions
    repetition: str


def _survey(segments: SegmentMap) -> _Surroundings:
    return _Surroundings(
        segments,
        segments.find("GS"),
        segments.find("MSG"),
        segments.find(*_BENEFIT_ENDS),
        segments.read_element(0, _REPETITION_ELEMENT),
    )


def _open_parts(content: bytes, file_name: str) -> Iterator[_Part]:
    segments_before = 0
    for interchange in split_interchanges(content, file_name, ELIGIBILITY):
        original = build_segment_map(interchange, segments_before)
        envelope = walk_envelope(original, interchange.is_ended, file_name, ELIGIBILITY)
        segments_before += len(original.starts)
        yield _Part(interchange, keep_wanted(original, envelope), envelope, original)


def _read_benefits(segments: SegmentMap, origin: Origin) -> list[Row]:
    delimiters = oxedi.Delimiters(element=segments.element, component=segments.component, segment=b"\n")
    try:
        result = oxedi.parse(segments.text, spec=eligibility_271_spec(), delimiters=delimiters)
    except oxedi.ParseError as error:
        raise origin.refuse(ELIGIBILITY.kind, f"it could not be read as a 271. {_ASK}") from error
    tables = read_rows(result)
    _refuse_half_read(segments, tables, len(result.document), origin)
    persons = {row["row"]: row for row in _decode(tables["persons"])}
    surroundings = _survey(segments)
    return [
        _read_benefit(benefit, persons[benefit["person"]], surroundings, origin)
        for benefit in _decode(tables["benefits"])
    ]


def _refuse_half_read(segments: SegmentMap, tables: dict[str, pa.Table], seen: int, origin: Origin) -> None:
    """Every EB that an independent split finds must have been read, as the subscriber's or a dependent's."""
    read = np.concatenate([tables[name]["segment"].to_numpy() for name in ("benefits", "dependents")])
    unread = np.setxor1d(segments.find("EB"), read)
    if len(unread):
        number = segments.number(int(unread[0]))
        raise RefusedFile(
            ELIGIBILITY.kind,
            f"{origin.file_name}, segment {number}: this benefit (EB) is outside of any person's response. {_ASK}",
        )
    if seen != len(segments.starts):
        raise origin.refuse(
            ELIGIBILITY.kind, f"{seen} segments were read, but the file has {len(segments.starts)}. {_ASK}"
        )


def _decode(table: pa.Table) -> Iterator[dict[str, str | int | None]]:
    """The rows with their texts trimmed; an empty element is None."""
    for row in table.to_pylist():
        yield {
            name: (value.decode("utf-8", "replace").strip() or None) if isinstance(value, bytes) else value
            for name, value in row.items()
        }


def _read_benefit(
    benefit: dict[str, str | int | None],
    person: dict[str, str | int | None],
    surroundings: _Surroundings,
    origin: Origin,
) -> Row:
    segments, position = surroundings.segments, int(str(benefit["segment"]))
    message = _read_message(surroundings, position)
    plan_dates = [benefit["dtp_291"], person["dtp_291"]]
    return {
        "segment_number": segments.number(position),
        "person_segment_number": segments.number(int(str(person["segment"]))),
        "patient_id": person["member_id"],
        "answer_date": _read_answer_date(benefit["answer_date"], surroundings, position, origin),
        "calendar_year": find_benefit_year(benefit["dtp_292"], plan_dates, person["dtp_472"]),
        "information_code": benefit["eb01"],
        "service_type_codes": _sort_codes(benefit["eb03"], surroundings.repetition),
        "insurance_type_code": benefit["eb04"],
        "plan_text": benefit["eb05"],
        "period_code": benefit["eb06"],
        "amount_text": benefit["eb07"],
        "next_text": benefit["eb08"],
        "message_text": message,
        "segment_text": _show_segment(segments.read(position), message),
    }


def _read_answer_date(text: object, surroundings: _Surroundings, position: int, origin: Origin) -> date:
    """The date of the response (BHT04), else of its group (GS04)."""
    segments, groups = surroundings.segments, surroundings.groups
    group = int(groups[np.searchsorted(groups, position) - 1])
    found = read_date(text) or read_date(segments.read_element(group, 4))
    if found is None:
        raise RefusedFile(
            ELIGIBILITY.kind,
            f"{origin.file_name}, segment {segments.number(group)}: neither the response (BHT04) nor its group (GS04) "
            f"has a usable date, so it is unclear as of which date its amounts hold. {_ASK}",
        )
    return found


def _read_message(surroundings: _Surroundings, position: int) -> str | None:
    """The free text (MSG) of a benefit, in upper case."""
    ends, messages = surroundings.benefit_ends, surroundings.messages
    # a benefit of a damaged file may stand behind the last segment that ends one
    later = ends[np.searchsorted(ends, position, side="right") :]
    end = later[0] if len(later) else len(surroundings.segments.starts)
    first, after = np.searchsorted(messages, [position, end])
    texts = [surroundings.segments.read_element(int(at), 1) for at in messages[first:after]]
    return " ".join(" ".join(texts).upper().split()) or None


def _sort_codes(text: str | int | None, repetition: str) -> str | None:
    """The service type codes (EB03) in one order, with ^ between them."""
    if text is None:
        return None
    separator = repetition if repetition and not repetition.isalnum() else "^"
    return "^".join(sorted({code.strip() for code in str(text).split(separator) if code.strip()}))


def _show_segment(elements: list[str], message: str | None) -> str:
    """The segment as a person may see it: digits of free text masked, as they could be an identifier."""
    shown = [element.strip() for element in elements[: _SHOWN_ELEMENTS + 1]]
    shown = [re.sub(r"\d", "9", element) if at == _PLAN_ELEMENT else element for at, element in enumerate(shown)]
    return "*".join(shown).rstrip("*") + (" followed by a message (MSG)" if message else "")


def _build_table(rows: list[Row], origin: Origin) -> pa.Table:
    names = rows[0] if rows else {}
    columns: dict[str, object] = {name: [row[name] for row in rows] for name in names}
    for text, amount in (("amount_text", "benefit_amount"), ("next_text", "next_amount")):
        columns[amount] = read_amounts(pa.array([row[text] for row in rows], pa.string())).values
    columns["file_number"] = origin.file_number
    columns["file_sha256"] = origin.file_sha256
    columns["benefit_place"] = build_places(origin.file_number, len(rows))
    return conform("eligibility_benefit", columns, len(rows))
