"""The command `kxwatch check`: exit codes, JSON, messages, and that it changes nothing."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import fastexcel
import pytest

from tests.claim_check.conftest import READ_BY_CHECKS, usual
from tests.claim_files import bill, claim_file, service
from tests.few_models import build_few
from tests.homes.commands import Command, forbid_reading
from tests.warehouses import build_home


def _write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_clean_file_answers_0_with_the_object_of_the_contract(
    kxwatch: Command, practice: Path, tmp_path: Path
) -> None:
    path = _write(tmp_path, "clean.837", claim_file(bill("A1", service())))
    answer = kxwatch("check", path, "--home", practice, "--json")
    assert (answer.exit_code, answer.json["exit_code"], answer.json["lines"], answer.json["findings"]) == (0, 0, 1, [])


def test_a_finding_answers_3_and_names_its_place(kxwatch: Command, practice: Path, tmp_path: Path) -> None:
    path = _write(tmp_path, "wrong.837", claim_file(bill("A1", service(modifiers="GP KX"))))
    answer = kxwatch("check", path, "--home", practice, "--json")
    (found,) = answer.json["findings"]
    wanted = {"file_name": "wrong.837", "segment_number": 16, "patient_control_number": "A1", "line_number": 1}
    assert wanted.items() <= found.items()
    assert (found["rule"], found["severity"]) == ("kx_early", "at_risk")
    assert (answer.exit_code, answer.json["exit_code"]) == (3, 3)


def test_a_file_that_cannot_be_read_answers_4_and_the_others_are_reported(
    kxwatch: Command, practice: Path, tmp_path: Path
) -> None:
    wrong = _write(tmp_path, "wrong.837", claim_file(bill("A1", service(modifiers="GP KX"))))
    cut = _write(tmp_path, "cut.837", claim_file(bill("A2", service()))[:300])
    answer = kxwatch("check", cut, wrong, "--home", practice, "--json")
    assert answer.exit_code == 4
    assert [found["file_name"] for found in answer.json["findings"]] == ["wrong.837"]
    assert [one["file_name"] for one in answer.json["unread"]] == ["cut.837"]
    assert "cut.837: segment" in answer.err


def test_a_file_without_permission_answers_4_and_the_others_are_reported(
    kxwatch: Command, practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = _write(tmp_path, "clean.837", claim_file(bill("A1", service())))
    shut = _write(tmp_path, "shut.837", claim_file(bill("A2", service())))
    forbid_reading(monkeypatch, shut)
    answer = kxwatch("check", shut, clean, "--home", practice, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (4, 1)
    assert [one["file_name"] for one in answer.json["unread"]] == ["shut.837"]


def test_wrong_use_answers_2(kxwatch: Command, practice: Path, tmp_path: Path) -> None:
    path = _write(tmp_path, "clean.837", claim_file(bill("A1", service())))
    assert kxwatch("check", tmp_path / "none.837", "--home", practice).exit_code == 2
    assert kxwatch("check", "--home", practice).exit_code == 2
    assert kxwatch("check", path, "--home", practice, "--as-of", "2026-02-30").exit_code == 2
    answer = kxwatch("check", path, "--home", tmp_path / "empty")
    assert (answer.exit_code, "Run `kxwatch build` first" in answer.err) == (2, True)


def test_the_table_names_what_to_do(kxwatch: Command, practice: Path, tmp_path: Path) -> None:
    path = _write(tmp_path, "wrong.837", claim_file(bill("A[b]1", service(modifiers="GP KX"))))
    answer = kxwatch("check", path, "--home", practice)
    assert "At risk" in answer.out
    assert "Remove" in answer.out
    assert "1 service line in 1 file. 1 finding, 0 that will be denied." in answer.err


def test_a_folder_stands_for_its_files(kxwatch: Command, practice: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("one.837", "two.837"):
        _write(folder, name, claim_file(bill(name, service())))
    assert kxwatch("check", folder, "--home", practice, "--json").json["lines"] == 2


def test_nothing_in_the_data_folder_changes(kxwatch: Command, practice: Path, tmp_path: Path) -> None:
    path = _write(tmp_path, "wrong.837", claim_file(bill("A1", service(modifiers="GP KX"))))
    before = _hash_all(practice)
    assert kxwatch("check", path, "--home", practice).exit_code == 3
    assert _hash_all(practice) == before


def _hash_all(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def test_messages_hold_no_patient(kxwatch: Command, practice: Path, tmp_path: Path) -> None:
    file = claim_file(bill("A1", service(modifiers="GP KX GA"), service(modifiers="")))
    answer = kxwatch("check", _write(tmp_path, "wrong.837", file), "--home", practice, "--json")
    assert "1EG4TE5MK73" not in answer.out + answer.err
    assert "SAMPLE" not in answer.out + answer.err


def test_an_encrypted_data_folder_is_checked_with_its_key(
    kxwatch: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", "a long secret text")
    build_few(monkeypatch, *READ_BY_CHECKS)
    build_home(home, {"known.835": usual()})
    path = _write(tmp_path, "wrong.837", claim_file(bill("A1", service(modifiers="GP KX"))))
    assert kxwatch("check", path, "--home", home).exit_code == 3
    monkeypatch.delenv("KXWATCH_KEY")
    answer = kxwatch("check", path, "--home", home)
    assert (answer.exit_code, "KXWATCH_KEY is not set" in answer.err) == (2, True)


def test_a_workbook_holds_the_same_findings_as_text(kxwatch: Command, practice: Path, tmp_path: Path) -> None:
    path = _write(tmp_path, "wrong.837", claim_file(bill("=1+1", service(modifiers="GP KX"))))
    workbook = tmp_path / "findings.xlsx"
    assert kxwatch("check", path, "--home", practice, "--xlsx", workbook).exit_code == 3
    rows = fastexcel.read_excel(workbook).load_sheet("Findings").to_arrow().to_pylist()
    assert [(row["Claim"], row["Finding"], row["Segment"]) for row in rows] == [("=1+1", "KX early", 16)]
    answer = kxwatch("check", path, "--home", practice, "--xlsx", workbook)
    assert (answer.exit_code, "exists already" in answer.err) == (2, True)


def test_rules_are_counted_for_scripts(kxwatch: Command, practice: Path, tmp_path: Path) -> None:
    file = claim_file(bill("A1", service(modifiers="GP KX"), service(modifiers="GP KX GA")))
    answer = kxwatch("check", _write(tmp_path, "wrong.837", file), "--home", practice, "--json")
    counted = [(one["rule"], one["lines"]) for one in answer.json["rules"]]
    assert counted == [("kx_with_ga", 1), ("kx_early", 2)]
