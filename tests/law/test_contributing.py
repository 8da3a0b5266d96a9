"""The walks of CONTRIBUTING.md name files that exist, and no more of them than their headings promise."""

from __future__ import annotations

import re

import pytest

from tests.law.repository import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WALKS = re.findall(r"^### (.+?) \((\d) files?\)\n+((?:\d\. .+(?:\n(?!\d\.|#).*)*\n?)+)", TEXT, re.M)


def test_there_are_walks() -> None:
    assert len(WALKS) == len(re.findall(r"^### ", TEXT, re.M)) == 8


@pytest.mark.parametrize(("title", "number", "steps"), WALKS, ids=[title for title, _, _ in WALKS])
def test_a_walk_has_as_many_files_as_its_heading_says(title: str, number: str, steps: str) -> None:
    assert len(re.findall(r"^\d\. `", steps, re.M)) == int(number), title


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:dashboard|pipelines|tests|docs)/[\w./<>]+)`", TEXT))))
def test_every_path_exists(path: str) -> None:
    known = path.split("<name>")[0]
    assert (ROOT / known).exists(), path
