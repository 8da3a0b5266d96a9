"""A few damaged data folders; `make fuzz` damages many more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.few_models import build_few
from tests.fuzz.damaged_homes import check_damages, list_originals, make_home


def test_a_damaged_data_folder_ends_in_a_sentence_and_loses_no_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_few(monkeypatch)
    home = make_home(tmp_path)
    assert len(list_originals(home)) == 2
    check_damages(home, tmp_path, range(2), "few")
