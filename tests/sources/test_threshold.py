"""Threshold files: years that the shipped table lacks, and rows that contradict it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.kinds.threshold import load_shipped_thresholds, read_threshold
from pipelines.sources.source_file import SourceFile
from tests.sources.export_rows import list_findings, list_rows

HEADER = "calendar_year,kx_threshold,medical_review_amount,alert_amount,source"


def _read(*rows: str, header: str = HEADER) -> SourceFile:
    return read_threshold("\n".join([header, *rows]).encode(), 1, "d" * 64, "thresholds.csv")


def test_the_shipped_table_has_the_years_from_2018_on() -> None:
    shipped = load_shipped_thresholds()
    assert set(range(2018, 2027)) <= set(shipped)
    assert shipped[2026] == (Decimal(2480), Decimal(3000), Decimal(2000))


def test_a_new_year_is_read_and_a_blank_review_amount_is_not_known() -> None:
    (row,) = list_rows(_read("2028,2600.00,,2000,CMS CR 1"), "threshold")
    assert (row["calendar_year"], row["kx_threshold_amount"], row["medical_review_amount"], row["alert_amount"]) == (
        (2028, 2600, None, 2000)
    )
    assert row["source"] == "CMS CR 1"


@pytest.mark.parametrize("row", ["2026,2480,3000,2000,CMS", "2026,2480.00,,2000,CMS"])
def test_a_row_that_agrees_with_the_shipped_table_is_fine(row: str) -> None:
    assert _read(row).set_aside == 0


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("2026,2500,3000,2000,CMS", "contradicts_shipped_threshold"),
        ("2026,2480,3100,2000,CMS", "contradicts_shipped_threshold"),
        ("2027,,3000,2000,CMS", "missing_value"),
        ("2027,2560,3000,,CMS", "missing_value"),
        ("2027,2560,3000,2000,", "missing_value"),
        ("27,2560,3000,2000,CMS", "unreadable_year"),
        ("2027,2560.005,3000,2000,CMS", "amount_with_more_than_two_decimals"),
        ('2027,"2,560",3000,2000,CMS', "unreadable_amount"),
        ("2027,0,3000,2000,CMS", "amount_not_above_zero"),
        ("2027,2560,3000", "wrong_number_of_cells"),
    ],
)
def test_a_row_that_breaks_a_rule_is_not_used(row: str, rule: str) -> None:
    source = _read(row, "2029,2700,,2000,CMS")
    assert ([used["calendar_year"] for used in list_rows(source, "threshold")], source.set_aside) == ([2029], 1)
    assert list_findings(source) == [(2, rule)]


def test_two_rows_of_one_year_that_differ_leave_the_first() -> None:
    source = _read("2027,2560,,2000,CMS", "2027,2560,,2000,CMS again", "2027,2570,,2000,somebody")
    assert (len(list_rows(source, "threshold")), list_findings(source)) == (2, [(4, "contradicts_earlier_row")])


def test_a_missing_column_refuses_the_file() -> None:
    with pytest.raises(RefusedFile) as caught:
        _read(header="calendar_year,kx_threshold,alert_amount,source")
    assert (caught.value.kind, "medical_review_amount is missing" in caught.value.reason) == ("threshold", True)
