"""The two shares of each provider in each cell of period, pool and clinic, as arrays; read by rate and funnel alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines.statistics.hypergeometric import compute_limits

INNER_TAIL = 0.025
OUTER_TAIL = 0.001
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Share:
    """One share by its name, and what the columns of ledger.provider_count begin with: the whole, and the part."""

    name: str
    whole: str
    part: str


EARLY = Share("early_kx_beneficiaries", "below_", "early_")
# the same without early KX that cannot be judged, because the year of its clinic is not covered
JUDGED = Share("judged_kx_beneficiaries", "below_", "judged_")
SHARES = (Share("kx_beneficiaries", "", ""), EARLY)


@dataclass(frozen=True)
class Rates:
    """One share over all rows of ledger.provider_count that have patients in it; every array has their length.

    `row` is the place of each in the table, `cell` numbers its cell among those that are left, from 0.
    """

    name: str
    row: Integers
    cell: Integers
    events: Integers
    trials: Integers
    total_events: Integers
    total_trials: Integers

    @property
    def cells(self) -> int:
        return int(self.cell.max()) + 1 if self.cell.size else 0

    def limits(self, tail: float) -> tuple[Integers, Integers]:
        """Fewest and most events inside; equal sizes of equal cells are asked once."""
        # as one number each, since sorting rows takes many times as long as sorting numbers
        totals = self.total_trials * (self.total_events.max(initial=0) + 1) + self.total_events
        cell = np.unique(totals, return_inverse=True)[1]
        asked = cell * (self.trials.max(initial=0) + 1) + self.trials
        _, first, back = np.unique(asked, return_index=True, return_inverse=True)
        low, high = compute_limits(self.trials[first], self.total_events[first], self.total_trials[first], tail)
        return low[back], high[back]


def read_rates(counts: pa.Table, share: Share) -> Rates:
    """Patients with a KX line among all; or those with an early KX line among those with a line below the threshold."""
    trials = read_column(counts, f"{share.whole}beneficiaries")
    events = read_column(counts, f"{share.part}kx_beneficiaries")
    row = np.flatnonzero(trials > 0)
    _, cell = np.unique(read_column(counts, "cell_ordinal")[row], return_inverse=True)
    part, whole = (np.bincount(cell, each[row]).astype(np.int64) for each in (events, trials))
    return Rates(share.name, row, cell, events[row], trials[row], part[cell], whole[cell])


def read_line_sums(counts: pa.Table, share: Share, row: Integers) -> list[Integers]:
    """Lines, KX lines, the sums of their squares and products over patients, and the patients."""
    names = (
        f"{share.whole}lines", f"{share.part}kx_lines", f"{share.whole}line_squares", f"{share.part}kx_line_squares",
        f"{share.part}line_products", f"{share.whole}beneficiaries",
    )  # fmt: skip
    return [read_column(counts, name)[row] for name in names]


def read_column(table: pa.Table, name: str) -> Integers:
    """A column of counts as an array."""
    return np.asarray(table[name].to_numpy(zero_copy_only=False), np.int64)
