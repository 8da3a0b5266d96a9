"""Parses text columns into amounts, dates and codes, all rows at once.

Every reading gives the values (null where the cell is empty or cannot be read) and says which
rows could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.schema import AMOUNT, DATE, QUANTITY
from pipelines.sources.tabular.sheet import Flags, Ordinals

# nine digits before the point: a file of such amounts still adds up within DECIMAL(18,4)
# below $10,000,000 and up to 9,999 units: more is no amount of a therapy claim
_AMOUNT_FORM = r"^[+-]?(0*\d{1,7}(\.\d{0,2})?|\.\d{1,2})$"
_LONG_AMOUNT_FORM = r"^[+-]?\d{0,9}\.\d{3,}$"
_QUANTITY_FORM = (
    r"^[+-]?(0*(\d{1,3}|[0-8]\d{3}|9[0-8]\d{2}|99[0-8]\d|999[0-8])(\.\d{0,4})?|0*9999(\.0{0,4})?|\.\d{1,4})$"
)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?", re.ASCII)
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


@dataclass(frozen=True)
class Reading:
    """One column as values, with the rows whose text could not be read."""

    values: pa.Array
    is_broken: Flags


@dataclass(frozen=True)
class Pieces:
    """The parts of the lists in a column: `rows[i]` is the row that `texts[i]` stands in."""

    texts: pa.Array
    rows: Ordinals


def read_flags(array: pa.Array) -> Flags:
    """A boolean column as an array; null is false."""
    flags: Flags = pc.fill_null(array, False).to_numpy(zero_copy_only=False)
    return flags


def match_form(texts: pa.Array, form: str) -> Flags:
    """The rows that are filled and do not match the regular expression `form`."""
    return read_flags(pc.invert(pc.match_substring_regex(texts, form)))


def map_distinct(texts: pa.Array, read: Callable[[str], object], data_type: pa.DataType) -> pa.Array:
    """Reads every distinct text once: a column of dates or codes repeats itself."""
    encoded = texts.dictionary_encode()
    values = pa.array([read(text) for text in encoded.dictionary.to_pylist()], data_type)
    return values.take(encoded.indices)


def read_texts(texts: pa.Array) -> Reading:
    """Texts as they stand."""
    return Reading(texts, np.zeros(len(texts), dtype=np.bool_))


def read_upper(texts: pa.Array) -> Reading:
    """Texts in upper case."""
    return read_texts(pc.utf8_upper(texts))


def read_lower(texts: pa.Array) -> Reading:
    """Texts in lower case."""
    return read_texts(pc.utf8_lower(texts))


def read_ordinals(texts: pa.Array) -> Reading:
    """Whole numbers from 1 with at most nine digits (BIGINT)."""
    return _read_whole(texts, r"^[1-9]\d{0,8}$")


def read_amounts(texts: pa.Array) -> Reading:
    """Plain decimals with at most two places, in dollars (DECIMAL(18,4))."""
    return _read_decimals(texts, _AMOUNT_FORM, AMOUNT)


def read_quantities(texts: pa.Array) -> Reading:
    """Plain decimals with at most four places (DECIMAL(18,4))."""
    return _read_decimals(texts, _QUANTITY_FORM, QUANTITY)


def has_long_amount(texts: pa.Array) -> Flags:
    """The rows that hold a number with more than two decimals."""
    return read_flags(pc.match_substring_regex(texts, _LONG_AMOUNT_FORM))


def _read_decimals(texts: pa.Array, form: str, data_type: pa.DataType) -> Reading:
    is_broken = match_form(texts, form)
    readable = pc.if_else(pa.array(is_broken), None, texts) if is_broken.any() else texts
    return Reading(readable.cast(data_type), is_broken)


def read_dates(texts: pa.Array) -> Reading:
    """Dates as 2026-01-31 (a time of day behind it is left out) or 01/31/2026."""
    values = map_distinct(texts, parse_date, DATE)
    return Reading(values, read_flags(pc.and_(pc.is_valid(texts), pc.is_null(values))))


def parse_date(text: str) -> date | None:
    """The date that `text` means; None if it means none."""
    iso, american = _ISO_DATE.fullmatch(text), _US_DATE.fullmatch(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif american:
        month, day, year = (int(part) for part in american.groups())
    else:
        return None
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_years(texts: pa.Array) -> Reading:
    """Calendar years with four digits, from 2000 on (BIGINT)."""
    return _read_whole(texts, r"^20\d\d$")


def _read_whole(texts: pa.Array, form: str) -> Reading:
    is_broken = match_form(texts, form)
    readable = pc.if_else(pa.array(is_broken), None, texts) if is_broken.any() else texts
    return Reading(readable.cast(pa.int64()), is_broken)


def count_cents(amounts: pa.Array) -> npt.NDArray[np.int64]:
    """Amounts with at most two decimals in whole cents; null counts 0."""
    scaled = pc.multiply(pc.fill_null(amounts, pa.scalar(0, AMOUNT)), pa.scalar(100, pa.decimal128(3, 0)))
    cents: npt.NDArray[np.int64] = scaled.cast(pa.int64()).to_numpy()
    return cents


def build_amounts(cents: npt.NDArray[np.int64]) -> pa.Array:
    """Whole cents as amounts in dollars (DECIMAL(18,4))."""
    dollars = pc.multiply(pa.array(cents).cast(pa.decimal128(19, 0)), pa.scalar("0.01").cast(pa.decimal128(3, 2)))
    return dollars.cast(AMOUNT)


def split_pieces(texts: pa.Array, separator: str) -> Pieces:
    """The trimmed parts between separators (a regular expression), without empty ones."""
    encoded = texts.dictionary_encode()
    lists = pc.split_pattern_regex(encoded.dictionary, separator).take(encoded.indices)
    parts = pc.utf8_trim_whitespace(pc.list_flatten(lists))
    rows = pc.list_parent_indices(lists)
    is_filled = pc.not_equal(parts, "")
    return Pieces(parts.filter(is_filled), rows.filter(is_filled).to_numpy().astype(np.int64))


def count_within(rows: Ordinals) -> Ordinals:
    """For rows that stand together in groups of equal numbers, the ordinal in the group, from 0."""
    if not len(rows):
        return rows
    is_first = np.concatenate([[True], rows[1:] != rows[:-1]])
    starts = np.flatnonzero(is_first)
    ordinals: Ordinals = np.arange(len(rows), dtype=np.int64) - starts[np.cumsum(is_first) - 1]
    return ordinals
