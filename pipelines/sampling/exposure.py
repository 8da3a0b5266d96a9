"""Exposure: what an extrapolation over the frame would come to, as intervals under named scenarios."""

from __future__ import annotations

import csv
from pathlib import Path

from pipelines.sampling.answer import Scenario
from pipelines.statistics.interval import compute_exact_interval

LEVEL = 0.90
OWN = "This sample"
_PUBLISHED = Path(__file__).parent / "published_review.csv"


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
        limits = compute_exact_interval(found, claims, LEVEL)
        low, point, high = (round(frame_cents * float(share)) for share in (limits[0], found / claims, limits[1]))
        source = f"{row['source']}, {row['period']}: {row['said']}, {claims:,} reviewed"
        scenarios.append(Scenario(name=row["review"], source=source, low_cents=low, point_cents=point, high_cents=high))
    return scenarios
