"""Says why a claim payment of an export was excluded or the file refused."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, Finding, describe_broken, rank_broken
from pipelines.sources.remittance_export.export_claim import AGREEING_COLUMNS, CLAIM_KEY, Groups, find_disagreeing
from pipelines.sources.remittance_export.export_line import ExportLines, sum_adjustments
from pipelines.sources.tabular.profile import REMITTANCE_EXPORT
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.values import count_cents, read_flags

REPEATED = "repeated_claim_payment"
_END = "This claim payment was excluded; correct the row in the export and import it again."


def build_set_aside(lines: ExportLines, groups: Groups, is_repetition: Flags) -> list[Finding]:
    """One finding for every claim payment with a row that breaks a rule: its first such row, and how many more.

    A repetition breaks the same rules as what it repeats, and says nothing more.
    """
    broken = [*lines.broken, *_find_disagreements(lines, groups)]
    if not broken:
        return []
    rank = rank_broken(broken, lines.table.rows)
    rows = np.flatnonzero((rank < len(broken)) & ~is_repetition[groups.of_row])
    claims, first, counts = np.unique(groups.of_row[rows], return_index=True, return_counts=True)
    return [
        _build_finding(lines, broken[rank[rows[start]]], int(rows[start]), int(claim), int(count) - 1)
        for claim, start, count in zip(claims, first, counts, strict=True)
    ]


def list_repetitions(lines: ExportLines, groups: Groups, is_repetition: Flags) -> list[Finding]:
    """One finding for every block of rows, or single row, that the file says twice."""
    sizes = np.bincount(groups.of_row, minlength=groups.count)
    return [
        _build_repetition(lines, int(claim), int(groups.first[claim]), int(sizes[claim]))
        for claim in np.flatnonzero(is_repetition)
    ]


def _build_repetition(lines: ExportLines, claim: int, row: int, size: int) -> Finding:
    number = int(lines.table.sheet.row_numbers[row])
    more = f" and {size - 1} more" if size > 1 else ""
    reason = (
        f"row {number}{more}: repeats what stands earlier in this file for the same claim payment, and counts once."
    )
    return Finding(number, REPEATED, lines.table.origin.sign(reason), lines.table.origin.place(claim + 1))


def _find_disagreements(lines: ExportLines, groups: Groups) -> list[Broken]:
    columns = {column: lines.values.get(column, lines.table.texts[column]) for column in AGREEING_COLUMNS}
    found = [Broken("rows_disagree", column, find_disagreeing(values, groups)) for column, values in columns.items()]
    return [broken for broken in found if broken.rows.any()]


def _build_finding(lines: ExportLines, broken: Broken, row: int, claim: int, more: int) -> Finding:
    further = f" {more} more of its rows {'breaks' if more == 1 else 'break'} a rule." if more else ""
    reason = f"{describe_broken(lines.table, broken, row)}.{further} {_END}"
    return Finding(int(lines.table.sheet.row_numbers[row]), broken.rule, reason, lines.table.origin.place(claim + 1))


def check_balance(lines: ExportLines) -> None:
    """Judges charge - adjustments = paid on every row whose amounts and claim payment could be read.

    Raises RefusedFile with the first row that does not balance.
    """
    judged = _find_judged(lines)
    charge, paid = count_cents(lines.values["charge"]), count_cents(lines.values["paid"])
    adjusted = sum_adjustments(lines)
    rows = np.flatnonzero(judged & (charge - adjusted != paid))
    if not len(rows):
        return
    row = int(rows[np.argmin(lines.table.sheet.row_numbers[rows])])
    further = f" {len(rows) - 1} more rows do not balance." if len(rows) > 1 else ""
    raise lines.table.origin.refuse(
        REMITTANCE_EXPORT,
        f"row {lines.table.sheet.row_numbers[row]}: the charge {_dollars(int(charge[row]))} less the adjustments "
        f"{_dollars(int(adjusted[row]))} is {_dollars(int(charge[row] - adjusted[row]))}, but paid says "
        f"{_dollars(int(paid[row]))}.{further} A file that does not balance is refused whole; ask for an export that "
        "lists every adjustment of each line.",
    )


def _find_judged(lines: ExportLines) -> Flags:
    """A total row has no claim payment, and a row with unreadable amounts cannot be added up."""
    judged = ~lines.table.sheet.is_ragged
    for column in CLAIM_KEY:
        judged &= read_flags(pc.is_valid(lines.table.texts[column]))
    for column in ("charge", "paid"):
        judged &= read_flags(pc.is_valid(lines.values[column]))
    for broken in lines.broken:
        if broken.column == "adjustments":
            judged &= ~broken.rows
    return judged


def _dollars(cents: int) -> str:
    """Cents as people read them, by whole numbers only."""
    dollars, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{dollars}.{rest:02d}"
