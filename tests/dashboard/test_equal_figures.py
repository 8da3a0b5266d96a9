"""Every figure that stands on two pages is equal on both: the pairs of figure_pairs.toml, under filters and without."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.warehouse import PARAMETER, query_text
from tests.builders import claim, line, remittance
from tests.dashboard.sample_practice import TODAY, ask, ask_text
from tests.made_once import build_once

PIPELINES = Path(__file__).parents[2] / "pipelines"
PAIRS: dict[str, dict[str, list[Any]]] = tomllib.loads(
    Path(__file__).with_name("figure_pairs.toml").read_text(encoding="utf-8")
)
# Code of a set of filters -> its parameters; the numbers come from the practice.
FILTERS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "all": lambda home: {},
    "year": lambda home: {
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 1),
        "first_year": 2026,
        "last_year": 2026,
        "trend_start": date(2026, 1, 1),
    },
    "category": lambda home: {"pool": "OT"},
    "clinic": lambda home: {"payee_npi": ask_text(home, "select min(payee_npi) from mart.denial")},
    "provider": lambda home: {"provider_npi": ask_text(home, "select min(provider_npi) from mart.denial")},
    "payer and category": lambda home: {
        "payer_name": ask_text(home, "select min(payer_name) from mart.denial"),
        "pool": "PT_SLP",
    },
}
MONTH = date(2026, 4, 1)
OF_MONTH = {
    "month_start": MONTH, "month_end": date(2026, 4, 30), "previous_start": date(2026, 3, 1),
    "next_month_end": date(2026, 5, 31), "period_start": MONTH, "period_end": MONTH, "known_by": date(2026, 4, 30),
}  # fmt: skip
BESIDE: dict[str, Any] = {
    "since_date": date(2026, 9, 30), "soon_days": 30, "minimum_beneficiaries": 10, "worked_keys": [], "seen_files": [],
    "trend_start": date(2020, 1, 1), "last_month": date(2026, 12, 1), "page_rows": 1_000_000,
    "offset_rows": 0, **OF_MONTH, "period_start": None, "period_end": None, "today": TODAY,
}  # fmt: skip


# What was asked already: many pairs name the same query.
ANSWERS: dict[tuple[Path, str, str], pd.DataFrame] = {}


def read_figure(home: Path, figure: str, asked: dict[str, Any]) -> int:
    """What `query.column where rows` says under what is asked."""
    place, _, condition = figure.partition(" where ")
    query_name, _, column = place.partition(".")
    found = ask_place(home, query_name, asked)
    counted = found.query(condition, engine="python") if condition and len(found) else found
    if column == "rows":
        return len(counted)
    if column == "patients" and column not in found:
        return int(counted["beneficiary_key"].nunique())
    return int(counted[column].fillna(0).sum())


def ask_place(home: Path, place: str, asked: dict[str, Any]) -> pd.DataFrame:
    """The rows of a query of the pages; of printed documents, the digest or the pack as 'printing/provider_counts'."""
    folder, _, name = place.rpartition("/")
    text = (PIPELINES / folder / "queries" / f"{name}.sql").read_text("utf-8") if folder else query_text(name)
    named = {parameter: asked.get(parameter) for parameter in sorted(set(PARAMETER.findall(text)))}
    key = home, text, repr(named)
    if key not in ANSWERS:
        ANSWERS[key] = ask(home, text, **named)
    return ANSWERS[key]


@pytest.fixture(scope="module")
def caseload_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the practice has none of: patients in treatment near and over each amount, and a file that was refused."""
    both, missing, reviewed, denied = (f"{number}EG4TE5MK73" for number in (1, 2, 3, 4))
    day = "2026-04-06"
    claims = [
        claim("A1", line(on=day, allowed=230_000), patient=both),
        claim("A2", line("97530", "GO", on=day, allowed=210_000), patient=both),
        claim("B1", line(on=day, allowed=250_000), line("97530", "GP KX", on=day), patient=missing),
        claim("C1", line("97110", "GP KX", on=day, allowed=320_000), patient=reviewed),
        claim("D1", line(on=day, allowed=240_000), patient=denied),
        claim("D2", line("97530", on="2026-04-13", denied="CO-119"), patient=denied),
    ]
    files = {"april.835": remittance(*claims, on="2026-04-20"), "refused.835": b"ISA*00*"}
    return build_once(tmp_path_factory, "caseload", files)


def find_unequal(home: Path, part: str, chosen: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """The pairs of one part whose two places differ, with what each says."""
    unequal = {}
    for where, (first, second, *own) in PAIRS[part].items():
        asked = BESIDE | chosen | (own[0] if own else {})
        both = read_figure(home, first, asked), read_figure(home, second, asked)
        if both[0] != both[1]:
            unequal[where] = both
    return unequal


@pytest.mark.parametrize("filters", FILTERS)
def test_a_figure_on_two_pages_is_one_figure(practice_home: Path, filters: str) -> None:
    assert find_unequal(practice_home, "filtered", FILTERS[filters](practice_home)) == {}


def read_day(home: Path) -> dict[str, date]:
    """What is known by the data-through date of a practice."""
    through = date.fromisoformat(ask_text(home, "select data_through_date from mart.build_info")[:10])
    return {"known_by": through, "data_through_date": through}


def test_a_figure_of_the_whole_practice_is_one_figure(practice_home: Path) -> None:
    assert find_unequal(practice_home, "whole", read_day(practice_home)) == {}


@pytest.mark.parametrize("part", PAIRS)
def test_a_figure_of_patients_in_treatment_is_one_figure(caseload_home: Path, part: str) -> None:
    chosen = OF_MONTH if part == "month" else read_day(caseload_home)
    assert find_unequal(caseload_home, part, chosen) == {}


def test_a_figure_of_a_month_is_that_of_the_page_of_the_month(practice_home: Path) -> None:
    assert find_unequal(practice_home, "month", OF_MONTH) == {}


def test_no_figure_is_nothing_everywhere(practice_home: Path, caseload_home: Path) -> None:
    said = {
        where
        for home in (practice_home, caseload_home)
        for part in PAIRS
        for where, (first, _, *own) in PAIRS[part].items()
        if read_figure(home, first, BESIDE | read_day(home) | (own[0] if own else {}))
    }
    assert {where for part in PAIRS.values() for where in part} - said == set()
