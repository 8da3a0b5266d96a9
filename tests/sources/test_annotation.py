"""Annotations: what happened on a day, for the practice, a clinic or a provider; never about a patient."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.kinds.annotation import read_annotation
from pipelines.sources.recognition import read_source
from pipelines.sources.source_file import SourceFile
from tests.builders import BENEFICIARY, npi
from tests.sources.export_rows import list_findings, list_rows

HEADER = "date,clinic_npi,provider_npi,text,steps_limits"


def _read(*rows: str, header: str = HEADER) -> SourceFile:
    return read_annotation("\n".join([header, *rows]).encode(), 1, "e" * 64, "notes.csv")


def test_an_annotation_is_read_and_blank_numbers_mean_the_whole_practice() -> None:
    (row,) = list_rows(_read("2026-03-09,,,New billing system,Yes"), "annotation")
    assert (row["annotation_date"], row["clinic_npi"], row["annotation_text"], row["steps_limits"]) == (
        (date(2026, 3, 9), None, "New billing system", True)
    )


def test_annotations_are_recognised_by_their_header_also_without_numbers() -> None:
    assert read_source(f"{HEADER}\n2026-03-09,,,x,no\n".encode(), 1, "e" * 64, "x").kind == "annotation"
    assert read_source(b"date,text,steps_limits\n03/09/2026,x,no\n", 1, "e" * 64, "x").kind == "annotation"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (",,,New system,yes", "missing_value"),
        ("2026-03-09,,,,yes", "missing_value"),
        ("2026-03-09,,,New system,", "missing_value"),
        ("March,,,New system,yes", "unreadable_date"),
        ("2026-03-09,12,,New system,yes", "unreadable_npi"),
        ("2026-03-09,,12,New system,yes", "unreadable_npi"),
        ("2026-03-09,,,New system,perhaps", "unknown_answer"),
        ("2026-03-09,,,=1+1,yes", "formula_text"),
        (f"2026-03-09,,,Refund to {BENEFICIARY},yes", "patient_in_text"),
        ("2026-03-09,,,Refund to 1eg4-te5-mk73,yes", "patient_in_text"),
        (f"2026-03-09,,,{'x' * 121},yes", "long_text"),
        ("2026-03-09,,New system,yes", "wrong_number_of_cells"),
    ],
)
def test_a_row_that_breaks_a_rule_is_not_used(row: str, rule: str) -> None:
    source = _read(row, f"2026-04-01,,{npi(3)},Back from leave,no")
    assert [used["annotation_text"] for used in list_rows(source, "annotation")] == ["Back from leave"]
    assert list_findings(source) == [(2, rule)]


def test_a_finding_does_not_repeat_the_number_of_a_patient() -> None:
    (finding,) = list_rows(_read(f"2026-03-09,,,Refund to {BENEFICIARY},yes"), "finding")
    assert BENEFICIARY not in finding["reason"]


def test_a_missing_column_refuses_the_file() -> None:
    with pytest.raises(RefusedFile) as caught:
        _read(header="date,clinic_npi,provider_npi,text")
    assert (caught.value.kind, "steps_limits is missing" in caught.value.reason) == ("annotation", True)
