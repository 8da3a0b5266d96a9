"""Reads the expectation suites: a TOML file per table that says what its columns may hold."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

SUITE_FOLDER = Path(__file__).parent / "suites"
ROWS_PER_KEY = "rows per key"
REFERENCE = "reference."
NOT_NULL = "expect_column_values_to_not_be_null"


@dataclass(frozen=True)
class Expectation:
    """One expectation in the terms of Great Expectations.

    `columns` are the columns that it looks at: one, several of one kind, two that are compared (`is_pair`), or those of
    which each combination may stand once (`is_key`). With `is_required` an empty value is not expected. `arguments` are
    its keyword arguments; a `value_set` may name a column of a reference list or of another table
    ("reference.claim_status.claim_status_code").
    """

    kind: str
    columns: tuple[str, ...]
    is_key: bool
    is_required: bool
    arguments: dict[str, Any]
    words: str

    @property
    def label(self) -> str:
        """The name of what is looked at."""
        if self.is_key:
            return f"{ROWS_PER_KEY} {', '.join(self.columns)}"
        return f"{self.columns[0]} with {self.columns[1]}" if self.is_pair else ", ".join(self.columns)

    @property
    def is_pair(self) -> bool:
        """Whether two columns of a row are compared."""
        return "_pair_" in self.kind

    @property
    def linked_table(self) -> str:
        """The table, other than a reference list, that holds what the column may hold; empty if there is none."""
        value_set = self.arguments.get("value_set")
        if not isinstance(value_set, str) or value_set.startswith(REFERENCE):
            return ""
        return value_set.rpartition(".")[0]


@dataclass(frozen=True)
class Suite:
    """What one table may hold. `shows_values`: its values are our own categories and may stand in a message."""

    table: str
    title: str
    severity: str
    shows_values: bool
    expectations: tuple[Expectation, ...]

    @property
    def reads(self) -> frozenset[str]:
        """The tables that must be there: its own, and those that a `value_set` names."""
        return frozenset({self.table, *(one.linked_table for one in self.expectations)} - {""})

    @property
    def check_name(self) -> str:
        """Its name in mart.check_result."""
        return "expected_" + self.table.replace(".", "_")


@lru_cache(maxsize=1)
def load_suites() -> tuple[Suite, ...]:
    """All suites, by table. Raises KeyError for one that lacks its title or severity."""
    return tuple(_read_suite(path) for path in sorted(SUITE_FOLDER.glob("*.toml")))


def _read_suite(path: Path) -> Suite:
    with path.open("rb") as file:
        stated = tomllib.load(file)
    expectations = tuple(_read_expectation(one) for one in stated["expectation"])
    return Suite(path.stem, stated["title"], stated["severity"], stated.get("shows_values", False), expectations)


def _read_expectation(stated: dict[str, Any]) -> Expectation:
    given = dict(stated)
    kind, words = f"expect_{given.pop('expect')}", given.pop("words", "")
    key = given.pop("key", None)
    if key:
        return Expectation("expect_column_values_to_be_between", tuple(key), True, True, {"max_value": 1}, "stand once")
    columns = given.pop("columns", None) or [given.pop("column")]
    is_required = given.pop("is_required", kind == NOT_NULL)
    words = words or _say(kind, given)
    if is_required and kind != NOT_NULL:
        words += " and never empty"
    return Expectation(kind, tuple(columns), False, is_required, given, words)


def _say(kind: str, arguments: dict[str, Any]) -> str:
    """The expectation in words, where the suite has none of its own."""
    values, least, most = (arguments.get(name) for name in ("value_set", "min_value", "max_value"))
    if isinstance(values, str):
        table, _, column = values.rpartition(".")
        return f"are in {table} ({column})"
    if values is not None:
        return f"are one of {', '.join(map(str, values))}"
    if kind == NOT_NULL:
        return "are never empty"
    if least is not None and most is not None:
        return f"are {least} to {most}"
    return f"are at least {least}" if most is None else f"are at most {most}"
