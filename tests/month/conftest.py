"""A data folder for reports on a month: a missing-KX denial in January, nothing in February, a recovery in March."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.month import parse_month
from pipelines.pack.pack import write_pack
from pipelines.settings import load_settings
from tests.builders import claim, line, remittance
from tests.made_once import build_once, make_once


@pytest.fixture(scope="session")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Payments on Jan 20, Feb 20 and Mar 20; KX is missing on Jan 12 and billed again in March."""
    over = line(on="2026-01-05", allowed=250_000)
    january = claim("A1", over, line("97140"))
    denied = claim("A2", line(on="2026-01-12", denied="CO-119"))
    again = claim("A3", line(modifiers="GP KX", on="2026-01-12"))
    files = {
        "february.835": remittance(claim("B1", line("97110", on="2026-02-03"), patient="2EG4TE5MK74"), on="2026-02-20"),
        "january.835": remittance(january, denied, on="2026-01-20"),
        "march.835": remittance(again, on="2026-03-20"),
    }
    return build_once(tmp_path_factory, "quarter", files)


@pytest.fixture
def reviewed(quarter: Path, home: Path) -> Path:
    """A copy of that data folder, for tests that record decisions."""
    shutil.copytree(quarter, home)
    return home


@pytest.fixture(scope="session")
def packed(quarter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `january.zip`, the pack of January, and `home`, the data folder that sealed it."""

    def make(folder: Path) -> None:
        shutil.copytree(quarter, folder / "home")
        write_pack(load_settings(folder / "home"), parse_month("2026-01"), folder / "january.zip")

    return make_once(tmp_path_factory, "packed", make)
