"""The report of a pack: appraised samples, the access log by person, and figures of the close beside today's."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from dashboard.warehouse import query_text
from pipelines.casebook import Entry, open_casebook
from pipelines.pack import samples
from pipelines.sampling.drawing import DRAWN, name_subject
from pipelines.sampling.review import REVIEWED, ReviewedUnit, list_units, record_review
from pipelines.settings import load_settings
from tests.builders import BENEFICIARY
from tests.homes.commands import Command
from tests.warehouses import open_warehouse


@pytest.fixture
def worked(kxwatch: Command, reviewed: Path) -> Path:
    """A data folder with a reviewed sample and one that waits, an access log, and a close whose figures changed."""
    settings = load_settings(reviewed)
    assert kxwatch("sample", "draw", "first", "--size", "2", "--seed", "7", "--home", reviewed).exit_code == 0
    assert kxwatch("sample", "draw", "second", "--size", "2", "--home", reviewed).exit_code == 0
    drawn = list_units(settings, "first")
    units = [
        ReviewedUnit(one["order"], one["unit_key"], 0 if one["order"] == 1 else one["paid_cents"], False, "other", "")
        for one in drawn
    ]
    record_review(settings, "first", units, "Ana Diaz")
    book = open_casebook(settings)
    book.append(Entry("patient_data_viewed", "access", "Bo Lund", {"page": "denials", "identifiers": True}))
    book.append(Entry("patient_data_viewed", "access", "Bo Lund", {"page": "cases", "identifiers": False}))
    book.append(Entry("patient_data_exported", "access", "Ana Diaz", {"table": "denials", "identifiers": False}))
    with open_warehouse(reviewed) as warehouse:
        answer = warehouse.execute(query_text("month_figures"), {"month_start": date(2026, 1, 1)})
        names = [column[0] for column in answer.description or ()]
        figures = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    figures[0]["figure_count"] += 1
    book.append(Entry("month_prepared", "month 2026-01", "Ana Diaz", {"frozen": {"figures": figures}}))
    book.append(Entry("month_approved", "month 2026-01", "Bo Lund", {"month": "2026-01"}))
    return reviewed


def read_sections(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as pack:
        report = json.loads(pack.read("evidence/report.json"))
    return {section["title"]: section for section in report["sections"]}


def test_samples_access_and_figures_of_the_close_are_in_the_report(
    kxwatch: Command, worked: Path, tmp_path: Path
) -> None:
    one, again, rebuilt = (tmp_path / name for name in ("one.zip", "again.zip", "rebuilt.zip"))
    for path in (one, again):
        assert kxwatch("pack", "2026-01", "--home", worked, "--out", path).exit_code == 0
    assert kxwatch("pack", "rebuild", one, "--home", worked, "--out", rebuilt).exit_code == 0
    assert one.read_bytes() == again.read_bytes() == rebuilt.read_bytes()
    assert kxwatch("pack", "verify", one, "--home", worked).exit_code == 0
    sections = read_sections(one)
    samples = sections["2 samples were drawn, 1 reviewed"]
    tables = {table["caption"]: table["rows"] for table in samples["tables"]}
    assert [row[0] for row in tables["Samples"]] == ["first", "second"]
    assert [row[2] for row in tables["Samples"]][1] == "not yet"
    assert tables["Error rates"][0][:5] == ["first", "2", "4", "1", "50.0%"]
    assert [row[1] for row in tables["Dollars by difference"]] == ["Overpayments", "Underpayments", "Net"]
    assert len(tables["What an extrapolation could demand"]) > 1
    access = sections["3 accesses by 2 people were logged"]["tables"][0]["rows"]
    assert access == [
        ["Ana Diaz", "Rows were downloaded", "1", "0"],
        ["Bo Lund", "A page with patient data was looked at, with identifiers or without", "2", "1"],
    ]
    figures = sections["The close froze 9 figures; 1 has changed since"]["tables"][0]["rows"]
    assert figures[0][0] == "Payments received in the month"
    assert (figures[0][1][0], figures[0][2][0]) == ("2", "1")
    assert all(was == now for _, was, now in figures[1:])
    assert BENEFICIARY not in json.dumps(sections)


def test_an_appraisal_is_that_of_the_close(kxwatch: Command, worked: Path, tmp_path: Path) -> None:
    """A review recorded after the approval is not in the pack of the closed month."""
    assert kxwatch("pack", "2026-01", "--home", worked, "--out", tmp_path / "one.zip").exit_code == 0
    drawn = list_units(load_settings(worked), "second")
    units = [ReviewedUnit(one["order"], one["unit_key"], 0, True, "", "") for one in drawn]
    record_review(load_settings(worked), "second", units, "Ana Diaz")
    assert kxwatch("pack", "2026-01", "--home", worked, "--out", tmp_path / "two.zip").exit_code == 0
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_nothing_drawn_and_nothing_logged_is_said(packed: Path) -> None:
    titles = read_sections(packed / "january.zip")
    assert "No sample was drawn" in titles
    assert "No access to patient data was logged since the month began" in titles
    assert not [title for title in titles if title.startswith("The close froze")]


def test_the_pack_knows_the_events_of_samples() -> None:
    assert (DRAWN, REVIEWED, name_subject("")) == (samples.DRAWN, samples.REVIEWED, samples.PREFIX)


def test_an_event_with_all_cases_of_a_practice_is_whole_in_the_evidence(
    kxwatch: Command, reviewed: Path, tmp_path: Path
) -> None:
    opened = [{"category": "approaching", "subject": f"patient {number:05}"} for number in range(4_000)]
    open_casebook(load_settings(reviewed)).append(Entry("cases_listed", "cases", "kxwatch", {"opened": opened}))
    one, rebuilt = tmp_path / "one.zip", tmp_path / "rebuilt.zip"
    assert kxwatch("pack", "2026-01", "--home", reviewed, "--out", one).exit_code == 0
    assert kxwatch("pack", "rebuild", one, "--home", reviewed, "--out", rebuilt).exit_code == 0
    assert one.read_bytes() == rebuilt.read_bytes()
    with zipfile.ZipFile(one) as pack:
        assert b"patient 03999" in pack.read("evidence/rows/casebook.csv")
        workbook = pack.read("workbook.xlsx")
    with zipfile.ZipFile(BytesIO(workbook)) as book:
        texts = book.read("xl/sharedStrings.xml").decode("utf-8")
    assert "patient 00000" in texts
    assert "(cut here; whole in the CSV file of this table)" in texts
