"""Fee schedules: an amount for one unit by code, class of modifiers, locality and year."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.kinds.fee_schedule import read_fee_schedule
from pipelines.sources.recognition import read_source
from pipelines.sources.source_file import SourceFile
from tests.sources.export_rows import list_findings, list_rows

HEADER = "procedure_code,modifier_class,locality,calendar_year,amount"


def _read(*rows: str, header: str = HEADER) -> SourceFile:
    return read_fee_schedule("\n".join([header, *rows]).encode(), 1, "e" * 64, "fees.csv")


def test_a_fee_is_read_and_a_blank_locality_holds_everywhere() -> None:
    (row,) = list_rows(_read("97110,Any,,2026,29.54"), "fee_schedule")
    assert (row["procedure_code"], row["modifier_class"], row["locality"], row["calendar_year"], row["fee_amount"]) == (
        ("97110", "any", None, 2026, Decimal("29.54"))
    )


def test_a_fee_schedule_is_recognised_by_its_header() -> None:
    assert read_source(f"{HEADER}\n97110,any,,2026,29.54\n".encode(), 1, "e" * 64, "x").kind == "fee_schedule"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (",any,,2026,29.54", "missing_value"),
        ("97110,any,,2026,", "missing_value"),
        ("97110 GP,any,,2026,29.54", "unreadable_procedure_code"),
        ("97110,sometimes,,2026,29.54", "unknown_modifier_class"),
        ("97110,any,,26,29.54", "unreadable_year"),
        ("97110,any,,2026,29.545", "amount_with_more_than_two_decimals"),
        ("97110,any,,2026,$29.54", "unreadable_amount"),
        ("97110,any,,2026,0", "fee_not_above_zero"),
        ("97110,any,,2026", "wrong_number_of_cells"),
    ],
)
def test_a_row_that_breaks_a_rule_is_not_used(row: str, rule: str) -> None:
    source = _read(row, "97140,assistant,01,2026,28.10")
    assert ([used["procedure_code"] for used in list_rows(source, "fee_schedule")], source.set_aside) == (["97140"], 1)
    assert list_findings(source) == [(2, rule)]


def test_a_missing_column_refuses_the_file() -> None:
    with pytest.raises(RefusedFile) as caught:
        _read(header="procedure_code,modifier_class,calendar_year,amount")
    assert (caught.value.kind, "locality is missing" in caught.value.reason) == ("fee_schedule", True)
