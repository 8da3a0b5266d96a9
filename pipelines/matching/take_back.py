"""Which earlier claim payment each reversal takes back: the best that reversals before it have left.

grain:  one row per reversal that reverses a claim payment
key:    reversal_place
units:  tier 1 names the claim number, 2 the original claim number, 3 the patient control number
source: ledger.take_back_claim
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

SCHEMA = pa.schema(
    [("reversal_place", pa.int64()), ("claim_place", pa.int64()), ("tier", pa.int64()), ("is_opposite", pa.bool_())]
)

Row = dict[str, Any]
Waiting = dict[tuple[str, ...], list[int]]


def infer(take_back_claim: pa.Table) -> pa.Table:
    """One walk in the order of payments: claim payments wait under each name by which a reversal can ask for them.

    A reversal takes the newest that still waits, under the best of its names that has one: equal and opposite lines
    before others of the same number. Grows with the number of claim payments, however many share one number.
    """
    waiting: Waiting = defaultdict(list)
    taken: set[int] = set()
    found: list[Row] = []
    for row in take_back_claim.sort_by("claim_rank").to_pylist():
        if not row["is_reversal"]:
            for name in _list_names(row):
                waiting[name].append(row["claim_place"])
            continue
        for tier, is_opposite, name in _list_questions(row):
            place = _pop_newest(waiting[name], taken)
            if place is not None:
                taken.add(place)
                found.append(dict(zip(SCHEMA.names, (row["claim_place"], place, tier, is_opposite), strict=True)))
                break
    return pa.Table.from_pylist(found, schema=SCHEMA)


def _list_names(row: Row) -> Iterator[tuple[str, ...]]:
    """The names under which a claim payment waits; an empty number names nothing."""
    if row["matched_claim_number"]:
        yield ("claim", row["matched_claim_number"])
        yield ("claim", row["matched_claim_number"], row["content"])
    if row["matched_patient_number"]:
        yield ("patient", row["matched_patient_number"], row["content"])


def _list_questions(row: Row) -> Iterator[tuple[int, bool, tuple[str, ...]]]:
    """What a reversal asks for, the best first: tier, whether the lines are equal and opposite, the name."""
    for tier, number in enumerate((row["matched_claim_number"], row["matched_original_number"]), start=1):
        if number:
            yield tier, True, ("claim", number, row["opposite_content"])
            yield tier, False, ("claim", number)
    if row["matched_patient_number"]:
        yield 3, True, ("patient", row["matched_patient_number"], row["opposite_content"])


def _pop_newest(places: list[int], taken: set[int]) -> int | None:
    """The newest that was not taken under another name."""
    while places:
        place = places.pop()
        if place not in taken:
            return place
    return None
