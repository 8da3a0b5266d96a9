"""Reads the summary that an eligibility vendor exports: one row a patient with the amounts used in both categories."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import SourceFile, build_source_file
from pipelines.sources.tabular.profile import ELIGIBILITY_SUMMARY, PROFILE_LAYOUTS, build_own_profile
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.table import Table
from pipelines.sources.tabular.values import Reading, has_long_amount, read_amounts, read_dates, read_flags, read_years

_LAYOUT = PROFILE_LAYOUTS[ELIGIBILITY_SUMMARY]
ELIGIBILITY_SUMMARY_PROFILE = build_own_profile(ELIGIBILITY_SUMMARY, _LAYOUT.needed, _LAYOUT.optional)
_POOLS = {"pt_slp_used": "PT_SLP", "ot_used": "OT"}
_GRADE = "verified"


def build_eligibility_summary(table: Table) -> SourceFile:
    """The rows of `source.prior_use` and `source.finding`: an amount that is empty was not answered."""
    dates, years = read_dates(table.texts["as_of_date"]), read_years(table.texts["calendar_year"])
    texts = {column: _strip_currency(table.texts[column]) for column in _POOLS}
    amounts = {column: read_amounts(cells) for column, cells in texts.items()}
    is_used, findings = judge_rows(table, [*_check_rows(table, dates, years), *_check_amounts(texts, amounts)])
    rows = np.concatenate([np.flatnonzero(is_used & _is_filled(reading)) for reading in amounts.values()])
    pools = np.repeat(list(_POOLS.values()), [int((is_used & _is_filled(one)).sum()) for one in amounts.values()])
    order = np.argsort(rows, kind="stable")
    taken = pa.array(rows[order])
    both = pa.chunked_array([one.values.filter(pa.array(is_used & _is_filled(one))) for one in amounts.values()])
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": pa.array(table.sheet.row_numbers).take(taken),
        "prior_use_place": build_places(table.origin.file_number, len(rows)),
        "patient_id": table.texts["patient_id"].take(taken),
        "pool": pa.array(pools[order].tolist(), pa.string()),
        "calendar_year": pc.coalesce(years.values, pc.year(dates.values)).take(taken),
        "used_amount": both.combine_chunks().take(pa.array(order)),
        "as_of_date": dates.values.take(taken),
        "grade": _GRADE,
    }
    tables = {
        "prior_use": conform("prior_use", columns, len(rows)),
        "finding": build_findings(table.origin, [*findings, *note_repeated_headers(table)]),
    }
    return build_source_file(ELIGIBILITY_SUMMARY, tables)


def _strip_currency(cells: pa.Array) -> pa.Array:
    """Amounts as people read them: $1,860.00."""
    return pc.replace_substring_regex(cells, r"^\$|(\d),(\d{3})", r"\1\2")


def _is_filled(reading: Reading) -> Flags:
    return read_flags(pc.is_valid(reading.values))


def _check_rows(table: Table, dates: Reading, years: Reading) -> list[Broken]:
    texts = table.texts
    is_unanswered = pc.and_(*(pc.is_null(texts[column]) for column in _POOLS))
    is_early = read_flags(pc.less(pc.year(dates.values), years.values))
    return [
        Broken("wrong_number_of_cells", "", table.sheet.is_ragged),
        *(Broken("missing_value", name, read_flags(pc.is_null(texts[name]))) for name in ("patient_id", "as_of_date")),
        Broken("missing_value", "pt_slp_used", read_flags(is_unanswered)),
        Broken("formula_text", "patient_id", read_flags(pc.starts_with(texts["patient_id"], "="))),
        Broken("unreadable_date", "as_of_date", dates.is_broken),
        Broken("unreadable_year", "calendar_year", years.is_broken),
        Broken("as_of_date_before_year", "as_of_date", is_early),
    ]


def _check_amounts(texts: dict[str, pa.Array], amounts: dict[str, Reading]) -> list[Broken]:
    broken = []
    for column, reading in amounts.items():
        is_long = has_long_amount(texts[column])
        is_negative = read_flags(pc.less(reading.values, pa.scalar(0, reading.values.type)))
        broken += [
            Broken("amount_with_more_than_two_decimals", column, is_long),
            Broken("unreadable_amount", column, reading.is_broken & ~is_long),
            Broken("negative_amount", column, is_negative),
        ]
    return broken
