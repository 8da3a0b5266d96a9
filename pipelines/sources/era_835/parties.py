"""Payer and payee loops (N1*PR, N1*PE) that come again within a transaction: they hold for the claim payments after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pipelines.sources.era_835.reading import Reading
from pipelines.sources.schema import TEXT

# the columns of source.claim_payment, with the element of N1 that each of them is
_COLUMNS = {
    "PR": {"payer_name": 2, "payer_id": 4},
    "PE": {"payee_name": 2, "payee_id_qualifier": 3, "payee_id": 4},
}


@dataclass(frozen=True)
class _Restated:
    """One N1 that is not the first of its role in the transaction, and the claim payments that it holds for."""

    role: str
    elements: list[str]
    first_claim: int
    end_claim: int


def read_restated_parties(reading: Reading) -> dict[str, pa.Array]:
    """Payer and payee of the claim payments whose transaction named another one on the way; null for all others."""
    claims = len(reading.claim_positions)
    columns: dict[str, list[str | None]] = {}
    for restated in _find_restated(reading):
        for column, element in _COLUMNS[restated.role].items():
            values = columns.setdefault(column, [None] * claims)
            text = restated.elements[element].strip() if element < len(restated.elements) else ""
            # an empty text and not null: the loop came again and did not say
            values[restated.first_claim : restated.end_claim] = [text] * (restated.end_claim - restated.first_claim)
    nothing = pa.nulls(claims, TEXT)
    names = [column for elements in _COLUMNS.values() for column in elements]
    return {name: pa.array(columns[name], TEXT) if name in columns else nothing for name in names}


def _find_restated(reading: Reading) -> Iterator[_Restated]:
    segments, claims = reading.segments, reading.claim_positions
    transactions = reading.positions("payments")
    ends = np.append(transactions[1:], len(segments.starts))
    seen: set[tuple[int, str]] = set()
    for position in segments.find("N1").tolist():
        transaction = int(np.searchsorted(transactions, position, side="right")) - 1
        elements = segments.read(position)
        role = elements[1].strip() if len(elements) > 1 else ""
        if transaction < 0 or role not in _COLUMNS:
            continue
        if (transaction, role) in seen:
            first, end = np.searchsorted(claims, [position, ends[transaction]]).tolist()
            yield _Restated(role, elements, first, end)
        seen.add((transaction, role))
