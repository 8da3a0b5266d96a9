"""A practice with a patient over the threshold, printed by the command line of this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.month.conftest import quarter

__all__ = ["quarter"]


@pytest.fixture
def printed_home(quarter: Path, home: Path) -> Path:
    """A copy of the data folder: printing is recorded there."""
    shutil.copytree(quarter, home)
    return home
