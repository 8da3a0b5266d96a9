"""Exposure: what an extrapolation over the frame would come to, as intervals under named scenarios."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from pipelines.statistics.interval import compute_exact_interval

LEVEL = 0.90
OWN = "This sample"
_PUBLISHED = Path(__file__).parent / "published_review.csv"


@dataclass(frozen=True)
class Scenario:
    """Dollars over the whole frame under one error rate: limits and point in cents, and where the rate comes from."""

    name: str
    source: str
    low_cents: int
    point_cents: int
    high_cents: int


def list_published(frame_cents: int) -> list[Scenario]:
    """What the published review results would mean for this frame; targeted reviews, so no rate of a population.

    The share of dollars in error is taken to be that of claims; limits are exact, for the claims reviewed. Claims in
    error follow from the published percentage where no count was published.
    """
    with _PUBLISHED.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    scenarios = []
    for row in rows:
        claims, found = int(row["claims"]), int(row["claims_in_error"])
        low, high = (float(limit) for limit in compute_exact_interval(found, claims, LEVEL))
        source = f"{row['source']}, {row['period']}: {row['said']}, {claims:,} reviewed"
        cents = [round(frame_cents * share) for share in (low, found / claims, high)]
        scenarios.append(Scenario(row["review"], source, *cents))
    return scenarios
