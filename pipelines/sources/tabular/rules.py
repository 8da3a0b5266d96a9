"""The rules for rows that kinds of tables share: filled, readable, in range, free of formulas and patients."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.tabular.kind import Cells, Rule
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.values import has_long_amount, match_form, read_flags

# a Medicare number as CMS forms it, with or without dashes
_LETTER = "[AC-HJKMNP-RT-Yac-hjkmnp-rt-y]"
_EITHER = "[0-9AC-HJKMNP-RT-Yac-hjkmnp-rt-y]"
PATIENT_NUMBER = rf"\b[1-9]{_LETTER}{_EITHER}\d-?{_LETTER}{_EITHER}\d-?{_LETTER}{{2}}\d\d\b"


def on_texts(name: str, column: str, find: Callable[[pa.Array], pa.Array]) -> Rule:
    """A rule about the cells as they stand; `find` gives the rows that break it, null for none."""
    return Rule(name, column, lambda cells: read_flags(find(cells.texts(column))))


def filled(*columns: str) -> list[Rule]:
    """Every row has a value there."""
    return [on_texts("missing_value", column, pc.is_null) for column in columns]


def plain(*columns: str) -> list[Rule]:
    """No text begins like a formula."""
    return [on_texts("formula_text", column, lambda texts: pc.starts_with(texts, "=")) for column in columns]


def without_patient(*columns: str) -> list[Rule]:
    """No text holds what looks like a Medicare number."""
    return [
        on_texts("patient_in_text", column, lambda texts: pc.match_substring_regex(texts, PATIENT_NUMBER))
        for column in columns
    ]


def at_most(name: str, column: str, characters: int) -> Rule:
    """A text has at most so many characters."""
    return on_texts(name, column, lambda texts: pc.greater(pc.utf8_length(texts), characters))


def formed(name: str, column: str, form: str) -> Rule:
    """What was read matches a regular expression."""
    return Rule(name, column, lambda cells: match_form(cells.values(column), form))


def npi(*columns: str) -> list[Rule]:
    """An NPI has ten digits."""
    return [formed("unreadable_npi", column, r"^\d{10}$") for column in columns]


def readable(name: str, *columns: str) -> list[Rule]:
    """The cells could be read as what their column holds."""
    return [Rule(name, column, _find_unreadable(column)) for column in columns]


def _find_unreadable(column: str) -> Callable[[Cells], Flags]:
    return lambda cells: cells.readings[column].is_broken


def dollars(column: str) -> list[Rule]:
    """An amount is a plain decimal with at most two places."""
    return [
        Rule("amount_with_more_than_two_decimals", column, lambda cells: has_long_amount(cells.texts(column))),
        Rule(
            "unreadable_amount",
            column,
            lambda cells: cells.readings[column].is_broken & ~has_long_amount(cells.texts(column)),
        ),
    ]


def not_negative(name: str, column: str) -> Rule:
    """A number is not below zero."""
    return Rule(name, column, lambda cells: read_flags(pc.less(cells.values(column), _zero(cells, column))))


def above_zero(name: str, column: str) -> Rule:
    """A number is above zero."""
    return Rule(name, column, lambda cells: read_flags(pc.less_equal(cells.values(column), _zero(cells, column))))


def _zero(cells: Cells, column: str) -> pa.Scalar:
    return pa.scalar(0, cells.values(column).type)
