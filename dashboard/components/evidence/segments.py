"""Raw segments of a claim payment as a numbered listing, with those of one line marked."""

import html
from dataclasses import dataclass
from itertools import groupby

LINE_ENDS = ("SVC", "PLB", "SE", "LX", "CLP")


@dataclass(frozen=True)
class Segment:
    """One segment as text, its ordinal in the file, and whether it belongs to the line that was asked for."""

    number: int
    text: str
    is_marked: bool


def read_segments(raw_segments: str, first_number: int, line_number: int) -> list[Segment]:
    """The segments of a claim payment; those from the line's SVC up to the next are marked.

    `first_number` is the ordinal of the first one in its file, `line_number` that of the SVC of the line (of an
    export: 1, and the row among those of the claim payment).
    """
    texts = raw_segments.split("\n")
    start = line_number - first_number
    end = start + 1
    while is_era(raw_segments) and end < len(texts) and not texts[end].startswith(LINE_ENDS):
        end += 1
    return [Segment(first_number + place, text, start <= place < end) for place, text in enumerate(texts)]


def is_era(raw_segments: str) -> bool:
    """Whether these are X12 segments, not the rows of an export."""
    return raw_segments.startswith("CLP")


def write_html(segments: list[Segment]) -> str:
    """A numbered listing: the claim's head and the line's own segments open, those of other lines folded.

    The line's own are marked by weight and a bar, not by colour alone.
    """
    first_line = next((place for place, each in enumerate(segments) if each.text.startswith("SVC")), 0)
    parts: list[str] = []
    for is_shown, run in groupby(enumerate(segments), lambda item: item[0] < first_line or item[1].is_marked):
        rows = [_write_row(each) for _, each in run]
        parts += rows if is_shown or not any(each.is_marked for each in segments) else [_fold(rows)]
    return f'<div class="segments">{"".join(parts)}</div>'


def _fold(rows: list[str]) -> str:
    return f"<details><summary>{len(rows)} of other lines of this claim payment</summary>{''.join(rows)}</details>"


def _write_row(segment: Segment) -> str:
    marked = ' class="own"' if segment.is_marked else ""
    return f"<div{marked}><span>{segment.number}</span><code>{html.escape(segment.text)}</code></div>"
