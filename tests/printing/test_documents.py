"""Printed documents: tables whole, masked, tagged, the same bytes for the same data, recorded as exports."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
from pathlib import Path

import pytest

from pipelines.casebook import open_casebook
from pipelines.settings import load_settings
from tests.builders import BENEFICIARY, claim, line, remittance
from tests.conftest import REPOSITORY
from tests.few_models import build_few, find_tables
from tests.homes.commands import Command
from tests.warehouses import build_home, open_warehouse

KINDS = ("month", "provider", "patient", "packet", "denials", "line")
PROVIDERS = 15
MOST_SECONDS = 5
# Where documents find their rows.
QUERIES = [REPOSITORY / "pipelines" / folder for folder in ("printing", "digest", "pack")]


def find_keys(home: Path) -> tuple[str, str]:
    """The patient over the threshold and the denied line of January."""
    with open_warehouse(home) as warehouse:
        patient = warehouse.execute("select beneficiary_key from mart.denial").fetchall()[0][0]
        denied = "select service_line_key from mart.line where kx_finding = 'missing' and procedure_code = '97140'"
        return str(patient), str(warehouse.execute(denied).fetchall()[0][0])


def words_of(home: Path) -> dict[str, tuple[str, ...]]:
    patient, key = find_keys(home)
    asked = {"month": ("2026-01",), "patient": (patient,), "packet": (patient,), "line": (key,)}
    return {kind: ("print", kind, *asked.get(kind, ())) for kind in KINDS}


def read_text(pdf: Path) -> str:
    """What pdftotext reads. Needs poppler-utils; CI says that it is required."""
    if shutil.which("pdftotext") is None:
        assert os.environ.get("KXWATCH_POPPLER") != "required", "install poppler-utils"
        pytest.skip("needs poppler-utils (pdftotext)")
    shown = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    return shown.stdout


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_says_what_it_is_of_and_prints_again_to_the_same_bytes(
    kind: str, printed_home: Path, kxwatch: Command, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    for out in (first, second):
        answer = kxwatch(*words_of(printed_home)[kind], "--home", printed_home, "--out", out)
        assert (answer.exit_code, "masked" in answer.err) == (0, True)
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_mode & 0o777 == 0o600
    assert b"/MarkInfo" in first.read_bytes()
    assert b"pdfuaid:part>1<" in first.read_bytes()
    text = read_text(first)
    for said in ("Filters:", "Data through Mar 20, 2026", "Page 1 of", "Methodology and sources", "kxwatch 0."):
        assert said in text
    assert BENEFICIARY not in text
    events = open_casebook(load_settings(printed_home)).read(kinds=["patient_data_exported"])
    assert [event.body["identifiers"] for event in events] == [False, False]


def test_identifiers_are_printed_only_when_they_are_asked_for(
    printed_home: Path, kxwatch: Command, tmp_path: Path
) -> None:
    out = tmp_path / "file.pdf"
    kxwatch(*words_of(printed_home)["patient"], "--home", printed_home, "--identifiers", "--out", out)
    assert BENEFICIARY in read_text(out)
    assert open_casebook(load_settings(printed_home)).read()[-1].body["identifiers"] is True


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("month", "2020-01"), "outside the data"),
        (("month", "January"), "not a month"),
        (("provider", "1999999999"), "No therapy lines name the rendering NPI 1999999999"),
        (("patient", "nobody"), "No patient has this key"),
        (("packet", "nobody"), "No patient has this key"),
        (("line", "nothing"), "No final service line has the key"),
        (("denials", "--from", "2026-03", "--to", "2026-01"), "is after"),
        (("denials", "--pool", "speech"), "not a threshold category"),
    ],
)
def test_what_cannot_be_printed_is_a_sentence_and_no_file(
    words: tuple[str, ...], said: str, printed_home: Path, kxwatch: Command, tmp_path: Path
) -> None:
    out = tmp_path / "none.pdf"
    answer = kxwatch("print", *words, "--home", printed_home, "--out", out)
    assert (answer.exit_code, said in answer.err, out.exists()) == (2, True, False)
    assert "Nothing was" in answer.err or "No changes were made" in answer.err


def test_filters_without_denials_print_a_page_that_says_so(
    printed_home: Path, kxwatch: Command, tmp_path: Path
) -> None:
    out = tmp_path / "none.pdf"
    assert kxwatch("print", "denials", "--from", "2026-03", "--home", printed_home, "--out", out).exit_code == 0
    assert "No denied services under these filters" in read_text(out)


def test_a_month_without_payments_between_months_with_them_says_so(
    home: Path, kxwatch: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_few(monkeypatch, *find_tables(*QUERIES))
    build_home(home, {f"{on}.835": remittance(claim(on, line()), on=on) for on in ("2026-01-20", "2026-03-20")})
    out = tmp_path / "february.pdf"
    assert kxwatch("print", "month", "2026-02", "--home", home, "--out", out).exit_code == 0
    text = read_text(out)
    assert "No payment was posted in February 2026." in text
    assert "balances to the cent" not in text


def test_the_packet_carries_the_checklist_and_the_records_to_attach(
    printed_home: Path, kxwatch: Command, tmp_path: Path
) -> None:
    out = tmp_path / "packet.pdf"
    kxwatch(*words_of(printed_home)["packet"], "--home", printed_home, "--out", out)
    text = read_text(out)
    assert "6 of 6 not confirmed" in text
    assert "Records to attach for 2 treatment days" in text
    assert "Progress report" in text


def test_briefs_of_15_providers_are_printed_in_5_seconds_and_no_row_is_lost(
    home: Path, kxwatch: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_few(monkeypatch, *find_tables(*QUERIES))
    files = {f"{place}.835": _bill(place) for place in range(PROVIDERS)}
    build_home(home, files)
    out = tmp_path / "all.pdf"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    kxwatch("print", "provider", "--home", home, "--out", out)
    seconds = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
    text = read_text(out)
    assert len(set(re.findall(r"\b\d{10}\b", text))) >= PROVIDERS
    assert text.count("KX GP") + text.count("GP KX") == PROVIDERS * 30
    assert seconds < MOST_SECONDS


def _bill(place: int) -> bytes:
    days = [f"2026-01-{day:02d}" for day in range(2, 32)]
    lines = [line(modifiers="GP KX", on=day, allowed=1_000) for day in days]
    patient = f"1EG4TE5MK{place:02d}"
    return remittance(claim(f"C{place}", *lines, patient=patient, provider=f"12000000{place:02d}"), on="2026-02-20")
