"""The whole play: equal seeds give equal bytes, sizes are met, and nothing is written over."""

from __future__ import annotations

import gc
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.errors import UsageError
from pipelines.simulate import DEMO_LINES, simulate_practice

_TINY_LINES = 1_000


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_identical_bytes(tmp_path: Path) -> None:
    simulate_practice(_TINY_LINES, 11, tmp_path / "one")
    simulate_practice(_TINY_LINES, 11, tmp_path / "two")
    simulate_practice(_TINY_LINES, 12, tmp_path / "three")
    one = _digests(tmp_path / "one")
    assert one == _digests(tmp_path / "two")
    assert one != _digests(tmp_path / "three")


def test_sites_are_written_one_after_the_other(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    simulate_practice(6_000, 3, tmp_path, lambda written, wanted: heard.append((written, wanted)), site_lines=3_000)
    assert [wanted for _, wanted in heard] == [6_000, 6_000]
    assert abs(heard[-1][0] - 6_000) <= 300
    assert sorted(path.name for path in (tmp_path / "remittances").glob("site-*")) == ["site-001", "site-002"]
    providers = (tmp_path / "truth" / "providers.csv").read_text(encoding="utf-8").splitlines()
    assert len({row.split(",")[2] for row in providers[1:]}) == 48


def test_the_small_practice_has_the_size_that_was_asked_for(small_practice: Path) -> None:
    totals = (small_practice / "truth" / "totals.csv").read_text(encoding="utf-8").splitlines()
    numbers = dict(row.split(",")[2:4] for row in totals[1:])
    assert abs(int(numbers["service_lines"]) - 6_000) <= 300


def test_a_folder_that_holds_a_practice_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "remittances").mkdir()
    with pytest.raises(UsageError, match="already holds a simulated practice"):
        simulate_practice(DEMO_LINES, 1, tmp_path)
    assert list((tmp_path / "remittances").iterdir()) == []


def test_no_lines_cannot_be_simulated(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="at least one"):
        simulate_practice(0, 1, tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_resting_garbage_collector_stays_at_rest(tmp_path: Path) -> None:
    gc.disable()
    try:
        simulate_practice(1, 5, tmp_path)
        assert not gc.isenabled()
    finally:
        gc.enable()
