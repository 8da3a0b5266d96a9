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


def simulate_lines(lines: int) -> Path:
    """The folder of remittances with about so many service lines, likewise."""
    return simulate_three_million() if lines == THREE_MILLION else _simulate(f"practice-{lines}", lines)


def bundle_files(remittances: Path) -> Path:
    """100 MB of it in some 200 files of about equal size: each holds the interchanges of several payments."""
    folder = BENCH / "bundle-by-separators"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        paths = sorted(remittances.rglob("*.835"))
        ends = accumulate(path.stat().st_size for path in paths)
        bundle([path for path, end in zip(paths, ends, strict=True) if end <= BUNDLE_BYTES], folder, BUNDLE_FILES)
        (folder / "done").touch()
    return folder


def bundle(paths: list[Path], folder: Path, files: int) -> None:
    """The interchanges one after the other in about `files` files of equal size.

    One set of separators in each file: bare oxedi reads a file with the separators of its first interchange and
    passes over the others without a word, and would be measured on less than all lines.
    """
    alike = sorted(paths, key=lambda path: (_read_separators(path), str(path)))
    whole = sum(path.stat().st_size for path in alike)
    ends = accumulate(path.stat().st_size for path in alike)
    for path, end in zip(alike, ends, strict=True):
        name = f"{end * files // (whole + 1):03}-{_read_separators(path).hex()}.835"
        with (folder / name).open("ab") as together:
            together.write(path.read_bytes())


def _read_separators(path: Path) -> bytes:
    """Element, repetition and component separator and segment terminator, from their places in ISA."""
    with path.open("rb") as file:
        isa = file.read(106)
    return isa[3:4] + isa[82:83] + isa[104:106]


def new_home(name: str) -> Path:
    """An empty home below .bench."""
    home = BENCH / name
    shutil.rmtree(home, ignore_errors=True)
    return home
