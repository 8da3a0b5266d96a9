"""The pack of a month: the same bytes for the same data, a report that can be read, and decisions with signatures."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pipelines.build import build
from pipelines.casebook import Entry, open_casebook, verify_casebook
from pipelines.pack.tables import Table, read_csv, write_csv
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from tests.builders import BENEFICIARY
from tests.homes.commands import Command

DRAFT = "Draft, not closed"


def read_parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def read_rows(path: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read_parts(path)[f"evidence/rows/{name}.csv"].decode("utf-8"))))


def read_report(path: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(read_parts(path)["evidence/report.json"])
    return report


def print_text(pdf: Path) -> str:
    """What pdftotext reads, in the order of the tags. Needs poppler-utils; CI says that it is required."""
    if shutil.which("pdftotext") is None:
        assert os.environ.get("KXWATCH_POPPLER") != "required", "install poppler-utils"
        pytest.skip("needs poppler-utils (pdfinfo, pdftotext)")
    return subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout


def test_the_same_month_makes_the_same_bytes(kxwatch: Command, packed: Path, tmp_path: Path) -> None:
    """Also after a rebuild of the warehouse, and from the evidence of the pack alone."""
    home = tmp_path / "home"
    shutil.copytree(packed / "home", home)
    build(load_settings(home), [], None, QuietProgress())
    again, rebuilt = tmp_path / "again.zip", tmp_path / "rebuilt.zip"
    assert kxwatch("pack", "2026-01", "--home", home, "--out", again).exit_code == 0
    assert again.read_bytes() == (packed / "january.zip").read_bytes()
    for folder in (home / "versions", home / "originals"):
        shutil.rmtree(folder)
    (home / "warehouse.duckdb").unlink()
    assert kxwatch("pack", "rebuild", again, "--home", home, "--out", rebuilt).exit_code == 0
    assert rebuilt.read_bytes() == again.read_bytes()
    assert again.stat().st_mode & 0o777 == 0o600


def test_the_evidence_holds_rows_queries_segments_and_hashes(packed: Path, quarter: Path) -> None:
    parts = read_parts(packed / "january.zip")
    lines = read_rows(packed / "january.zip", "line")
    assert sorted((row["procedure_code"], row["allowed_cents"], row["kx_finding"]) for row in lines) == [
        ("97110", "10000", "on_time"),
        ("97110", "250000", "missing"),
        ("97140", "10000", "missing"),
    ]
    files = read_rows(packed / "january.zip", "file")
    assert {row["status"] for row in files} == {"accepted"}
    assert all(re.fullmatch(r"[0-9a-f]{64}", row["file_sha256"]) for row in files)
    assert "evidence/models/mart/denial.sql" in parts
    assert "evidence/queries/line.sql" in parts
    assert b"2480" in parts["evidence/reference/therapy_threshold.csv"]
    assert f"*MI*{BENEFICIARY}" in parts["evidence/segments.txt"].decode("utf-8")


def test_the_report_names_no_patient_and_says_draft_on_every_page(packed: Path, tmp_path: Path) -> None:
    parts = read_parts(packed / "january.zip")
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(parts["report.pdf"])
    text = print_text(pdf)
    pages = text.split("\f")[:-1]
    assert len(pages) > 1
    assert all(DRAFT in page for page in pages)
    assert BENEFICIARY not in text
    assert "SYNTHETIC, PATIENT" not in text
    key = read_rows(packed / "january.zip", "line")[0]["beneficiary_key"]
    assert key not in text
    assert key not in json.dumps(read_report(packed / "january.zip"))


def test_the_report_is_tagged_in_reading_order(packed: Path, tmp_path: Path) -> None:
    content = read_parts(packed / "january.zip")["report.pdf"]
    for mark in (b"/StructTreeRoot", b"/MarkInfo<</Marked true", b"/Lang(en-US)", b"<pdfuaid:part>1<"):
        assert mark in content
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A<" in content
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(content)
    text = " ".join(print_text(pdf).split())
    titles = [section["title"] for section in read_report(packed / "january.zip")["sections"]]
    places = [text.find(" ".join(title.split())) for title in titles]
    assert -1 not in places
    assert places == sorted(places)
    facts = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", facts)
    structure = subprocess.run(["pdfinfo", "-struct", pdf], capture_output=True, text=True, check=True).stdout
    assert [tag for tag in ("H1", "H2", "Table", "TH", "TD") if not re.search(rf"^\s*{tag}\b", structure, re.M)] == []


def test_a_closed_month_shows_who_signed_and_stays_as_it_was(kxwatch: Command, reviewed: Path, tmp_path: Path) -> None:
    casebook = open_casebook(load_settings(reviewed))
    casebook.append(Entry("month_prepared", "month 2026-01", "Ana Diaz", {"month": "2026-01"}))
    casebook.append(Entry("month_approved", "month 2026-01", "Bo Lund", {"month": "2026-01"}))
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    assert "Closed month." in kxwatch("pack", "2026-01", "--home", reviewed, "--out", one).err
    casebook.append(Entry("case_decided", "case 1", "Ana Diaz", {"status": "explained", "note": "chart was read"}))
    assert kxwatch("pack", "2026-01", "--home", reviewed, "--out", other, "--json").json["is_draft"] is False
    assert one.read_bytes() == other.read_bytes()
    report = read_report(one)
    assert DRAFT not in json.dumps(report)
    signed = next(section for section in report["sections"] if section["title"] == "January 2026 is closed")
    assert [row[:2] for row in signed["tables"][0]["rows"]] == [
        ["Ana Diaz", "prepared for approval"],
        ["Bo Lund", "approved; the month is closed"],
    ]
    february = tmp_path / "february.zip"
    assert kxwatch("pack", "2026-02", "--home", reviewed, "--out", february).exit_code == 0
    assert [row["kind"] for row in read_rows(february, "casebook")] == [
        "month_prepared",
        "month_approved",
        "case_decided",
    ]
    assert read_report(february)["status"] == DRAFT


def test_the_casebook_remembers_the_head_of_a_pack(kxwatch: Command, reviewed: Path, tmp_path: Path) -> None:
    casebook = open_casebook(load_settings(reviewed))
    casebook.append(Entry("case_decided", "case 1", "Ana Diaz", {"status": "explained"}))
    answer = kxwatch("pack", "2026-01", "--home", reviewed, "--out", tmp_path / "one.zip", "--json")
    chain = casebook.chain()
    assert answer.json["casebook"] == {"length": chain.length, "head": chain.head}
    text = json.dumps(read_report(tmp_path / "one.zip"))
    assert chain.head in text
    assert "The casebook holds 1 event at this point" in text
    assert verify_casebook(load_settings(reviewed)).exit_code == 0
    assert "pack 2026-01" in (reviewed / "casebook.heads").read_text("utf-8")


def test_rows_come_back_as_they_were_and_run_nothing() -> None:
    columns = (("name", "text"), ("paid_cents", "cents"), ("lines", "integer"), ("is_open", "boolean"))
    rows = (("=1+1", -5, 3, True), ('a, "b"\nc', None, 0, False), (None, 10**15, None, None))
    content = write_csv(Table("one", columns, rows))
    assert content.splitlines()[1] == b"'=1+1,-5,3,true"
    back = read_csv("one", content, columns)
    assert back.rows == (("'=1+1", -5, 3, True), *rows[1:])
    assert write_csv(back) == content


@pytest.mark.parametrize(
    "arguments",
    [
        ("2026-13",),
        ("2026-09",),
        ("2026-01", "one.zip"),
        ("verify",),
        ("verify", "none.zip"),
        ("rebuild", "none.zip"),
        ("verify", "one.zip", "--out", "two.zip"),
        ("2026-01", "--out", "no/folder.zip"),
    ],
)
def test_2_wrong_use(
    kxwatch: Command, quarter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = kxwatch("pack", *arguments, "--home", quarter)
    assert (answer.exit_code, answer.out, list(tmp_path.iterdir())) == (2, "", [])
    assert answer.err


def test_2_another_file_is_not_overwritten(kxwatch: Command, quarter: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_bytes(b"ours")
    assert kxwatch("pack", "2026-01", "--home", quarter, "--out", tmp_path / "notes.zip").exit_code == 2
    assert (tmp_path / "notes.zip").read_bytes() == b"ours"
    assert kxwatch("pack", "2026-01", "--home", tmp_path / "none", "--out", tmp_path / "a.zip").exit_code == 2
    assert not (tmp_path / "none").exists()


def test_4_a_full_disk_leaves_the_earlier_pack(
    kxwatch: Command, packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy2(packed / "january.zip", tmp_path / "one.zip")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.pack.pack.os.fsync", fail)
    answer = kxwatch("pack", "2026-02", "--home", packed / "home", "--out", tmp_path / "one.zip")
    assert (answer.exit_code, "No space left on device" in answer.err) == (4, True)
    assert [path.name for path in tmp_path.iterdir()] == ["one.zip"]
    assert (tmp_path / "one.zip").read_bytes() == (packed / "january.zip").read_bytes()
