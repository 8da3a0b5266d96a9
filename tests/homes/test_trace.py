"""The tour of one line: what it shows on each stage, for lines of every fate."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.cli import run
from pipelines.settings import load_settings
from pipelines.store.archive import connect
from pipelines.store.crash_recovery import open_archive
from pipelines.store.home import Home
from tests.builders import claim, correct, export, line, payment, remittance, remittances, reverse
from tests.eligibility import person, remaining, response
from tests.facts import Adjustment
from tests.homes.commands import Command

ASKED = "2EG4TE5MK74"
STAGES = (
    "1  file",
    "2  source",
    "3  staging",
    "4  ledger.entry",
    "5  ledger.service_line",
    "6  ledger.",
    "7  checks",
    "8  mart",
)


def find_key(home: Path, condition: str) -> str:
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as warehouse:
        rows = warehouse.execute(f"select service_line_key from ledger.service_line where {condition}").fetchall()
    assert len(rows) == 1
    return str(rows[0][0])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home: lines that cross, were reversed, were denied and recovered, come from an export, follow an answer."""
    files = tmp_path_factory.mktemp("files")
    home = tmp_path_factory.mktemp("built") / "home"
    visits = [claim(f"V{day:02}", line(on=f"2026-01-{day:02}", allowed=60_000)) for day in range(5, 10)]
    paid_twice = claim("W1", line("97530", on="2026-02-02"))
    denied = claim("D1", line("97112", on="2026-02-03", denied="CO-119"))
    whole = [
        line(code, on="2026-02-04", charge=cents, adjustments="", b6=False)
        for code, cents in (("97116", 10_000), ("97150", 5_000))
    ]
    at_claim = claim("S1", *whole, adjustments=(Adjustment("CO", "50", 15_000),))
    (files / "a.835").write_bytes(remittance(*visits, paid_twice, denied, at_claim, on="2026-02-20"))
    later = payment(reverse(paid_twice), correct(paid_twice, icn="W2"), on="2026-03-20")
    rebilled = payment(claim("D2", line("97112", "GP KX", on="2026-02-03")), on="2026-03-21")
    (files / "b.835").write_bytes(remittances(later, rebilled))
    (files / "c.csv").write_bytes(
        export(claim("E1", line("97110", on="2026-03-02"), line("97140", on="2026-03-02")), on="2026-03-19")
    )
    # two years in one response, and one of the other category: only what counts for the line is shown
    answer = person(*remaining("9.99", year=2025), *remaining("1860.50"), *remaining("5", "AD"), patient=ASKED)
    (files / "answer.271").write_bytes(response(answer, on="2026-06-01"))
    visit = claim("Q1", line("92507", "GN", "2026-06-05"), received="2026-06-10", patient=ASKED)
    (files / "d.835").write_bytes(remittance(visit, on="2026-06-24"))
    assert run(["build", str(files), "--home", str(home)]) == 0
    return home


@pytest.fixture
def practice(built: Path, home: Path) -> Path:
    """That home, for one test to do with as it likes."""
    shutil.copytree(built, home)
    return home


def test_the_answer_that_holds_is_shown_with_its_segments(kxwatch: Command, practice: Path) -> None:
    key = find_key(practice, "procedure_code = '92507'")
    shown = kxwatch("trace", key, "--home", practice).out
    assert "Prior use from answer.271, segment 13 (holds for this line):" in shown
    assert "used_cents  $619.50" in shown
    assert f"       10  NM1*IL*1*SAMPLE*ANN****MI*{ASKED}" in shown
    assert "►      13  EB*F*IND*AE*MB**29*1860.50" in shown
    assert "       14  DTP*292*RD8*20260101-20261231" in shown
    assert "9.99" not in shown
    assert "*AD*" not in shown


def test_shares_of_claim_level_adjustments_are_shown_apart(kxwatch: Command, practice: Path) -> None:
    key = find_key(practice, "procedure_code = '97116'")
    text = " ".join(kxwatch("trace", key, "--home", practice).out.split())
    assert "claim CO 50 150.0000" in text
    assert "adjustment claim CO 50 -$100.00" in text
    assert "CO 50 $150.00 $100.00" in text


def test_a_crossing_line_on_every_stage(kxwatch: Command, practice: Path) -> None:
    key = find_key(practice, "procedure_code = '97110' and service_date = '2026-01-09'")
    answer = kxwatch("trace", key, "--home", practice)
    assert answer.exit_code == 0
    lines = answer.out.splitlines()
    places = [next(place for place, text in enumerate(lines) if text.startswith(stage)) for stage in STAGES]
    assert places == sorted(places)
    assert max(map(len, lines)) <= 100
    marked = [text for text in lines if text.startswith("►")]
    assert len(marked) == 1
    assert "SVC*HC:97110:GP" in marked[0]
    assert "Read again, the bytes give the " in answer.out
    assert "sum $0.00" in answer.out
    received = [text.split() for text in lines if text.strip().startswith("received ")]
    assert received[0][-3:] == ["$2,400.00", "$600.00", "$3,000.00"]
    assert received[1][2:5] == ["crossing", "below", "missing"]
    assert "mart.threshold_crossing" in answer.out
    assert "mart.provider_kx" in answer.out
    assert "rows break it" not in answer.out


def test_a_line_that_was_taken_back(kxwatch: Command, practice: Path) -> None:
    key = find_key(practice, "procedure_code = '97530' and claim_category = 'taken_back'")
    out = kxwatch("trace", key, "--home", practice).out
    assert "it was reversed on 2026-03-20" in out
    assert "It counts toward no threshold" in out
    assert "mart.threshold_crossing" not in out


def test_a_denied_line_with_what_became_of_it(kxwatch: Command, practice: Path) -> None:
    key = find_key(practice, "procedure_code = '97112' and is_denied")
    out = kxwatch("trace", key, "--home", practice).out
    for table in ("mart.denial_event", "mart.denial", "mart.leakage_by_month"):
        assert f"   {table}\n" in out
    assert "missing_kx" in out
    assert "recovered" in out
    assert "a later adjudication of the same service replaced it" in out


def test_a_row_of_an_export(kxwatch: Command, practice: Path) -> None:
    key = find_key(practice, "procedure_code = '97140'")
    marked = [text for text in kxwatch("trace", key, "--home", practice).out.splitlines() if text.startswith("►")]
    assert len(marked) == 1
    assert marked[0].split()[1] == "3"


def test_an_unknown_key_is_a_sentence(kxwatch: Command, practice: Path) -> None:
    answer = kxwatch("trace", "0" * 32, "--home", practice)
    assert answer.exit_code == 2
    assert "There is no service line" in answer.err
    assert answer.out == ""


def test_a_home_without_a_warehouse(kxwatch: Command, home: Path) -> None:
    answer = kxwatch("trace", "0" * 32, "--home", home)
    assert answer.exit_code == 2
    assert "There is no warehouse" in answer.err
    assert not home.exists()


def test_a_lost_original_is_a_sentence(kxwatch: Command, practice: Path) -> None:
    key = find_key(practice, "procedure_code = '97140'")
    for original in (practice / "originals/1").iterdir():
        original.unlink()
    answer = kxwatch("trace", key, "--home", practice)
    assert answer.exit_code == 2
    assert "backup" in answer.err


def test_an_encrypted_home(kxwatch: Command, practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = find_key(practice, "procedure_code = '97140'")
    monkeypatch.setenv("KXWATCH_KEY", "a key of some length")
    assert kxwatch("trace", key, "--home", practice).exit_code == 0  # it is not encrypted yet
    settings = load_settings(practice)
    with connect(settings, Home(practice)) as connection:
        open_archive(connection, Home(practice), settings.key)  # as a build begins
    assert kxwatch("trace", key, "--home", practice).exit_code == 0
    monkeypatch.delenv("KXWATCH_KEY")
    assert kxwatch("trace", key, "--home", practice).exit_code == 2
