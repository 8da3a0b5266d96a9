"""Thresholds: amounts of calendar years that the shipped table does not have yet."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np

from pipelines.sources.finding import Broken
from pipelines.sources.tabular.kind import Cells, Column, Kind, Rule
from pipelines.sources.tabular.rules import above_zero, dollars, filled, readable
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.values import read_amounts, read_years

_AMOUNTS = ("kx_threshold", "medical_review_amount", "alert_amount")
_SHIPPED = Path(__file__).parents[2] / "reference" / "therapy_threshold.csv"

Amounts = tuple[Decimal | None, ...]


@cache
def load_shipped_thresholds() -> dict[int, Amounts]:
    """The shipped amounts (KX threshold, medical review, alert) in dollars by calendar year."""
    with _SHIPPED.open(encoding="utf-8", newline="") as rows:
        return {
            int(row["calendar_year"]): tuple(Decimal(row[column]) if row[column] else None for column in _AMOUNTS)
            for row in csv.DictReader(rows)
        }


def _find_contradictions(cells: Cells, is_unusable: Flags) -> list[Broken]:
    """The rows that give a known year other amounts; a blank medical review threshold contradicts nothing."""
    shipped, earlier = load_shipped_thresholds(), dict[int, Amounts]()
    against_shipped = np.zeros(len(is_unusable), dtype=np.bool_)
    against_earlier = np.zeros(len(is_unusable), dtype=np.bool_)
    listed = zip(*(cells.values(column).to_pylist() for column in _AMOUNTS), strict=True)
    for row, (year, own) in enumerate(zip(cells.values("calendar_year").to_pylist(), listed, strict=True)):
        if is_unusable[row]:
            continue
        against_shipped[row] = _differ(own, shipped.get(year, own))
        if not against_shipped[row]:
            against_earlier[row] = _differ(own, earlier.setdefault(year, own))
    return [
        Broken("contradicts_shipped_threshold", "calendar_year", against_shipped),
        Broken("contradicts_earlier_row", "calendar_year", against_earlier),
    ]


def _differ(own: Amounts, other: Amounts) -> bool:
    return any(a is not None and b is not None and a != b for a, b in zip(own, other, strict=True))


def _judge_amount(column: str) -> tuple[Rule, ...]:
    return (*dollars(column), above_zero("amount_not_above_zero", column))


KIND = Kind(
    "threshold",
    table="threshold",
    place="threshold_place",
    columns=(
        Column("calendar_year", read_years),
        Column("kx_threshold", read_amounts, "kx_threshold_amount"),
        Column("medical_review_amount", read_amounts),
        Column("alert_amount", read_amounts),
        Column("source"),
    ),
    rules=(
        *filled("calendar_year", "kx_threshold", "alert_amount", "source"),
        *readable("unreadable_year", "calendar_year"),
        *(rule for column in _AMOUNTS for rule in _judge_amount(column)),
    ),
    compare=_find_contradictions,
)
read_threshold = KIND.read
