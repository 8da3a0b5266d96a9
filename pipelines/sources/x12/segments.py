"""Splits an interchange into segments independently of oxedi: their places and kinds.

It knows no grammar. The reader compares its counts with what the grammar saw, so that nothing is
ever half-read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.sources.x12.interchange import Interchange

Positions = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]
_LINE_FEED = 0x0A
_CODE_LETTERS = 4
# a claim payment ends where one of these begins
_CLAIM_ENDS = ("CLP", "LX", "TS3", "TS2", "PLB", "SE", "ST", "GE", "GS", "IEA", "ISA")


@dataclass(frozen=True)
class SegmentMap:
    """The segments of one text: `starts` and `ends` in bytes, `numbers` in the original file (from 1)."""

    text: bytes
    element: bytes
    component: bytes
    starts: Positions
    ends: Positions
    codes: Codes
    numbers: Positions

    def find(self, *identifiers: str) -> Positions:
        """The positions (from 0) of the segments with one of these identifiers, ascending."""
        is_found = np.zeros(len(self.codes), np.bool_)
        for identifier in identifiers:
            opening = identifier.encode() + self.element
            is_found |= self.codes >> 8 * (_CODE_LETTERS - len(opening)) == int.from_bytes(opening)
        return np.flatnonzero(is_found)

    @cached_property
    def claim_limits(self) -> Positions:
        """The positions of the segments at which a claim payment begins or the one before it ends."""
        return self.find(*_CLAIM_ENDS)

    def read(self, position: int) -> list[str]:
        """The identifier and the elements of one segment."""
        return self.text[self.starts[position] : self.ends[position]].decode().split(self.element.decode())

    def read_element(self, position: int, element: int) -> str:
        """One element without blanks around it; empty where the segment is shorter."""
        elements = self.read(position)
        return elements[element].strip() if element < len(elements) else ""

    def number(self, position: int) -> int:
        """The number of the segment in the original file, from 1."""
        return int(self.numbers[position])


def build_segment_map(interchange: Interchange, segments_before: int) -> SegmentMap:
    """The map of `interchange`, which stands behind `segments_before` segments of the file."""
    letters = np.frombuffer(interchange.text, np.uint8)
    ends = np.flatnonzero(letters == _LINE_FEED).astype(np.int64)
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1))
    numbers = np.arange(len(starts), dtype=np.int64) + segments_before - interchange.made_segments + 1
    codes = _read_codes(letters, starts)
    return SegmentMap(interchange.text, interchange.element, interchange.component, starts, ends, codes, numbers)


def keep_segments(segments: SegmentMap, is_kept: npt.NDArray[np.bool_]) -> SegmentMap:
    """The map without the segments that are not kept; the others keep their numbers."""
    kept = np.flatnonzero(is_kept)
    lengths = segments.ends[kept] - segments.starts[kept] + 1
    text = b"".join(segments.text[segments.starts[at] : segments.ends[at] + 1] for at in kept)
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)[:-1]))
    return SegmentMap(
        text,
        segments.element,
        segments.component,
        starts,
        starts + lengths - 1,
        segments.codes[kept],
        segments.numbers[kept],
    )


def join_segments(maps: list[SegmentMap]) -> SegmentMap:
    """Maps with the same separators, one behind the other as one text; the segments keep their numbers."""
    if len(maps) == 1:
        return maps[0]
    lengths = [len(each.text) for each in maps]
    offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)[:-1]))
    return SegmentMap(
        b"".join(each.text for each in maps),
        maps[0].element,
        maps[0].component,
        np.concatenate([each.starts + offset for each, offset in zip(maps, offsets, strict=True)]),
        np.concatenate([each.ends + offset for each, offset in zip(maps, offsets, strict=True)]),
        np.concatenate([each.codes for each in maps]),
        np.concatenate([each.numbers for each in maps]),
    )


def read_claim_texts(segments: SegmentMap, claims: Positions) -> pa.Array:
    """For each CLP at `claims`, its segments up to the next claim payment, one a line, without the last break."""
    limits = segments.claim_limits
    following = limits[np.searchsorted(limits, claims, side="right")]
    begins, ends = segments.starts[claims], segments.ends[following - 1]
    offsets = np.empty(2 * len(claims) + 1, np.int32)
    offsets[0:-1:2], offsets[1::2] = begins, ends
    offsets[-1] = offsets[-2]
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(segments.text)]
    pieces = pa.Array.from_buffers(pa.string(), 2 * len(claims), buffers)
    is_claim = np.zeros(2 * len(claims), np.bool_)
    is_claim[::2] = True
    return pieces.filter(pa.array(is_claim))


def find_claim_segments(segments: SegmentMap, claims: Positions, known: tuple[str, ...]) -> Positions:
    """The positions within claim payments (from each CLP at `claims` to its end) of segments that are not `known`."""
    is_known = np.zeros(len(segments.codes), np.bool_)
    is_known[segments.find(*known)] = True
    strange = np.flatnonzero(~is_known)
    if not len(strange) or not len(claims):
        return strange[:0]
    limits = segments.claim_limits
    opening = limits[np.searchsorted(limits, strange) - 1]
    inside: Positions = strange[np.isin(opening, claims) & (strange > claims[0])]
    return inside


def find_long_decimals(segments: SegmentMap) -> Positions:
    """The positions of the segments in which a number has three or more digits behind its point."""
    letters = np.frombuffer(segments.text, np.uint8)
    points = np.flatnonzero(letters == ord("."))
    for step in (3, 2, 1):
        digits = letters.take(points + step, mode="clip")
        points = points[(digits >= ord("0")) & (digits <= ord("9"))]
    return np.unique(np.searchsorted(segments.ends, points))


def find_component_separators(segments: SegmentMap) -> set[bytes]:
    """The characters that follow the two-letter qualifier of SVC01, over all service lines."""
    letters = np.frombuffer(segments.text, np.uint8)
    lines = segments.find("SVC")
    lines = lines[segments.ends[lines] - segments.starts[lines] > len("SVC*HC:")]
    used = {bytes([letter]) for letter in np.unique(letters[segments.starts[lines] + len("SVC*HC")]).tolist()}
    return {letter for letter in used if not letter.isalnum() and letter != segments.element}


def _read_codes(letters: npt.NDArray[np.uint8], starts: Positions) -> Codes:
    """The first four letters of each segment as one number: a name of three letters and its separator."""
    codes = np.zeros(len(starts), np.uint32)
    for step in range(_CODE_LETTERS):
        codes = codes << np.uint32(8) | letters.take(starts + step, mode="clip").astype(np.uint32)
    return codes
