"""A few damaged data folders; `make fuzz` damages many more."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.damaged_homes import check_damages, list_originals, make_home


def test_a_damaged_data_folder_ends_in_a_sentence_and_loses_no_original(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    assert len(list_originals(home)) == 2
    check_damages(home, tmp_path, range(2))
