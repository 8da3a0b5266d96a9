"""Reads the table of an appraisal: one row a sampled unit, with its stratum and its two amounts."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO
from pathlib import Path

from pipelines.errors import UsageError

HEADER = ("stratum", "frame_size", "examined", "audited")
_AMOUNT_FORM = re.compile(r"-?(\d{1,9}(\.\d{0,2})?|\.\d{1,2})", re.ASCII)
_COUNT_FORM = re.compile(r"0*[1-9]\d{0,9}", re.ASCII)
_CENTS = 2
_FEWEST_UNITS = 2


@dataclass(frozen=True)
class SampledUnit:
    """One unit of the sample: what was paid, and what the review allows, in cents."""

    examined_cents: int
    audited_cents: int


@dataclass
class Stratum:
    """One stratum: its name, the units in its frame, and the units of its sample."""

    name: str
    frame_size: int
    units: list[SampledUnit] = field(default_factory=list)


def read_strata(path: Path) -> list[Stratum]:
    """The strata of an appraisal file, in the order met. Raises UsageError with the row that is wrong."""
    rows = _read_rows(path)
    places = _find_columns(rows[0] if rows else [], path)
    strata: dict[str, Stratum] = {}
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            _add_row(strata, [row[place].strip() if place < len(row) else "" for place in places], number)
    check_strata(list(strata.values()))
    return list(strata.values())


def check_strata(strata: list[Stratum]) -> None:
    """Raise UsageError when a stratum has too few units to say anything, or more than its frame."""
    if not strata:
        raise UsageError("The file has no sampled units. Enter one row per sampled unit.")
    for one in strata:
        count = len(one.units)
        if count < _FEWEST_UNITS:
            raise UsageError(
                f'Stratum "{one.name}" has one sampled unit. A standard error needs at least two; add units or combine'
                " strata."
            )
        if count > one.frame_size:
            raise UsageError(
                f'Stratum "{one.name}" has {count:,} sampled units but a frame of {one.frame_size:,}. Check frame_size.'
            )


def parse_cents(text: str) -> int | None:
    """A plain amount in dollars as whole cents; None when it is none."""
    return int(Decimal(text).scaleb(_CENTS)) if _AMOUNT_FORM.fullmatch(text) else None


def _read_rows(path: Path) -> list[list[str]]:
    if not path.is_file():
        raise UsageError(f"{path} is not a file. Nothing was appraised.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return list(csv.reader(StringIO(text), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise UsageError(f"{path} is not a CSV file in UTF-8. Nothing was appraised.") from None


def _find_columns(header: list[str], path: Path) -> list[int]:
    names = [name.strip().lower() for name in header]
    missing = [name for name in HEADER if names.count(name) != 1]
    if missing:
        raise UsageError(
            f"{path}: the header must name each of {', '.join(HEADER)} once; check {', '.join(missing)}. Nothing was"
            " appraised."
        )
    return [names.index(name) for name in HEADER]


def _add_row(strata: dict[str, Stratum], cells: list[str], number: int) -> None:
    name, size = cells[0], cells[1]
    if not _COUNT_FORM.fullmatch(size):
        raise UsageError(f"Row {number}: frame_size must be a whole number above 0. Nothing was appraised.")
    stratum = strata.setdefault(name, Stratum(name, int(size)))
    if stratum.frame_size != int(size):
        raise UsageError(
            f'Row {number}: stratum "{name}" has frame_size {int(size):,} here and {stratum.frame_size:,} before.'
            " Nothing was appraised; enter the same frame_size in all rows of a stratum."
        )
    amounts = [_read_amount(text, column, number) for text, column in zip(cells[2:], HEADER[2:], strict=True)]
    stratum.units.append(SampledUnit(*amounts))


def _read_amount(text: str, column: str, number: int) -> int:
    cents = parse_cents(text)
    if cents is None:
        found = "is empty" if not text else "is not an amount"
        raise UsageError(
            f"Row {number}: {column} {found}. Nothing was appraised; enter dollars with at most two decimals, without"
            " currency sign or thousands separator, and 0 for a missing record."
        )
    return cents
