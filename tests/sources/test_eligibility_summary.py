"""The summary of an eligibility vendor: two amounts a patient become prior use, and broken rows are set aside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.sources.recognition import read_source
from pipelines.sources.source_file import SourceFile
from pipelines.sources.tabular.profile import load_profiles
from tests.sources.export_rows import list_findings, list_rows

HEADER = "MemberID,PayerName,DOS,PT_SLP_UsedAmount,OT_UsedAmount"


def _read(*rows: str) -> SourceFile:
    profiles = load_profiles(Path("none"))
    return read_source("\n".join([HEADER, *rows, ""]).encode(), 1, "e" * 64, "summary.csv", profiles)


def test_both_amounts_of_a_patient_are_prior_use() -> None:
    source = _read('1EG4TE5MK73,MEDICARE,06/01/2026,"$1,620.50",0', "1EG4TE5MK74,MEDICARE,06/02/2026,,75.25")
    rows = list_rows(source, "prior_use")
    assert source.kind == "eligibility_summary"
    assert [(row["segment_number"], row["patient_id"], row["pool"], row["used_amount"]) for row in rows] == [
        (2, "1EG4TE5MK73", "PT_SLP", Decimal("1620.50")),
        (2, "1EG4TE5MK73", "OT", Decimal(0)),
        (3, "1EG4TE5MK74", "OT", Decimal("75.25")),
    ]
    assert {(row["calendar_year"], row["grade"]) for row in rows} == {(2026, "verified")}
    assert rows[2]["as_of_date"] == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (",M,06/01/2026,1,1", "missing_value"),
        ("1EG4TE5MK73,M,,1,1", "missing_value"),
        ("1EG4TE5MK73,M,06/01/2026,,", "missing_value"),
        ("1EG4TE5MK73,M,06/41/2026,1,1", "unreadable_date"),
        ("1EG4TE5MK73,M,06/01/2026,1.234,1", "amount_with_more_than_two_decimals"),
        ("1EG4TE5MK73,M,06/01/2026,1,some", "unreadable_amount"),
        ("1EG4TE5MK73,M,06/01/2026,-1,1", "negative_amount"),
    ],
)
def test_a_broken_row_is_set_aside(row: str, rule: str) -> None:
    source = _read(row, "1EG4TE5MK74,M,06/02/2026,1,2")
    assert list_findings(source) == [(2, rule)]
    assert [found["patient_id"] for found in list_rows(source, "prior_use")] == ["1EG4TE5MK74"] * 2
