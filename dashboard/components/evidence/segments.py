"""The magnifying glass: raw segments of a claim payment, numbered, the line's own marked, people hidden until asked."""

import html
from dataclasses import dataclass
from itertools import groupby

from dashboard.formats import mask_identifier

PEOPLE = ("QC", "IL", "74")
NAME_ELEMENTS = (3, 4, 5)
HIDDEN = "•••"
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


def hide_people(segments: list[Segment]) -> list[Segment]:
    """The same segments with names and identifiers of people hidden; an export's rows are hidden whole."""
    if not segments or not segments[0].text.startswith("CLP"):
        hidden = "(this row names the patient; turn on identifiers to see it)"
        return [Segment(each.number, hidden, each.is_marked) for each in segments]
    separator = segments[0].text[3]
    return [Segment(each.number, _hide(each.text, separator), each.is_marked) for each in segments]


def _hide(text: str, separator: str) -> str:
    """NM1 of a patient or subscriber: names and number; CLP: the clinic's own number of the patient."""
    elements = text.split(separator)
    if elements[0] == "CLP" and len(elements) > 1:
        elements[1] = mask_identifier(elements[1])
    if elements[0] == "NM1" and len(elements) > 1 and elements[1] in PEOPLE:
        for place in NAME_ELEMENTS:
            if place < len(elements) and elements[place]:
                elements[place] = elements[place][:1] + HIDDEN
        if len(elements) > 9:
            elements[9] = mask_identifier(elements[9])
    return separator.join(elements)


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
