"""The data of the benchmarks: a million synthetic lines, simulated once, and 100 MB of it in 200 files."""

from __future__ import annotations

import shutil
from itertools import accumulate
from pathlib import Path

from pipelines.simulate import simulate_practice
from tests.law.repository import ROOT

BENCH = ROOT / ".bench"
MILLION = 1_000_000
THREE_MILLION = 3_000_000
SEED = 7
BUNDLE_BYTES = 100 * 1000 * 1000
BUNDLE_FILES = 200


def simulate_million() -> Path:
    """The folder of remittances with about a million service lines; made when it is not there."""
    return _simulate("practice", MILLION)


def simulate_three_million() -> Path:
    """The folder of remittances with about three million service lines in some 18,600 files, likewise."""
    return _simulate("three_million", THREE_MILLION)


def _simulate(name: str, lines: int) -> Path:
    folder = BENCH / name
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        simulate_practice(lines, SEED, folder)
        (folder / "done").touch()
    return folder / "remittances"


def bundle_files(remittances: Path) -> Path:
    """100 MB of it in 200 files of about equal size: each holds the interchanges of several payments."""
    folder = BENCH / "bundle"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        paths = sorted(remittances.rglob("*.835"))
        ends = accumulate(path.stat().st_size for path in paths)
        for path, end in zip(paths, ends, strict=True):
            if end > BUNDLE_BYTES:
                break
            number = end * BUNDLE_FILES // BUNDLE_BYTES
            with (folder / f"{min(number, BUNDLE_FILES - 1):03}.835").open("ab") as bundle:
                bundle.write(path.read_bytes())
        (folder / "done").touch()
    return folder


def new_home(name: str) -> Path:
    """An empty home below .bench."""
    home = BENCH / name
    shutil.rmtree(home, ignore_errors=True)
    return home
