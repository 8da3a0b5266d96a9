"""Lists and measures: where they come from, that nobody changed them in silence, that somebody looks again."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.models.catalog import REFERENCE_FOLDER
from pipelines.models.dictionary import hash_list, read_measures, read_provenance
from tests.law.repository import ROOT

LISTS = {path.stem: path for path in sorted(REFERENCE_FOLDER.glob("*.csv"))}
MEASURE_KEYS = {"title", "numerator", "denominator", "unit", "direction", "why", "limits", "source", "next_review"}
# A denominator is empty where a plain count or amount is shown.
MAY_BE_EMPTY = {"denominator"}
# What an auditor would ask about: a text that is not published with kxwatch, and a word that could be the practice's.
UNCLEAR = re.compile(r"\bcontract section|\bours\b")


def test_every_list_has_a_pedigree_and_no_pedigree_is_left_over() -> None:
    assert read_provenance().keys() == LISTS.keys()


@pytest.mark.parametrize("path", LISTS.values(), ids=LISTS.keys())
def test_a_list_has_the_bytes_that_were_reviewed(path: Path) -> None:
    recorded = read_provenance()[path.stem]["sha256"]
    assert hash_list(path) == recorded, "compare the list with its source, then run `make provenance`"


@pytest.mark.parametrize("path", LISTS.values(), ids=LISTS.keys())
def test_every_row_of_a_list_names_its_source(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert [row for row in rows if not (row.get("source") or "").strip()] == []


@pytest.mark.parametrize("path", sorted(REFERENCE_FOLDER.glob("*.*")), ids=lambda path: path.name)
def test_a_source_can_be_looked_up(path: Path) -> None:
    text = path.read_text("utf-8")
    assert UNCLEAR.findall(text) == []
    assert [page for page in re.findall(r"\bdocs/[\w-]+\.md", text) if not (ROOT / page).is_file()] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_not_overdue(name: str) -> None:
    one = read_provenance()[name]
    assert one["reviewed"] <= today() <= one["next_review"], f"{name}: review it, then move `next_review`"


@pytest.mark.parametrize("name", read_measures())
def test_a_measure_is_whole_and_not_overdue(name: str) -> None:
    measure = read_measures()[name]
    assert measure.keys() == MEASURE_KEYS
    assert [key for key in MEASURE_KEYS - MAY_BE_EMPTY if not measure[key]] == []
    assert measure["direction"] in {"lower", "higher", "neither"}
    assert today() <= measure["next_review"], f"{name}: review it, then move `next_review`"


def today() -> date:
    """The day on which the tests run."""
    return datetime.now(UTC).date()
