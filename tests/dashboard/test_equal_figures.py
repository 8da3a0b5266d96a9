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
from tests.dashboard.sample_practice import TODAY, ask, ask_text

PIPELINES = Path(__file__).parents[2] / "pipelines"
PAIRS: dict[str, dict[str, list[Any]]] = tomllib.loads(
    Path(__file__).with_name("figure_pairs.toml").read_text(encoding="utf-8")
)
# What this practice has none of: there both places say zero.
NOTHING = {
    "needs KX", "approaching", "approaching patients", "over, missing KX", "lines missing KX", "over medical review",
    "files not imported",
}  # fmt: skip
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
ANSWERS: dict[tuple[str, str], pd.DataFrame] = {}


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
    key = text, repr(named)
    if key not in ANSWERS:
        ANSWERS[key] = ask(home, text, **named)
    return ANSWERS[key]


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


def test_a_figure_of_the_whole_practice_is_one_figure(practice_home: Path) -> None:
    through = date.fromisoformat(ask_text(practice_home, "select data_through_date from mart.build_info")[:10])
    assert find_unequal(practice_home, "whole", {"known_by": through, "data_through_date": through}) == {}


def test_a_figure_of_a_month_is_that_of_the_page_of_the_month(practice_home: Path) -> None:
    assert find_unequal(practice_home, "month", OF_MONTH) == {}


def test_the_figures_are_not_all_nothing(practice_home: Path) -> None:
    through = date.fromisoformat(ask_text(practice_home, "select data_through_date from mart.build_info")[:10])
    asked = BESIDE | {"known_by": through, "data_through_date": through}
    nothing = {
        where.partition(":")[0]
        for part in PAIRS
        for where, (first, _, *own) in PAIRS[part].items()
        if not read_figure(practice_home, first, asked | (own[0] if own else {}))
    }
    assert nothing <= NOTHING
