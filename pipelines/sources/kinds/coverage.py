"""Reads coverage files: from which day on a clinic's remittances of a year are complete, because it opened then."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import build_own_profile
from pipelines.sources.tabular.table import Table, read_table
from pipelines.sources.tabular.values import Reading, match_form, read_dates, read_flags, read_years

COVERAGE = "coverage"
_COLUMNS = ("payee_npi", "calendar_year", "complete_from", "source")
COVERAGE_PROFILE = build_own_profile(COVERAGE, _COLUMNS)


def read_coverage(content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
    """The rows of a coverage file; a row that breaks a rule is a finding.

    Raises RefusedFile if a column is missing.
    """
    origin = Origin(file_number, file_sha256, file_name)
    return build_coverage(read_table(content, origin, (COVERAGE_PROFILE,)))


def build_coverage(table: Table) -> SourceFile:
    """The rows of `source.coverage` and `source.finding` of a coverage file."""
    years, dates = read_years(table.texts["calendar_year"]), read_dates(table.texts["complete_from"])
    is_used, findings = judge_rows(table, _check(table, years, dates))
    kept = pa.array(is_used)
    numbers = pa.array(table.sheet.row_numbers).filter(kept)
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": numbers,
        "coverage_place": build_places(table.origin.file_number, len(numbers)),
        "payee_npi": table.texts["payee_npi"].filter(kept),
        "calendar_year": years.values.filter(kept),
        "complete_from_date": dates.values.filter(kept),
        "coverage_source": table.texts["source"].filter(kept),
    }
    tables = {
        "coverage": conform("coverage", columns, len(numbers)),
        "finding": build_findings(table.origin, [*findings, *note_repeated_headers(table)]),
    }
    return build_source_file(COVERAGE, tables)


def _check(table: Table, years: Reading, dates: Reading) -> list[Broken]:
    is_outside = read_flags(pc.not_equal(pc.year(dates.values), years.values))
    return [
        Broken("wrong_number_of_cells", "", table.sheet.is_ragged),
        *(Broken("missing_value", column, read_flags(pc.is_null(table.texts[column]))) for column in _COLUMNS),
        Broken("formula_text", "source", read_flags(pc.starts_with(table.texts["source"], "="))),
        Broken("unreadable_npi", "payee_npi", match_form(table.texts["payee_npi"], r"^\d{10}$")),
        Broken("unreadable_year", "calendar_year", years.is_broken),
        Broken("unreadable_date", "complete_from", dates.is_broken),
        Broken("date_outside_its_year", "complete_from", is_outside),
    ]
