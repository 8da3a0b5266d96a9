"""Groups the rows of an export into claim payments, and claim payments into payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.remittance_export.export_repetition import find_repetitions
from pipelines.sources.tabular.sheet import Flags, Ordinals
from pipelines.sources.tabular.table import Table
from pipelines.sources.tabular.values import read_flags

CLAIM_KEY = ("payer_claim_control_number", "claim_status_code", "payment_trace_number")
AGREEING_COLUMNS = (
    "patient_id",
    "claim_filing_indicator_code",
    "payee_npi",
    "payment_date",
    "received_date",
    "patient_control_number",
)
"""The columns that say something about the whole claim payment: its rows cannot differ in them."""

_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Groups:
    """Rows that stand together: row i belongs to group `of_row[i]`, whose first row is `first[g]`."""

    of_row: Ordinals
    first: Ordinals

    @property
    def count(self) -> int:
        return len(self.first)

    def sum_cents(self, cents: Ordinals) -> Ordinals:
        """The sum of a number per row over each group."""
        totals = np.zeros(self.count, dtype=np.int64)
        np.add.at(totals, self.of_row, cents)
        return totals


def group_rows(columns: Sequence[pa.Array]) -> Groups:
    """Rows with equal texts in all columns, numbered by their first appearance; null equals null."""
    marked = [pc.fill_null(column.cast(pa.string()), _SEPARATOR) for column in columns]
    encoded = pc.binary_join_element_wise(*marked, _SEPARATOR).dictionary_encode()
    of_row = encoded.indices.to_numpy().astype(np.int64)
    _, first = np.unique(of_row, return_index=True)
    return Groups(of_row, first.astype(np.int64))


def arrange_claims(table: Table) -> tuple[Table, Groups, Flags]:
    """The rows with those of one claim payment next to each other, in file order, and which groups are repetitions.

    Rows that the file repeats are a claim payment of their own, which is set aside.

    A row that lacks a part of the key is a claim payment of its own: nobody knows what it belongs
    to. Of a row with too many or too few cells only the key is kept, for the rest may have slipped
    into another column.
    """
    cleared = replace(table, texts=_clear_ragged(table))
    keys = [cleared.texts[column] for column in CLAIM_KEY]
    alone = np.logical_or.reduce([read_flags(pc.is_null(key)) for key in keys])
    row_names = pa.array(np.where(alone, np.arange(1, table.rows + 1), 0))
    groups = group_rows([*keys, row_names])
    repetitions = find_repetitions(cleared, groups.of_row, ~alone & ~table.sheet.is_ragged)
    if repetitions.any():
        groups = group_rows([pa.array(groups.of_row), pa.array(repetitions)])
    is_repetition = repetitions[groups.first] > 0
    if (np.diff(groups.of_row) >= 0).all():
        return cleared, groups, is_repetition
    order = np.argsort(groups.of_row, kind="stable")
    of_row = groups.of_row[order]
    arranged = {column: texts.take(pa.array(order)) for column, texts in cleared.texts.items()}
    first = np.unique(of_row, return_index=True)[1].astype(np.int64)
    return replace(cleared, sheet=table.sheet.take(order), texts=arranged), Groups(of_row, first), is_repetition


def _clear_ragged(table: Table) -> dict[str, pa.Array]:
    is_ragged = table.sheet.is_ragged
    if not is_ragged.any():
        return table.texts
    nothing = pa.scalar(None, pa.string())
    return {
        column: texts if column in CLAIM_KEY else pc.if_else(pa.array(is_ragged), nothing, texts)
        for column, texts in table.texts.items()
    }


def take_first(values: pa.Array, groups: Groups) -> pa.Array:
    """The value of each group: of its first row that has one."""
    rows = np.flatnonzero(read_flags(pc.is_valid(values)))
    first = np.full(groups.count, -1, dtype=np.int64)
    # written backwards, so that the first row of a group is the one that stays
    first[groups.of_row[rows[::-1]]] = rows[::-1]
    return values.take(pa.array(first, mask=first < 0))


def find_disagreeing(values: pa.Array, groups: Groups) -> Flags:
    """The rows whose value differs from the value of their group; an empty cell differs from none."""
    own = take_first(values, groups).take(pa.array(groups.of_row))
    return read_flags(pc.not_equal(values, own))
