"""Reads thresholds: amounts of calendar years that the shipped table does not have yet."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import build_own_profile
from pipelines.sources.tabular.table import Table, read_table
from pipelines.sources.tabular.values import Reading, has_long_amount, read_amounts, read_flags, read_years

THRESHOLD = "threshold"
_AMOUNTS = {
    "kx_threshold": "kx_threshold_amount",
    "medical_review_amount": "medical_review_amount",
    "alert_amount": "alert_amount",
}
_NEEDED = ("calendar_year", "kx_threshold", "alert_amount", "source")
THRESHOLD_PROFILE = build_own_profile(
    THRESHOLD, ("calendar_year", "kx_threshold", "medical_review_amount", "alert_amount", "source")
)
_SHIPPED = Path(__file__).parents[2] / "reference" / "therapy_threshold.csv"

Amounts = tuple[Decimal | None, ...]


def read_threshold(content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
    """The rows of a threshold file; a row that breaks a rule or contradicts the shipped table is a finding.

    Raises RefusedFile if a column is missing.
    """
    origin = Origin(file_number, file_sha256, file_name)
    return build_threshold(read_table(content, origin, (THRESHOLD_PROFILE,)))


def build_threshold(table: Table) -> SourceFile:
    """The rows of `source.threshold` and `source.finding` of a threshold file."""
    years = read_years(table.texts["calendar_year"])
    amounts = {column: read_amounts(table.texts[column]) for column in _AMOUNTS}
    broken = [*_check_texts(table, years), *_check_amounts(table, amounts)]
    contradictions = _find_contradictions(table, years, amounts, broken)
    is_used, findings = judge_rows(table, [*broken, *contradictions])
    kept = pa.array(is_used)
    numbers = pa.array(table.sheet.row_numbers).filter(kept)
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": numbers,
        "threshold_place": build_places(table.origin.file_number, len(numbers)),
        "calendar_year": years.values.filter(kept),
        **{name: amounts[column].values.filter(kept) for column, name in _AMOUNTS.items()},
        "source": table.texts["source"].filter(kept),
    }
    tables = {
        "threshold": conform("threshold", columns, len(numbers)),
        "finding": build_findings(table.origin, [*findings, *note_repeated_headers(table)]),
    }
    return build_source_file(THRESHOLD, tables)


@cache
def load_shipped_thresholds() -> dict[int, Amounts]:
    """The shipped amounts (KX threshold, medical review, alert) in dollars by calendar year."""
    with _SHIPPED.open(encoding="utf-8", newline="") as rows:
        return {
            int(row["calendar_year"]): tuple(Decimal(row[column]) if row[column] else None for column in _AMOUNTS)
            for row in csv.DictReader(rows)
        }


def _check_texts(table: Table, years: Reading) -> list[Broken]:
    return [
        Broken("wrong_number_of_cells", "", table.sheet.is_ragged),
        *(Broken("missing_value", column, read_flags(pc.is_null(table.texts[column]))) for column in _NEEDED),
        Broken("unreadable_year", "calendar_year", years.is_broken),
    ]


def _check_amounts(table: Table, amounts: dict[str, Reading]) -> list[Broken]:
    broken = []
    for column, reading in amounts.items():
        is_long = has_long_amount(table.texts[column])
        zero = pa.scalar(0, reading.values.type)
        broken += [
            Broken("amount_with_more_than_two_decimals", column, is_long),
            Broken("unreadable_amount", column, reading.is_broken & ~is_long),
            Broken("amount_not_above_zero", column, read_flags(pc.less_equal(reading.values, zero))),
        ]
    return broken


def _find_contradictions(
    table: Table, years: Reading, amounts: dict[str, Reading], broken: list[Broken]
) -> list[Broken]:
    """The rows that give a known year other amounts; a blank medical review threshold contradicts nothing."""
    shipped, earlier = load_shipped_thresholds(), dict[int, Amounts]()
    against_shipped = np.zeros(table.rows, dtype=np.bool_)
    against_earlier = np.zeros(table.rows, dtype=np.bool_)
    is_unusable = np.logical_or.reduce([rule.rows for rule in broken])
    listed = zip(*(amounts[column].values.to_pylist() for column in _AMOUNTS), strict=True)
    for row, (year, own) in enumerate(zip(years.values.to_pylist(), listed, strict=True)):
        if is_unusable[row]:
            continue
        against_shipped[row] = _differ(own, shipped.get(year, own))
        if not against_shipped[row]:
            against_earlier[row] = _differ(own, earlier.setdefault(year, own))
    return [
        Broken("contradicts_shipped_threshold", "calendar_year", against_shipped),
        Broken("contradicts_earlier_row", "calendar_year", against_earlier),
    ]


def _differ(own: Amounts, other: Amounts) -> bool:
    return any(a is not None and b is not None and a != b for a, b in zip(own, other, strict=True))
