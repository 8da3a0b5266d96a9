"""A folder that is dear to make: one test process of a run makes it, and each process works on a copy of its own."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.warehouses import build_home

_PATIENCE_SECONDS = 600
_LOOK_SECONDS = 0.1


def make_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A copy of the folder `name`, which `make` fills in the first process that asks for it.

    `make` gets a folder that is there and empty. Where it fails, it fails for all. Decision 0211.
    """
    shared = find_shared(factory) / f"once-{name}"
    try:
        shared.mkdir()
    except FileExistsError:
        _wait(shared)
    else:
        _fill(shared, make)
    return Path(shutil.copytree(shared / "content", factory.mktemp(name) / "copy"))


def build_once(factory: pytest.TempPathFactory, name: str, files: Mapping[str, bytes]) -> Path:
    """The data folder that `kxwatch build` makes of these files, in their order."""

    def make(folder: Path) -> None:
        build_home(folder / "home", files)

    return make_once(factory, name, make) / "home"


def find_shared(factory: pytest.TempPathFactory) -> Path:
    """The folder of the whole run: each process of pytest-xdist has one of its own below it."""
    own = factory.getbasetemp()
    return own.parent if own.name.startswith("popen-") else own


def _fill(shared: Path, make: Callable[[Path], None]) -> None:
    outcome = "failed"
    try:
        (shared / "content").mkdir()
        make(shared / "content")
        outcome = "made"
    finally:
        (shared / outcome).touch()


def _wait(shared: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not (shared / "made").exists():
        if (shared / "failed").exists() or time.monotonic() > until:
            raise RuntimeError(f"{shared.name} was not made by the test process that began it; see what failed there.")
        time.sleep(_LOOK_SECONDS)
