"""Reads prior use: what Medicare said was used so far, other providers included."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import build_own_profile
from pipelines.sources.tabular.table import Table, read_table
from pipelines.sources.tabular.values import (
    Reading,
    has_long_amount,
    match_form,
    read_amounts,
    read_dates,
    read_flags,
    read_years,
)

PRIOR_USE = "prior_use"
_COLUMNS = ("patient_id", "pool", "calendar_year", "amount", "as_of_date", "grade")
PRIOR_USE_PROFILE = build_own_profile(PRIOR_USE, _COLUMNS)


def read_prior_use(content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
    """The rows of a prior use file; a row that breaks a rule is a finding.

    Raises RefusedFile if a column is missing.
    """
    origin = Origin(file_number, file_sha256, file_name)
    return build_prior_use(read_table(content, origin, (PRIOR_USE_PROFILE,)))


def build_prior_use(table: Table) -> SourceFile:
    """The rows of `source.prior_use` and `source.finding` of a prior use file."""
    texts = table.texts
    pools, grades = pc.utf8_upper(texts["pool"]), pc.utf8_lower(texts["grade"])
    years, amounts, dates = (
        read_years(texts["calendar_year"]),
        read_amounts(texts["amount"]),
        read_dates(texts["as_of_date"]),
    )
    broken = [*_check_texts(table, pools, grades), *_check_values(table, years, amounts, dates)]
    is_used, findings = judge_rows(table, broken)
    kept = pa.array(is_used)
    numbers = pa.array(table.sheet.row_numbers).filter(kept)
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": numbers,
        "prior_use_place": build_places(table.origin.file_number, len(numbers)),
        "patient_id": texts["patient_id"].filter(kept),
        "pool": pools.filter(kept),
        "calendar_year": years.values.filter(kept),
        "used_amount": amounts.values.filter(kept),
        "as_of_date": dates.values.filter(kept),
        "grade": grades.filter(kept),
    }
    notes = note_repeated_headers(table)
    tables = {
        "prior_use": conform("prior_use", columns, len(numbers)),
        "finding": build_findings(table.origin, [*findings, *notes]),
    }
    return build_source_file(PRIOR_USE, tables)


def _check_texts(table: Table, pools: pa.Array, grades: pa.Array) -> list[Broken]:
    return [
        Broken("wrong_number_of_cells", "", table.sheet.is_ragged),
        *(Broken("missing_value", column, read_flags(pc.is_null(table.texts[column]))) for column in _COLUMNS),
        Broken("formula_text", "patient_id", read_flags(pc.starts_with(table.texts["patient_id"], "="))),
        Broken("unknown_pool", "pool", match_form(pools, "^(PT_SLP|OT)$")),
        Broken("unknown_grade", "grade", match_form(grades, "^(verified|typed)$")),
    ]


def _check_values(table: Table, years: Reading, amounts: Reading, dates: Reading) -> list[Broken]:
    is_long = has_long_amount(table.texts["amount"])
    is_negative = read_flags(pc.less(amounts.values, pa.scalar(0, amounts.values.type)))
    is_early = read_flags(pc.less(pc.year(dates.values), years.values))
    return [
        Broken("unreadable_year", "calendar_year", years.is_broken),
        Broken("amount_with_more_than_two_decimals", "amount", is_long),
        Broken("unreadable_amount", "amount", amounts.is_broken & ~is_long),
        Broken("negative_amount", "amount", is_negative),
        Broken("unreadable_date", "as_of_date", dates.is_broken),
        Broken("as_of_date_before_year", "as_of_date", is_early),
    ]
