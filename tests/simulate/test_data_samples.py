"""The sample remittances are what their description says: the output of one command."""

from __future__ import annotations

import re
from pathlib import Path

from pipelines.simulate import simulate_practice

_SAMPLES = Path(__file__).resolve().parents[2] / "data_samples"
_MOST_BYTES = 450_000


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_samples_are_made_by_the_command_that_is_named(tmp_path: Path) -> None:
    words = (_SAMPLES / "era.md").read_text(encoding="utf-8")
    named = re.search(r"kxwatch simulate --lines (\d+) --seed (\d+) --out practice", words)
    assert named is not None
    simulate_practice(int(named[1]), int(named[2]), tmp_path)
    made, kept = _contents(tmp_path / "remittances"), _contents(_SAMPLES / "era")
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == [], "the simulator changed: run the command again"


def test_the_samples_stay_small() -> None:
    assert sum(len(content) for content in _contents(_SAMPLES / "era").values()) < _MOST_BYTES
