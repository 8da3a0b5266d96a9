"""The limits of one share are those of the interval over arrays."""

from __future__ import annotations

import pytest

from pipelines.statistics.interval import compute_exact_interval
from pipelines.statistics.share_limits import compute_share_limits


@pytest.mark.parametrize(("part", "whole"), [(0, 5), (5, 5), (1, 1), (3, 7), (14, 23), (999, 1000), (1, 30_000)])
def test_the_limits_are_those_of_the_interval(part: int, whole: int) -> None:
    low, high = compute_exact_interval(part, whole)
    assert compute_share_limits(part, whole) == pytest.approx((float(low), float(high)), abs=1e-12)
