"""Prior use files: rows that are used, and rows that are not, each with its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.kinds.prior_use import read_prior_use
from pipelines.sources.schema import PLACES_PER_FILE
from pipelines.sources.source_file import SourceFile
from tests.sources.export_rows import list_findings, list_rows

HEADER = "patient_id,pool,calendar_year,amount,as_of_date,grade"


def _read(*rows: str, header: str = HEADER) -> SourceFile:
    return read_prior_use("\n".join([header, *rows]).encode(), 2, "b" * 64, "prior.csv")


def test_a_row_is_read_as_it_stands() -> None:
    (used,) = list_rows(_read(" 9KX1KX1KX02 ,pt_slp,2026,1450.5,02/02/2026,Verified"), "prior_use")
    assert used == {
        "file_number": 2,
        "file_sha256": "b" * 64,
        "segment_number": 2,
        "prior_use_place": 2 * PLACES_PER_FILE + 1,
        "patient_id": "9KX1KX1KX02",
        "pool": "PT_SLP",
        "calendar_year": 2026,
        "used_amount": Decimal("1450.5"),
        "as_of_date": date(2026, 2, 2),
        "grade": "verified",
    }


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (",OT,2026,100,2026-02-02,typed", "missing_value"),
        ("=A1,OT,2026,100,2026-02-02,typed", "formula_text"),
        ("A,PT,2026,100,2026-02-02,typed", "unknown_pool"),
        ("A,OT,26,100,2026-02-02,typed", "unreadable_year"),
        ("A,OT,2026,$100,2026-02-02,typed", "unreadable_amount"),
        ("A,OT,2026,100.001,2026-02-02,typed", "amount_with_more_than_two_decimals"),
        ("A,OT,2026,-1,2026-02-02,typed", "negative_amount"),
        ("A,OT,2026,100,2026-02-31,typed", "unreadable_date"),
        ("A,OT,2026,100,2025-12-31,typed", "as_of_date_before_year"),
        ("A,OT,2026,100,2026-02-02,guessed", "unknown_grade"),
        ("A,OT,2026,100", "wrong_number_of_cells"),
    ],
)
def test_a_row_that_breaks_a_rule_is_not_used(row: str, rule: str) -> None:
    source = _read(row, "B,OT,2026,0,2026-02-02,typed")
    (finding,) = list_rows(source, "finding")
    assert (finding["rule"], finding["segment_number"], finding["claim_place"]) == (rule, 2, None)
    assert finding["reason"].startswith("prior.csv, row 2")
    assert finding["reason"].endswith("This row was not used; correct it and import the file again.")
    assert ([used["patient_id"] for used in list_rows(source, "prior_use")], source.set_aside) == (["B"], 1)


def test_further_columns_and_a_second_header_do_no_harm() -> None:
    source = _read("x,A,OT,2026,1,2026-02-02,typed", "Note," + HEADER, header="Note," + HEADER)
    assert (len(list_rows(source, "prior_use")), list_findings(source)) == (1, [(3, "repeated_header")])


def test_a_missing_column_refuses_the_file() -> None:
    with pytest.raises(RefusedFile) as caught:
        _read(header="patient_id,pool,calendar_year,amount,grade")
    assert (caught.value.kind, "as_of_date is missing" in caught.value.reason) == ("prior_use", True)
