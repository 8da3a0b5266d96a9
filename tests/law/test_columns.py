"""A suffix is a promise about type and unit, and every public column is described, none in vain."""

from __future__ import annotations

import re

import duckdb
import pytest

from pipelines.models.dictionary import read_columns, read_special_columns, read_tables

SUFFIX_TYPES = {
    "_cents": "BIGINT",
    "_count": "BIGINT",
    "_days": "BIGINT",
    "_units": "DECIMAL",
    "_ratio": "DOUBLE",
    "_factor": "DOUBLE",
    "_score": "DOUBLE",
    "_rate": "DECIMAL",
    "_date": "DATE",
    "_month": "DATE",
    "_at": "TIMESTAMP",
    "_code": "VARCHAR",
    "_category": "VARCHAR",
    "_npi": "VARCHAR",
    "_name": "VARCHAR",
    "_key": "VARCHAR",
    "_year": "BIGINT",
    "_rank": "BIGINT",
    "_place": "BIGINT",
    "_ordinal": "BIGINT",
    "_number": "VARCHAR",
}
# Ordinals, not somebody's identifiers.
ORDINALS = {
    "line_number", "segment_number", "file_number", "batch_number", "event_number", "offender_number",
    "turn_number", "visit_number", "person_segment_number",
}  # fmt: skip

Column = tuple[str, str, str]


@pytest.fixture(scope="module")
def columns(empty_draft: duckdb.DuckDBPyConnection) -> list[Column]:
    """(table, column, type) of staging, ledger and mart."""
    return empty_draft.execute(
        "select table_schema || '.' || table_name, column_name, data_type from information_schema.columns"
        " where table_schema in ('staging', 'ledger', 'mart') order by all"
    ).fetchall()


@pytest.fixture(scope="module")
def public(columns: list[Column]) -> list[Column]:
    """(table, column, type) of mart."""
    return [column for column in columns if column[0].startswith("mart.")]


def test_the_suffix_says_the_type(columns: list[Column]) -> None:
    wrong = [column for column in columns if not is_as_promised(column[1], column[2])]
    assert not wrong


def test_only_ratios_factors_and_scores_are_floating_point(columns: list[Column]) -> None:
    floating = [column for column in columns if column[2] in {"DOUBLE", "FLOAT"}]
    assert not [column for column in floating if not column[1].endswith(("_ratio", "_factor", "_score"))]


def test_no_count_is_wider_than_a_bigint(columns: list[Column]) -> None:
    assert not [column for column in columns if column[2] in {"HUGEINT", "UBIGINT", "INTEGER"} and column[0] >= "mart."]


def test_every_public_column_is_described_with_its_type(public: list[Column]) -> None:
    described = read_columns()
    unknown = sorted({(table, column) for table, column, _ in public if column not in described})
    assert not unknown, f"columns.toml does not describe {unknown}"
    wrong = [(table, column, kind) for table, column, kind in public if described[column].data_type != kind]
    assert not wrong, "columns.toml says another type"


def test_no_column_is_described_that_is_not_there(public: list[Column]) -> None:
    built = {(table, column) for table, column, _ in public}
    assert sorted(read_columns().keys() - {column for _, column in built}) == []
    assert sorted(read_special_columns().keys() - built) == []


def test_every_public_table_is_described(public: list[Column]) -> None:
    assert read_tables().keys() == {table for table, _, _ in public}


def test_the_dictionary_in_the_warehouse_is_whole(public: list[Column], empty_draft: duckdb.DuckDBPyConnection) -> None:
    written = empty_draft.execute("select table_name, column_name, data_type, description from mart.column").fetchall()
    assert {row[:3] for row in written} == set(public)
    assert all(row[3].endswith(".") for row in written)


@pytest.mark.parametrize(
    ("column", "kind", "is_right"),
    [
        ("paid_cents", "BIGINT", True),
        ("paid_cents", "DOUBLE", False),
        ("line_number", "BIGINT", True),
        ("is_x", "BIGINT", False),
    ],
)
def test_a_broken_promise_is_seen(column: str, kind: str, is_right: bool) -> None:
    assert is_as_promised(column, kind) is is_right


def is_as_promised(column: str, kind: str) -> bool:
    """Whether a column of this name may have this type."""
    if column in ORDINALS:
        return kind == "BIGINT"
    if re.match(r"(is|has)_", column):
        return kind == "BOOLEAN"
    promised = next((kind for suffix, kind in SUFFIX_TYPES.items() if column.endswith(suffix)), None)
    return promised is None or kind.partition("(")[0] == promised
