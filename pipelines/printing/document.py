"""A document as data: title, filters in words, sections, and the versions behind it; the PDF follows from it alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines import documents
from pipelines.documents.sections import Section, make_table
from pipelines.documents.typesetting import set_document
from pipelines.plain_words import say_date
from pipelines.printing.source import Source

_TEMPLATE = Path(documents.__file__).parent / "document.typ"
_BEFORE_ANY_DATA = date(2000, 1, 1)
_MASKED = "Patient identifiers are masked."
_NAMED = "This document identifies patients: store it as you store patient charts."


@dataclass(frozen=True)
class Document:
    """What is printed. `subject` stands at the head of each page, `rows` go into the access log."""

    title: str
    subject: str
    filters: str
    sections: tuple[Section, ...]
    rows: int
    is_landscape: bool = False


def set_pdf(document: Document, source: Source) -> bytes:
    """The PDF: the same bytes for the same data, filters and versions."""
    extent = source.extent
    day = extent.data_through_date or _BEFORE_ANY_DATA
    content = {
        "title": document.title,
        "subject": document.subject,
        "practice": extent.practice_name,
        "filters": document.filters,
        "masking": _NAMED if source.is_named else _MASKED,
        "is_synthetic": extent.is_synthetic,
        "is_landscape": document.is_landscape,
        "data_through": say_date(day) if extent.data_through_date else "no data yet",
        "data_through_date": day.isoformat(),
        "version": extent.version,
        "reference_version": extent.reference_version,
        "sections": [section.to_json() for section in document.sections],
    }
    return set_document(_TEMPLATE, content, day)


def read_rule(source: Source, parameter: str) -> int:
    """One number of a rule, in the unit that the rule names."""
    return next(
        int(row["parameter_value"]) for row in source.rows("rule_parameters") if row["parameter_name"] == parameter
    )


def write_method(source: Source, sentences: tuple[str, ...], parameters: tuple[str, ...] = ()) -> Section:
    """How the figures were counted, with the numbers in the rules and their sources."""
    rows = [
        (row["meaning"], f"{row['parameter_value']:,} {row['unit']}", row["source"])
        for row in source.rows("rule_parameters")
        if row["parameter_name"] in parameters
    ]
    return Section(
        "Methodology and sources",
        (*sentences, _LIMITS),
        make_table("Numbers in the rules", ("What it is", "Value", "Source"), rows),
    )


_LIMITS = (
    "All figures come from remittances (X12 835 and exports of them). Therapy that other practices billed is known only"
    " where prior use was imported or entered, and a remittance does not show what the chart supports. KX below the"
    " threshold is a pattern to review, not a finding about the care."
)
