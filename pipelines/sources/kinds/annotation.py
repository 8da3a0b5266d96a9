"""Reads annotations: what happened on a day that a trend may show."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import build_own_profile
from pipelines.sources.tabular.table import Table, read_table
from pipelines.sources.tabular.values import Reading, match_form, read_dates, read_flags

ANNOTATION = "annotation"
_NEEDED = ("date", "text", "steps_limits")
_NPI_COLUMNS = ("clinic_npi", "provider_npi")
ANNOTATION_PROFILE = build_own_profile(ANNOTATION, _NEEDED, _NPI_COLUMNS)
_LONGEST_TEXT = 120
# a Medicare number as CMS forms it, with or without dashes
_LETTER = "[AC-HJKMNP-RT-Yac-hjkmnp-rt-y]"
_EITHER = "[0-9AC-HJKMNP-RT-Yac-hjkmnp-rt-y]"
PATIENT_NUMBER = rf"\b[1-9]{_LETTER}{_EITHER}\d-?{_LETTER}{_EITHER}\d-?{_LETTER}{{2}}\d\d\b"


def read_annotation(content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
    """The rows of a file of annotations; a row that breaks a rule is a finding.

    Raises RefusedFile if a column is missing.
    """
    origin = Origin(file_number, file_sha256, file_name)
    return build_annotation(read_table(content, origin, (ANNOTATION_PROFILE,)))


def build_annotation(table: Table) -> SourceFile:
    """The rows of `source.annotation` and `source.finding` of a file of annotations."""
    texts = table.texts
    dates, answers = read_dates(texts["date"]), pc.utf8_lower(texts["steps_limits"])
    is_used, findings = judge_rows(table, [*_check_texts(table, answers), *_check_values(table, dates)])
    kept = pa.array(is_used)
    numbers = pa.array(table.sheet.row_numbers).filter(kept)
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": numbers,
        "annotation_place": build_places(table.origin.file_number, len(numbers)),
        "annotation_date": dates.values.filter(kept),
        **{column: texts[column].filter(kept) for column in _NPI_COLUMNS},
        "annotation_text": texts["text"].filter(kept),
        "steps_limits": pc.equal(answers.filter(kept), "yes"),
    }
    tables = {
        "annotation": conform("annotation", columns, len(numbers)),
        "finding": build_findings(table.origin, [*findings, *note_repeated_headers(table)]),
    }
    return build_source_file(ANNOTATION, tables)


def _check_texts(table: Table, answers: pa.Array) -> list[Broken]:
    return [
        Broken("wrong_number_of_cells", "", table.sheet.is_ragged),
        *(Broken("missing_value", column, read_flags(pc.is_null(table.texts[column]))) for column in _NEEDED),
        Broken("unknown_answer", "steps_limits", match_form(answers, "^(yes|no)$")),
    ]


def _check_values(table: Table, dates: Reading) -> list[Broken]:
    text = table.texts["text"]
    return [
        Broken("unreadable_date", "date", dates.is_broken),
        *(Broken("unreadable_npi", column, match_form(table.texts[column], r"^\d{10}$")) for column in _NPI_COLUMNS),
        Broken("formula_text", "text", read_flags(pc.starts_with(text, "="))),
        Broken("patient_in_text", "text", read_flags(pc.match_substring_regex(text, PATIENT_NUMBER))),
        Broken("long_text", "text", read_flags(pc.greater(pc.utf8_length(text), _LONGEST_TEXT))),
    ]
