"""Builds for tests of single pages: the tables that these pages can ask for, half of those of a whole build."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.few_models import build_few, find_tables
from tests.law.repository import ROOT
from tests.warehouses import build_home

_DASHBOARD = ROOT / "dashboard"
_CHILDREN = Path(__file__).with_name("children")


def build_for(home: Path, files: Mapping[str, bytes], *views: str) -> None:
    """`kxwatch build` of these files into `home`, with the tables that the pages `views` read."""
    with pytest.MonkeyPatch.context() as patched:
        build_few(patched, *find_read(*views))
        build_home(home, files)


def few_children(tables: Iterable[str]) -> dict[str, str]:
    """The environment of a dashboard whose imports make these tables and what they read."""
    return {"PYTHONPATH": f"{_CHILDREN}{os.pathsep}{ROOT}", "TABLES": ",".join(tables)}


def find_read(*views: str) -> set[str]:
    """What the queries of these pages name, those of all pages, and the macros."""
    folders = [_DASHBOARD / "queries", _DASHBOARD / "components", *(_DASHBOARD / "views" / view for view in views)]
    return find_tables(*_DASHBOARD.glob("*macros.sql"), *folders)
