"""Finds rows of a remittance export that say again what earlier rows of the same claim payment say.

Exports are appended to themselves, joined from overlapping ranges, and pasted twice. A repetition is a
block of rows that comes again after rows of another claim payment, the further copies of a sequence of
two or more rows within one block, or a single row that comes again with its line item control number.

Decision 0071.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.tabular.sheet import Flags, Ordinals
from pipelines.sources.tabular.table import Table
from pipelines.sources.tabular.values import read_flags

_SEPARATOR = "\x1f"
_SHORTEST_SEQUENCE = 2
Codes = tuple[int, ...]


def find_repetitions(table: Table, claim_of_row: Ordinals, is_judged: Flags) -> Ordinals:
    """For each row 0 if it counts, else the number (from 1) of the repetition that it is part of.

    `claim_of_row` numbers the claim payments; rows that are not judged repeat nothing.
    """
    repetition_of_row = np.zeros(table.rows, dtype=np.int64)
    codes = _encode_rows(table)
    # a row that is not judged is equal to none
    codes[~is_judged] = -1 - np.flatnonzero(~is_judged)
    has_item_number = read_flags(pc.is_valid(table.texts["line_item_control_number"]))
    number = 0
    for claim in _split_claims(claim_of_row, codes):
        for rows in _list_repetitions(claim, codes, has_item_number):
            number += 1
            repetition_of_row[rows] = number
    return repetition_of_row


def _split_claims(claim_of_row: Ordinals, codes: Ordinals) -> list[Ordinals]:
    """The rows of each claim payment in which any two rows are equal."""
    _, place, count = np.unique(codes, return_inverse=True, return_counts=True)
    claims = np.unique(claim_of_row[count[place] > 1])
    rows = np.flatnonzero(np.isin(claim_of_row, claims))
    rows = rows[np.argsort(claim_of_row[rows], kind="stable")]
    starts = np.flatnonzero(np.diff(claim_of_row[rows])) + 1
    return np.split(rows, starts) if len(rows) else []


def _encode_rows(table: Table) -> Ordinals:
    """A number for each row; rows that are equal in every column have the same."""
    cells = [pc.fill_null(column.cast(pa.string()), "") for column in table.texts.values()]
    joined = pc.binary_join_element_wise(*cells, _SEPARATOR)
    codes: Ordinals = joined.dictionary_encode().indices.to_numpy().astype(np.int64).copy()
    return codes


def _list_repetitions(rows: Ordinals, codes: Ordinals, has_item_number: Flags) -> Iterator[Ordinals]:
    """The repetitions among the rows of one claim payment: whole blocks first, then single rows."""
    seen: set[Codes] = set()
    counted: list[int] = []
    for block in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1):
        said = tuple(codes[block].tolist())
        length = _measure_sequence(said)
        if said[:length] in seen:
            yield block
            continue
        seen.add(said[:length])
        counted += block[:length].tolist()
        if length < len(block):
            yield block[length:]
    yield from _list_single_rows(counted, codes, has_item_number)


def _measure_sequence(said: Codes) -> int:
    """The length of the shortest sequence of two or more rows that the block repeats; its own length if none."""
    size = len(said)
    for length in range(_SHORTEST_SEQUENCE, size // 2 + 1):
        if size % length == 0 and said == said[:length] * (size // length):
            return length
    return size


def _list_single_rows(rows: Sequence[int], codes: Ordinals, has_item_number: Flags) -> Iterator[Ordinals]:
    seen: set[int] = set()
    for row in rows:
        code = int(codes[row])
        if has_item_number[row] and code in seen:
            yield np.array([row], dtype=np.int64)
        seen.add(code)
