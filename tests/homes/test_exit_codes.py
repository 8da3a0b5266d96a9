"""Every exit code of the contract, each with what it promises."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.builders import claim, line, prior_use, remittance, reverse
from tests.few_models import build_few
from tests.homes.commands import Command
from tests.homes.snapshots import take_snapshot

pytestmark = pytest.mark.usefixtures("few_tables")


def test_0_all_taken_in(kxwatch: Command, home: Path, offered: Path) -> None:
    answer = kxwatch("build", offered, "--home", home, "--json")
    assert answer.exit_code == 0
    assert answer.json == {
        "exit_code": 0,
        "files": {"accepted": 2},
        "lines": 3,
        "set_aside": 0,
        "set_aside_in_this_call": 0,
        "data_through_date": "2026-03-20",
        "warehouse": str(home / "warehouse.duckdb"),
    }
    assert "Warning: data is not encrypted" in answer.err
    assert "KXWATCH_KEY" in answer.err


def test_0_files_seen_before(kxwatch: Command, home: Path, offered: Path) -> None:
    (offered / "copy-of-january.835").write_bytes((offered / "january.835").read_bytes())
    first = kxwatch("build", offered, "--home", home, "--json")
    again = kxwatch("build", offered / "march.835", "--home", home, "--json")
    assert (first.exit_code, first.json["files"]) == (0, {"accepted": 2, "duplicate": 1})
    assert (again.exit_code, again.json["files"], again.json["lines"]) == (0, {"duplicate": 1}, 3)
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as warehouse:
        files = warehouse.execute("select file_name, kind, status from mart.file order by file_number").fetchall()
    assert files == [
        ("copy-of-january.835", "era_835", "accepted"),
        ("january.835", "era_835", "duplicate"),
        ("march.835", "era_835", "accepted"),
        ("march.835", "era_835", "duplicate"),
    ]


def test_0_repeated_claim_and_orphan_reversal(kxwatch: Command, home: Path, tmp_path: Path) -> None:
    paid = claim("A1", line())
    (tmp_path / "once.835").write_bytes(remittance(paid))
    (tmp_path / "twice.835").write_bytes(remittance(paid, claim("A2", line("97140"))))
    (tmp_path / "orphan.835").write_bytes(remittance(reverse(claim("Z9", line("97530"))), on="2026-02-20"))
    answer = kxwatch("build", *sorted(tmp_path.glob("*.835")), "--home", home, "--json")
    assert answer.exit_code == 0
    assert answer.json["set_aside"] == 2
    assert answer.json["set_aside_in_this_call"] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--frobnicate"],
        ["frobnicate"],
        ["build", "/no/such/path"],
        ["build", "--as-of", "2026-02-30"],
        ["build", "--as-of", "2026-W01-1"],
        ["build", "--as-of", "20260201"],
        ["build", "--as-of", ""],
        ["serve", "--port", "none"],
        ["serve", "--port", "70000"],
        ["trace"],
        ["describe", "mart.no_such_table"],
        ["simulate", "--lines", "0", "--seed", "1", "--out", "x"],
    ],
)
def test_2_wrong_use(kxwatch: Command, home: Path, arguments: list[str]) -> None:
    answer = kxwatch(*arguments, "--home", home)
    assert answer.exit_code == 2
    assert answer.err.strip()
    assert "Traceback" not in answer.err
    assert not home.exists()


def test_2_as_json(kxwatch: Command, home: Path) -> None:
    answer = kxwatch("build", "/no/such/path", "--home", home, "--json")
    assert answer.exit_code == 2
    assert answer.json["exit_code"] == 2
    assert "/no/such/path does not exist" in answer.json["message"]


def test_2_a_path_that_does_not_exist_takes_nothing_in(kxwatch: Command, built: Path, offered: Path) -> None:
    before = take_snapshot(built)
    answer = kxwatch("build", offered / "march.835", offered / "april.835", "--home", built)
    assert answer.exit_code == 2
    assert take_snapshot(built) == before


def test_2_an_unusable_setting(kxwatch: Command, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KXWATCH_MEMORY_LIMIT", "much")
    answer = kxwatch("build", "--home", home)
    assert answer.exit_code == 2
    assert "KXWATCH_MEMORY_LIMIT" in answer.err


def test_3_refused_file_is_named_with_its_reason(kxwatch: Command, home: Path, offered: Path) -> None:
    (offered / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    (offered / "empty.835").write_bytes(b"")
    answer = kxwatch("build", offered, "--home", home, "--json")
    assert answer.exit_code == 3
    assert answer.json["files"] == {"accepted": 2, "refused": 2}
    assert answer.json["lines"] == 3
    named = [text for text in answer.err.splitlines() if text.startswith(("photo.jpg", "empty.835"))]
    assert len(named) == 2


@pytest.mark.whole_build
def test_3_nothing_but_refused_files_publishes_an_empty_warehouse(kxwatch: Command, home: Path, tmp_path: Path) -> None:
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))
    answer = kxwatch("build", tmp_path / "noise.bin", "--home", home, "--json")
    assert answer.exit_code == 3
    assert answer.json["lines"] == 0
    assert answer.json["data_through_date"] is None
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as warehouse:
        files = warehouse.execute("select file_name, kind, status, reason is not null from mart.file").fetchall()
    assert files == [("noise.bin", "unknown", "refused", True)]


def test_3_set_aside_claim_payment_is_named(kxwatch: Command, home: Path, tmp_path: Path) -> None:
    early = claim("OLD", line(on="1999-12-31"))
    (tmp_path / "old.835").write_bytes(remittance(early, claim("NEW", line())))
    answer = kxwatch("build", tmp_path / "old.835", "--home", home, "--json")
    assert answer.exit_code == 3
    assert (answer.json["lines"], answer.json["set_aside"], answer.json["set_aside_in_this_call"]) == (1, 1, 1)
    assert "old.835, segment " in answer.err


def test_3_speaks_only_of_this_call(kxwatch: Command, home: Path, offered: Path, tmp_path: Path) -> None:
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)))
    (tmp_path / "old.835").write_bytes(remittance(claim("OLD", line(on="1999-12-31"))))
    assert kxwatch("build", tmp_path / "noise.bin", tmp_path / "old.835", "--home", home).exit_code == 3
    assert kxwatch("build", offered, "--home", home).exit_code == 0
    rebuilt = kxwatch("build", "--home", home, "--json")
    assert (rebuilt.exit_code, rebuilt.json["files"]) == (0, {})
    assert rebuilt.json["set_aside"] == 1


def test_a_refused_file_is_tried_anew(kxwatch: Command, home: Path, tmp_path: Path) -> None:
    noise = tmp_path / "noise.bin"
    noise.write_bytes(bytes(range(256)))
    assert kxwatch("build", noise, "--home", home).exit_code == 3
    again = kxwatch("build", noise, "--home", home, "--json")
    assert (again.exit_code, again.json["files"]) == (3, {"refused": 1})


def test_4_a_year_without_threshold(kxwatch: Command, built: Path, tmp_path: Path) -> None:
    before = (built / "warehouse.duckdb").read_bytes()
    future = tmp_path / "future.835"
    future.write_bytes(remittance(claim("F1", line(on="2031-01-05")), on="2031-01-20"))
    answer = kxwatch("build", future, "--home", built, "--json")
    assert answer.exit_code == 4
    assert answer.json["exit_code"] == 4
    assert "2031 has 1 accruing service line (future.835)" in answer.err
    assert (built / "warehouse.duckdb").read_bytes() == before
    assert json.loads((built / "build_status.json").read_text())["exit_code"] == 4
    assert not (built / "originals" / "3").exists()
    rebuilt = kxwatch("build", "--home", built, "--json")
    assert (rebuilt.exit_code, rebuilt.json["lines"]) == (0, 3)


def test_4_a_home_that_cannot_be_written(kxwatch: Command, tmp_path: Path, offered: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file stands where the home should be")
    answer = kxwatch("build", offered, "--home", blocked, "--json")
    assert answer.exit_code == 4
    assert "cannot be written" in answer.json["message"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (ZeroDivisionError("patient 1EG4TE5MK73"), "internal error (ZeroDivisionError in build.py, line"),
        (duckdb.ConversionException("1EG4TE5MK73"), "internal error (ConversionException"),
        (MemoryError(), "out of memory"),
        (OSError(28, "No space left on device", "/disk/spill.tmp"), "/disk/spill.tmp"),
        (duckdb.OutOfMemoryException("1EG4TE5MK73"), "KXWATCH_MEMORY_LIMIT"),
        (duckdb.IOException("IO Error: Could not write file: No space left on device"), "No space left on device"),
        (KeyboardInterrupt(), "previous warehouse is unchanged"),
    ],
)
def test_4_whatever_cannot_be_foreseen(
    kxwatch: Command, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, words: str
) -> None:
    (tmp_path / "new.835").write_bytes(remittance(claim("N1", line(on="2026-04-01")), on="2026-04-20"))
    before = take_snapshot(built / "originals"), (built / "warehouse.duckdb").read_bytes()

    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr("pipelines.engine.build_models", fail)
    answer = kxwatch("build", tmp_path / "new.835", "--home", built, "--json")
    assert (answer.exit_code, answer.json["exit_code"]) == (4, 4)
    assert words in answer.json["message"]
    assert answer.json["message"] in answer.err
    assert "Traceback" not in answer.err
    assert "1EG4TE5MK73" not in answer.err
    assert (take_snapshot(built / "originals"), (built / "warehouse.duckdb").read_bytes()) == before
    assert json.loads((built / "build_status.json").read_text())["exit_code"] == 4


def test_4_ctrl_c_while_the_database_works(kxwatch: Command, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(*_: object) -> None:
        raise RuntimeError("Query interrupted") from KeyboardInterrupt()  # as DuckDB does

    monkeypatch.setattr("pipelines.engine.build_models", work)
    answer = kxwatch("build", "--home", built, "--json")
    assert answer.json == {
        "exit_code": 4,
        "message": "Stopped before publishing. The previous warehouse is unchanged.",
    }


def test_4_an_archive_that_is_no_database(kxwatch: Command, built: Path) -> None:
    (built / "archive.duckdb").write_bytes(b"no database" * 1000)
    answer = kxwatch("build", "--home", built)
    assert answer.exit_code == 4
    assert "backup" in answer.err


@pytest.mark.whole_build
def test_as_of_leaves_out_later_payments_and_a_rebuild_brings_them_back(
    kxwatch: Command, home: Path, offered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_few(monkeypatch, "mart.file_note")
    (tmp_path / "use.csv").write_bytes(prior_use(100_000, "2026-02-01"))
    past = kxwatch("build", offered, tmp_path / "use.csv", "--home", home, "--as-of", "2026-01-31", "--json")
    assert (past.exit_code, past.json["lines"], past.json["data_through_date"]) == (0, 2, "2026-01-31")
    assert "use.csv: these amounts are dated after the data-through date" in past.err
    assert "in the future" not in past.err
    now = kxwatch("build", "--home", home, "--json")
    assert (now.json["lines"], now.json["data_through_date"]) == (3, "2026-03-20")
    assert "use.csv" not in now.err


@pytest.mark.whole_build
def test_date_in_2030(kxwatch: Command, built: Path, tmp_path: Path) -> None:
    """A date long after the data is not an error: what is known then is what is known now."""
    (tmp_path / "use.csv").write_bytes(prior_use(100_000, "2030-02-01"))
    answer = kxwatch("build", tmp_path / "use.csv", "--home", built, "--as-of", "2030-01-01", "--json")
    assert (answer.exit_code, answer.json["lines"], answer.json["data_through_date"]) == (0, 3, "2030-01-01")
    assert "The as-of date 2030-01-01 is in the future. Deadlines are counted from it" in answer.err
