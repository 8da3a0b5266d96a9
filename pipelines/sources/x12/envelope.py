"""Checks the envelope of an X12 file: ISA, GS and ST must each be closed, else the file is truncated.

A wrong count or a wrong control number alone is a note; both together at one seal mean that the
end of one part and the beginning of another were lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipelines.errors import RefusedFile
from pipelines.sources.x12.document import REMITTANCE, Document
from pipelines.sources.x12.segments import SegmentMap, keep_segments

_CLOSERS = {"ISA": "IEA", "GS": "GE", "ST": "SE"}
_OPENERS = {closer: opener for opener, closer in _CLOSERS.items()}
_CONTROL_ELEMENT = {"ISA": 13, "GS": 6, "ST": 2}
_COUNTED = {"SE": "segments", "GE": "transactions", "IEA": "groups"}
_NESTING = ["ISA", "GS", "ST"]


@dataclass
class Envelope:
    """What the walk over the seals found: transactions and groups as (first, last) positions.

    `wanted` are the transactions of the document that is read, `others` those beside it.
    """

    document: Document
    wanted: list[tuple[int, int]] = field(default_factory=list)
    others: list[tuple[int, int, str]] = field(default_factory=list)
    groups: list[tuple[int, int, bool, str]] = field(default_factory=list)
    notes: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass
class _Seal:
    identifier: str
    position: int
    elements: list[str]
    inside: int = 0


class _Cut(Exception):
    """A seal that is broken at a position: a part of the file is missing."""

    def __init__(self, position: int, found: str) -> None:
        super().__init__(found)
        self.position = position
        self.found = found


def walk_envelope(segments: SegmentMap, is_ended: bool, file_name: str, document: Document = REMITTANCE) -> Envelope:
    """The transactions of one interchange; raises RefusedFile where a seal is broken."""
    envelope = Envelope(document)
    try:
        _walk(segments, is_ended, envelope)
    except _Cut as cut:
        raise RefusedFile(
            document.kind,
            f"{file_name}, segment {segments.number(cut.position)}: {cut.found}. The file is incomplete; a complete "
            f"{document.transaction} runs from ISA to IEA. Ask the clearinghouse for the complete file.",
        ) from None
    return envelope


def _walk(segments: SegmentMap, is_ended: bool, envelope: Envelope) -> None:
    opened: list[_Seal] = []
    for position in segments.find(*_CLOSERS, *_OPENERS).tolist():
        elements = segments.read(position)
        if elements[0] in _CLOSERS:
            _open_seal(opened, _Seal(elements[0], position, elements))
        else:
            _close_seal(opened, position, elements, envelope)
    last = len(segments.starts) - 1
    if opened:
        raise _Cut(last, f"file is truncated (no {_CLOSERS[opened[-1].identifier]} segment)")
    if segments.read(last)[0] != "IEA" or not (is_ended or _is_same_control(segments, last)):
        raise _Cut(last, "the file ends in the middle of a segment")


def keep_wanted(segments: SegmentMap, envelope: Envelope) -> SegmentMap:
    """The interchange without transactions of other kinds, and without groups that hold only those."""
    if not envelope.others:
        return segments
    is_kept = np.ones(len(segments.starts), np.bool_)
    for first, last, _ in envelope.others:
        is_kept[first : last + 1] = False
    for first, last, has_wanted, _ in envelope.groups:
        if not has_wanted:
            is_kept[first : last + 1] = False
    return keep_segments(segments, is_kept)


def _open_seal(opened: list[_Seal], seal: _Seal) -> None:
    expected = _NESTING[len(opened)] if len(opened) < len(_NESTING) else None
    if seal.identifier != expected:
        missing = _CLOSERS[opened[-1].identifier] if opened and _is_within(seal, opened) else expected
        raise _Cut(seal.position, f"{seal.identifier} begins where {missing} was expected")
    if opened:
        opened[-1].inside += 1
    opened.append(seal)


def _is_within(seal: _Seal, opened: list[_Seal]) -> bool:
    return _NESTING.index(seal.identifier) <= _NESTING.index(opened[-1].identifier)


def _close_seal(
    opened: list[_Seal],
    position: int,
    elements: list[str],
    envelope: Envelope,
) -> None:
    opener = _OPENERS[elements[0]]
    if not opened or opened[-1].identifier != opener:
        missing = _CLOSERS[opened[-1].identifier] if opened else opener
        raise _Cut(position, f"{elements[0]} was found where {missing} was expected")
    seal = opened.pop()
    _judge_seal(seal, position, elements, envelope)
    if opener == "ST":
        _file_transaction(seal, position, envelope)
    elif opener == "GS":
        has_wanted = any(first > seal.position for first, _ in envelope.wanted)
        envelope.groups.append((seal.position, position, has_wanted, _element(seal.elements, 8)))


def _file_transaction(seal: _Seal, position: int, envelope: Envelope) -> None:
    kind = _element(seal.elements, 1)
    if kind == envelope.document.transaction:
        envelope.wanted.append((seal.position, position))
    else:
        envelope.others.append((seal.position, position, kind))


def _judge_seal(seal: _Seal, position: int, elements: list[str], envelope: Envelope) -> None:
    closer = elements[0]
    counted = position - seal.position + 1 if closer == "SE" else seal.inside
    opening = _element(seal.elements, _CONTROL_ELEMENT[seal.identifier])
    is_same_count = (_element(elements, 1).lstrip("0") or "0") == str(counted)
    is_same_control = _element(elements, 2).lstrip("0") == opening.lstrip("0")
    if not is_same_count and not is_same_control:
        raise _Cut(position, f"{closer} closes another {seal.identifier} and counts differently")
    if not is_same_count:
        sentence = f"{closer}01 does not say {counted} {_COUNTED[closer]}, which is what is there"
        envelope.notes.append((position, "control_count_mismatch", sentence))
    if not is_same_control:
        sentence = f"{closer}02 differs from the control number of its {seal.identifier}"
        envelope.notes.append((position, "control_number_mismatch", sentence))


def _is_same_control(segments: SegmentMap, last: int) -> bool:
    opening = segments.read_element(0, _CONTROL_ELEMENT["ISA"])
    return segments.read_element(last, 2).lstrip("0") == opening.lstrip("0")


def _element(elements: list[str], position: int) -> str:
    return elements[position].strip() if position < len(elements) else ""
