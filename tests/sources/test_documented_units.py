"""Documented units: rows that are used, and rows that are not, each with its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.recognition import read_source
from pipelines.sources.source_file import SourceFile
from pipelines.sources.tabular.profile import load_profile
from tests.documented import documented
from tests.sources.export_rows import list_findings, list_rows


def _read(content: bytes) -> SourceFile:
    return read_source(content, 1, "e" * 64, "units.csv")


def test_a_row_is_read_as_it_stands() -> None:
    source = _read(documented({"cpt_code": "97110", "modifier": "GP KX", "units": "3"}))
    (row,) = list_rows(source, "documented_unit")
    assert (source.kind, source.set_aside) == ("documented_units", 0)
    assert (row["service_date"], row["patient_birth_date"]) == (date(2026, 1, 5), date(1940, 2, 3))
    assert (row["procedure_code"], row["modifiers"], row["documented_units"]) == ("97110", "GP KX", Decimal(3))
    assert (row["segment_number"], row["diagnosis_codes"], row["visit_type"]) == (2, "M54.50", "Daily Note")


@pytest.mark.parametrize("without", [("modifier",), ("modifier", "treating_diagnosis", "visit_type", "patient_dob")])
def test_an_export_without_modifiers_is_still_read(without: tuple[str, ...]) -> None:
    source = _read(documented({}, {"cpt_code": "97140"}, without=without))
    assert [row["modifiers"] for row in list_rows(source, "documented_unit")] == [None, None]
    assert source.set_aside == 0


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"cpt_code": ""}, "missing_value"),
        ({"units": ""}, "missing_value"),
        ({"date_of_service": ""}, "missing_value"),
        ({"visit_id": ""}, "missing_value"),
        ({"patient_name": ""}, "missing_patient"),
        ({"date_of_service": "2026-13-01"}, "unreadable_date"),
        ({"patient_dob": "about 1940"}, "unreadable_date"),
        ({"units": "two"}, "unreadable_units"),
        ({"units": "-1"}, "negative_units"),
        ({"units": "10000"}, "unreadable_units"),
        ({"minutes": "half an hour"}, "unreadable_minutes"),
        ({"minutes": "-1"}, "negative_minutes"),
        ({"cpt_code": "97110-GP"}, "unreadable_procedure_code"),
        ({"modifier": "GP KX 59 76 CQ"}, "unreadable_modifiers"),
        ({"visit_type": "=A1"}, "formula_text"),
    ],
)
def test_a_broken_row_is_set_aside_and_the_others_are_used(cells: dict[str, str], rule: str) -> None:
    source = _read(documented(cells, {"cpt_code": "97140"}, extra=("minutes",)))
    assert list_findings(source) == [(2, rule)]
    assert [row["procedure_code"] for row in list_rows(source, "documented_unit")] == ["97140"]


def test_a_reason_names_nobody() -> None:
    (finding,) = list_rows(_read(documented({"units": "two", "patient_name": "Sample, Ada"})), "finding")
    assert "Sample" not in str(finding["reason"])


def test_a_missing_column_is_named() -> None:
    with pytest.raises(RefusedFile) as caught:
        _read(documented({}, without=("units",)))
    assert (caught.value.kind, "units is missing" in caught.value.reason) == ("documented_units", True)


def test_a_profile_reads_another_systems_export(tmp_path: Path) -> None:
    path = tmp_path / "emr.toml"
    path.write_text(
        'name = "Our EMR"\nkind = "documented_units"\n[columns]\nvisit_id = "Visit"\n'
        'date_of_service = "DOS"\ncpt_code = "Code"\nunits = "Qty"\npatient_id = "MBI"\n',
        "utf-8",
    )
    content = b"Visit,DOS,Code,Qty,MBI\n1,01/05/2026,97110,2,1EG4TE5MK73\n"
    source = read_source(content, 1, "e" * 64, "x.csv", (load_profile(path),))
    (row,) = list_rows(source, "documented_unit")
    assert (source.kind, row["patient_id"], row["documented_units"]) == ("documented_units", "1EG4TE5MK73", Decimal(2))
