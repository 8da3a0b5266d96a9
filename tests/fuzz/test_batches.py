"""Changed files beside a good one in a build: none stops it, none changes what the good one says."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.batches import build_batch, check_batch
from tests.fuzz.mutants import make_mutant

COUNTS = {"x12": 60, "table": 60, "bytes": 20, "packed": 5, "workbook": 1}


def test_the_good_file_says_what_it_says_alone(tmp_path: Path) -> None:
    alone = build_batch(tmp_path / "alone", [])
    assert alone.exit_code == 0
    assert len(alone.good_lines) == 24
    mutants = [make_mutant(kind, number) for kind, count in COUNTS.items() for number in range(count)]
    built = build_batch(tmp_path / "beside", mutants)
    check_batch(built, alone, mutants)
    assert built.answer["files"]["accepted"] > len(mutants) // 4
