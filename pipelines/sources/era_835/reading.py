"""One interchange as oxedi read it, and where its segments are in the file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

import numpy as np
import oxedi
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.schema import PLACES_PER_FILE
from pipelines.sources.x12.segments import Positions, SegmentMap


@dataclass(frozen=True)
class FileFacts:
    """The file that is being read, and how many rows of each table its earlier interchanges gave."""

    number: int
    sha256: str
    name: str
    payments: int = 0
    claims: int = 0
    lines: int = 0
    adjustments: int = 0

    @property
    def base(self) -> int:
        """The place before the first place of this file."""
        return self.number * PLACES_PER_FILE


@dataclass(frozen=True)
class Reading:
    """One interchange as oxedi read it: its tables by name, its diagnostics, and where its segments stand."""

    tables: dict[str, pa.Table]
    diagnostics: list[oxedi.Diagnostic]
    segments: SegmentMap
    sender_id: str | None
    _largest: dict[tuple[str, str], Decimal] = field(default_factory=dict, compare=False, repr=False)

    def positions(self, name: str) -> Positions:
        """The position of the segment behind each row of table `name`."""
        return self.integers(name, "segment")

    def largest(self, name: str, column: str) -> Decimal:
        """The largest number of a column without its sign; zero where there is none."""
        if (name, column) not in self._largest:
            self._largest[name, column] = find_largest(self.tables[name][column])
        return self._largest[name, column]

    def integers(self, name: str, column: str) -> Positions:
        """An integer column without nulls, as numbers."""
        numbers: Positions = self.tables[name][column].to_numpy()
        return numbers

    @cached_property
    def claim_positions(self) -> Positions:
        """The positions of the CLP segments, ascending."""
        return self.positions("claims")

    def claim_of(self, position: int) -> int:
        """The row of the claim payment in which the segment at `position` stands; -1 before the first."""
        return int(np.searchsorted(self.claim_positions, position, side="right")) - 1

    def payment_position(self, row: int) -> int:
        """The position of the BPR of a payment, or of its ST where it has no BPR."""
        opening = int(self.positions("payments")[row])
        following = self.segments.find("BPR")
        following = following[following > opening]
        return int(following[0]) if len(following) else opening


def find_largest(values: pa.ChunkedArray) -> Decimal:
    """The largest number without its sign; zero where there is none."""
    if values.null_count == len(values):
        return Decimal(0)
    extremes: dict[str, Decimal] = pc.min_max(values).as_py()
    return max(abs(extremes["min"]), abs(extremes["max"]))


def read_rows(result: oxedi.Result) -> dict[str, pa.Table]:
    """The tables of one parse; they share oxedi's memory."""
    return {name: pa.table(result.tables[name]) for name in result.tables.keys()}  # noqa: SIM118


def advance(facts: FileFacts, reading: Reading) -> FileFacts:
    """The facts for the next interchange of the file."""
    return replace(
        facts,
        payments=facts.payments + reading.tables["payments"].num_rows,
        claims=facts.claims + reading.tables["claims"].num_rows,
        lines=facts.lines + reading.tables["services"].num_rows,
        adjustments=facts.adjustments + reading.tables["adjustments"].num_rows,
    )
